"""Turns with roles: somebody takes a turn, the parts of it go by the clock, and then the roles change.

Who takes a turn is said on one's own phone and shown on no other screen. Nobody has to take one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.kinds.base import Block, Own, Phase, Refusal, State, Write
from activities.kinds.rounds import config as settings
from activities.kinds.rounds.turn_drawing import draw_turn, turn_of, turn_words
from coprod.live.parts import Part

KEEP = "keep"
MINE, HELP = "mine", "help"


def phases(config: settings.RoundsConfig) -> Sequence[Phase]:
    assert config.turns is not None
    found = []
    of = config.turns.number
    for number in range(1, of + 1):
        where = {"number": number, "of": of}
        effect = _("Phones ask who would like this turn. The screen shows how a turn goes.")
        now = _("Turn %(number)d of %(of)d: who would like it?") % where
        found.append(Phase(f"turn-{number}", now.rpartition(":")[0], effect, now, frozenset({"answer", "clear"})))
        for part in config.turns.parts:
            name = _("Turn %(number)d: %(part)s") % {"number": number, "part": part.title}
            effect = _("Phones and the screen say who speaks and who listens.")
            found.append(Phase(f"turn-{number}-{part.id}", name, effect, part.now, minutes=part.minutes))
    return found


def place(config: settings.RoundsConfig, phase: Phase) -> tuple[int, settings.Part | None]:
    """The number of the turn, and its part; no part while it is asked who would like it."""
    _turn, number, *rest = phase.key.split("-", 2)
    parts = config.turns.parts if config.turns else ()
    return int(number), next((part for part in parts if rest and part.id == rest[0]), None)


def accept(write: Write, config: settings.RoundsConfig, phase: Phase, own: Own) -> Write:
    number, _part = place(config, phase)
    if write.item != f"turn-{number}" or (write.verb == "answer" and write.value not in (MINE, HELP)):
        raise Refusal(_("This turn is over. Look at the new one."))
    return replace(write, text="")


# -- what the surfaces show ----------------------------------------------------------------------------------------


def frame(state: State, surface: str) -> Mapping[str, Any]:
    config: settings.RoundsConfig = state.config
    assert config.turns is not None
    number, part = place(config, state.phase)
    where = _("Turn %(number)d of %(of)d") % {"number": number, "of": config.turns.number}
    found: dict[str, Any] = {
        "way": "turns", "number": number, "of": config.turns.number, "part": part, "item": f"turn-{number}",
        "turns": config.turns, "where": where, "head": part.title if part else _("Who would like this turn?"),
        "privacy": "only_you", "no_purpose": number > 1 or part is not None, "no_ahead": number > 1 or part is not None,
        "sharer_mark": settings.SHARER, "helper_mark": settings.HELPER,
    }  # fmt: skip
    if part is None and number > 1 and config.harvest:
        words = _("Everyone who wanted a turn has had one: go to the harvest")
        found["ahead"] = {"phase": "harvest", "words": words}
    return found | {"say": _say(config.turns, number, part)}


def _say(turns: settings.Turns, number: int, part: settings.Part | None) -> str:
    """The step's own words open the first turn; then each part has its own."""
    if part is None:
        return "" if number == 1 else turns.who or _("Who would like the next turn? Nobody has to. You can skip it.")
    return part.say or f"{part.sharer.text} {part.helpers.text}"


def parts(state: State, surface: str) -> Iterable[Part]:
    number, part = place(state.config, state.phase)
    if surface == "console" and part is None:
        yield _ready(state, number)
    if surface != "stage":
        return
    turn = turn_of(state.config, part, number, clock=part is not None)
    svg = mark_safe(draw_turn(turn))  # noqa: S308 - drawn by us, every word escaped
    context = {"svg": svg, "words": turn_words(turn)}
    yield Part("scene", state.view_rev, "scene", "", "kinds/rounds/_drawing.html", context)


def _ready(state: State, number: int) -> Part:
    """How many take this turn and how many help: never who."""
    said = [answer.value for answer in state.by_item.get(f"turn-{number}", ())]
    rev = max(state.view_rev, state.answers_rev)
    context = {"takes": said.count(MINE), "helps": said.count(HELP)}
    return Part("ready", rev, "ready", "", "kinds/rounds/_ready.html", context, "p")


def mine(state: State, own: Own) -> Iterable[Part]:
    """The role this person said they take, and their line for themselves."""
    if not state.phase.key.startswith("turn-"):
        return
    number, part = place(state.config, state.phase)
    role = _said(own, number)
    had = [n for n in range(1, number) if _said(own, n) == MINE]
    context = {
        "role": role, "part": part, "had": bool(had), "number": number,
        "sharer_mark": settings.SHARER, "helper_mark": settings.HELPER,
    }  # fmt: skip
    rev = max((answer.rev for answer in own.answers.values()), default=0)
    gone = not role and not had
    yield Part("my-role", rev, "role", "", "kinds/rounds/_role.html", context, gone=gone)
    keep = state.config.keep
    if keep is not None:
        box: dict[str, Any] = {
            "id": KEEP,
            "dom": KEEP,
            "text": keep.text,
            "hint": keep.hint,
            "kept": True,
            "lines": True,
        }
        page = {"box": box, "value": own.entries.get(KEEP, ""), "step": state.step}
        yield Part("box-keep", 0, "page-keep", "", "kinds/sheet/_box.html", page)


def _said(own: Own, number: int) -> str:
    answer = own.answers.get(f"turn-{number}")
    return answer.value if answer else ""


# -- afterwards ----------------------------------------------------------------------------------------------------


def report(state: State) -> Sequence[Block]:
    """How it went, drawn; never who took a turn or what was said in it."""
    turns = state.config.turns
    turn = turn_of(state.config, None, 0)
    text = ngettext("There was time for %(n)d turn.", "There was time for %(n)d turns.", turns.number)
    said = [turn_words(turn).text, text % {"n": turns.number}, _("What was said in the groups stays with them.")]
    return [Block(state.step.title, " ".join(said), draw_turn(turn))]
