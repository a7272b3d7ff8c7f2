"""What the screens show of a power map, as parts: decisions to tap, levels to choose, the map, the notes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from zlib import crc32

from django.utils.safestring import SafeString, mark_safe

from activities.drawing.paper import paper_class
from activities.kinds.base import FEW, State, note_part
from activities.kinds.power_map.config import DECISION, PowerMapConfig
from activities.kinds.power_map.decisions import (
    Row,
    at_tables,
    every_decision,
    place_of,
    rows_rev,
    stories,
    story,
    worked_on,
)
from activities.kinds.power_map.drawing import power_map
from activities.kinds.power_map.mapped import decisions_of, gap_in_words, map_of, said_of, texts_of
from activities.kinds.power_map.power import ROWS
from activities.kinds.power_map.words import power_map_words
from coprod.live.parts import Part


def decisions(state: State, surface: str) -> Iterable[Part]:
    """The decisions, to be tapped, answered or read; one that is no longer worked on goes."""
    here = worked_on(state)
    template = "_row.html" if surface == "stage" else "_pick.html"
    if surface == "phone" and state.phase.key != "decisions":
        template = "_says.html"
    several = len({row.card for row in here if row.card}) > 1
    for order, row in enumerate(here):
        context = {
            "row": row, "config": state.config, "step": state.step, "phase": state.phase, "first": order == 0,
            "several": several,
        }  # fmt: skip
        rev, place = place_of(state, row, order)
        yield Part(f"row-{row.slug}", rev, "rows", place, f"kinds/power_map/{template}", context, "li",
                   f"note sky {paper_class(crc32(row.id.encode()))}" if surface == "stage" else "")  # fmt: skip
    yield from _gone(state, here, rows_rev(state))


def _gone(state: State, here: Sequence[Row], rev: int, name: str = "row") -> Iterable[Part]:
    """Tombstones of decisions that stood here before: of another story, taken back, or no longer among the first."""
    config: PowerMapConfig = state.config
    standing = {row.id for row in here}
    known = [*config.ids(), *(f"own-{n.id}" for n in state.notes if n.zone == DECISION)]
    known += [f"from-{c.id}" for c in state.carried]
    for row in (Row(id_, "") for id_ in known if id_ not in standing):
        yield Part(f"{name}-{row.slug}", rev, "rows", gone=True)


def choices(state: State) -> Iterable[Part]:
    """On a phone: the decision a note is about, biggest gap first, each with its gap."""
    rev = max(rows_rev(state), state.answers_rev)
    pairs = decisions_of(state)
    for order, (row, decision) in enumerate(pairs):
        context = {"row": row, "first": order == 0, "gap": gap_in_words(state, decision)}
        yield Part(f"about-{row.slug}", rev, "about", f"{order:03d}", "kinds/power_map/_about.html", context,
                   "label", "pick")  # fmt: skip
    for part in _gone(state, [row for row, __ in pairs], rev, "about"):
        yield replace(part, slot="about")
    if state.scope is not None:
        yield from notes(state, "phone")


def notes(state: State, surface: str) -> Iterable[Part]:
    """Each note about sharing with its decision: under its question on the big screen, with its question on a phone."""
    prompts = {prompt.id: prompt for prompt in state.config.prompts()}
    about = every_decision(state)
    for note in state.notes:
        row_id, __, question = note.zone.rpartition(":")
        row, prompt = about.get(row_id, Row(row_id, "")), prompts.get(question)
        rev = max(note.rev, row.rev)
        if prompt is None or rev <= state.since:
            continue
        on_wall, slot = surface == "stage", f"zone-{prompt.id}" if surface == "stage" else "notes"
        part = note_part(note, slot, prompt.colour, "kinds/power_map/_note.html", prompt=prompt, on_wall=on_wall,
                         row=row, table=state.table_to_name(note))  # fmt: skip
        yield replace(part, rev=rev)


def in_words(state: State) -> Iterable[Part]:
    """The map in words, for phones: a decision, each group's say, the notes."""
    rev = max(rows_rev(state), state.rows_rev)
    pairs = decisions_of(state)
    for order, (row, decision) in enumerate(pairs):
        written = [(prompt, texts) for prompt in state.config.prompts() if (texts := texts_of(state, row, prompt.id))]
        context = {"row": row, "says": said_of(state, decision), "notes": written, "gap": decision.gap}
        yield Part(f"row-{row.slug}", rev, "rows", f"{order:03d}", "kinds/power_map/_map_row.html", context, "li")
    yield from _gone(state, [row for row, __ in pairs], rev)


def story_again(state: State) -> Part:
    """The story of the table, to be read again."""
    return Part("story", rows_rev(state), "story", template="kinds/power_map/_story.html",
                context={"cards": stories(state)})  # fmt: skip


def drawn(state: State) -> Iterable[Part]:
    rev = max(state.view_rev, state.rows_rev)
    context = {"drawing": partial(_svg, state), "words": partial(_words, state)}
    yield Part("map", rev, "drawing", template="kinds/power_map/_drawing.html", context=context)
    rows = len(worked_on(state))
    if state.scope is None:
        page = {"shown": min(rows, ROWS), "rows": rows}
        yield Part("map-page", rev, "page", template="kinds/power_map/_page.html", context=page, tag="span")


def _svg(state: State) -> SafeString:
    """Drawn when the part is rendered, in the language of the screen."""
    return mark_safe(power_map(map_of(state)))  # noqa: S308 - escaped by the pen


def _words(state: State) -> Mapping[str, Any]:
    return power_map_words(map_of(state))


def counts(state: State) -> Iterable[Part]:
    """For the facilitator: the decisions, how many people answered for each, the stories that were picked."""
    rev = max(state.view_rev, state.rows_rev)
    asked = state.phase.key != "decisions"
    when = "now" if state.phase.key == "now" else "wanted"
    lines: list[dict[str, Any]] = []
    for row in worked_on(state):
        people = {a.person for a in state.given if a.item.startswith(f"{when}:{row.id}:")}
        picks = len(state.by_item.get(f"pick:{row.id}", ()))
        lines.append({"row": row, "people": len(people), "picks": picks})
    context = {
        "lines": lines,
        "asked": asked,
        "few": asked and any(0 < line["people"] < FEW for line in lines),
        "stories": [(part.scope, story(part)) for part in at_tables(state)] if state.config.cards else [],
    }
    yield Part("counts", rev, "counts", template="kinds/power_map/_counts.html", context=context)
