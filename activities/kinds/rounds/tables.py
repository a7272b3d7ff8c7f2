"""Tables that move on: a question on each, a round by the clock, and then everyone goes to the next table and builds on
what was left there. One room without tables takes one question after another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from activities.kinds.base import MARKS, Block, Note, Own, Phase, Refusal, State, Write, note_part
from activities.kinds.rounds import rotation
from activities.kinds.rounds.config import Question, RoundsConfig, zone
from activities.kinds.rounds.drawing import Place, Rotation, draw_rotation, rotation_words
from coprod.live.parts import Part

WRITES = frozenset({"note", "change"})
NOTE = "kinds/rounds/_note.html"


def phases(config: RoundsConfig) -> Sequence[Phase]:
    assert config.tables is not None
    tables, found = config.tables, []
    stay = frozenset({"stay"}) if tables.hosts else frozenset()
    for number in range(1, tables.rounds + 1):
        where = {"number": number, "of": tables.rounds}
        if number > 1:
            effect = _("Phones and the screen say where to go next. Writing stays open until the next round.")
            now = _("Finish your note. Then we move on.")
            found.append(Phase(f"move-{number}", _("Move to round %(number)d") % where, effect, now, WRITES | stay))
        effect = _("Phones show the question and what was left there, and a box to write in.")
        name, now = _("Round %(number)d of %(of)d") % where, _("Talk about the question in front of you")
        if number > 1:
            now = _("Talk, and build on what is there")
        writes = WRITES | stay if number < tables.rounds else WRITES
        found.append(Phase(f"round-{number}", name, effect, now, writes, minutes=tables.minutes))
    for i, question in enumerate(tables.questions, start=1):
        effect = _("Phones stop writing. The screen shows all that was left on this question.")
        found.append(Phase(f"look-{i}", question.title, effect, _("What do we see?")))
    return found


def moved(config: RoundsConfig, phase: Phase) -> int:
    """How often everyone has moved on. While they walk, and at the end, they are still at the table they come from."""
    assert config.tables is not None
    what, _dash, number = phase.key.partition("-")
    if what == "round":
        return int(number) - 1
    return int(number) - 2 if what == "move" else config.tables.rounds - 1


def seat(config: RoundsConfig, phase: Phase, home: int, tables: Sequence[int]) -> int:
    return tables[rotation.seat(tables.index(home), moved(config, phase), len(tables))]


def question_at(config: RoundsConfig, phase: Phase, table: int | None, tables: Sequence[int]) -> Question:
    """The question on a table, or in the room while there are none."""
    assert config.tables is not None
    questions = config.tables.questions
    at = tables.index(table) if table in tables else 0
    return questions[rotation.question(at, moved(config, phase), max(1, len(tables)), len(questions))]


def accept(write: Write, config: RoundsConfig, phase: Phase, own: Own) -> Write:
    if write.verb == "stay":
        if write.value not in ("yes", "no") or own.table is None:
            raise Refusal(_("Say where you sit first."))
        return replace(write, value="yes" if write.value == "yes" else "", text="")
    if own.tables and own.table not in own.tables:
        raise Refusal(_("Say where you sit first. Your words are still in the box."))
    here = zone(question_at(config, phase, own.table, own.tables), moved(config, phase) + 1)
    if write.zone and write.zone != here:
        raise Refusal(_("This round has ended. Your words are still in the box. You can copy them."))
    return replace(write, zone=here)


# -- what the surfaces show ----------------------------------------------------------------------------------------


def frame(state: State, surface: str) -> Mapping[str, Any]:
    config: RoundsConfig = state.config
    assert config.tables is not None
    tables, number = config.tables, moved(config, state.phase) + 1
    what = state.phase.key.partition("-")[0]
    found: dict[str, Any] = {
        "way": "tables", "what": what, "number": number, "of": tables.rounds, "minutes": tables.minutes,
        "overview": state.scope is None and bool(state.tables), "no_purpose": state.phase.key != "round-1",
        "no_ahead": state.phase.key != "round-1", "say": _say(state, what, number),
        "where": _("Round %(number)d of %(of)d") % {"number": number, "of": tables.rounds},
    }  # fmt: skip
    found |= _asked(state, what, number)
    if what == "round" and surface == "console":
        found["warning"] = _warning(tables.rounds, len(state.tables), len(tables.questions))
    return found


def _asked(state: State, what: str, number: int) -> dict[str, Any]:
    """The question in front of these people, where its notes go, and which table comes next."""
    config: RoundsConfig = state.config
    assert config.tables is not None
    questions = config.tables.questions
    if what == "look":
        question = questions[int(state.phase.key.partition("-")[2]) - 1]
        colour = MARKS[questions.index(question) % 4]
        had = not state.tables or question in _met(state)
        return {"question": question, "colour": colour, "head": question.title, "where": "", "had": had}
    question = question_at(config, state.phase, state.scope, state.tables)
    found = {
        "question": question, "colour": MARKS[questions.index(question) % 4], "zone_here": zone(question, number),
        "how": config.tables.build if number > 1 and state.tables else config.tables.first, "hosts": config.tables.hosts,
        "last": number == config.tables.rounds, "next_question": None,
    }  # fmt: skip
    found["head"] = _("Move on") if what == "move" else question.title
    if what == "move":
        found |= _next(state, question, number)
    return found


def _met(state: State) -> list[Question]:
    """The questions that have lain on this table."""
    found = []
    for number in range(1, state.config.tables.rounds + 1):
        phase = replace(state.phase, key=f"round-{number}")
        found.append(question_at(state.config, phase, state.scope, state.tables))
    return found


def _next(state: State, question: Question, number: int) -> dict[str, Any]:
    phase = replace(state.phase, key=f"round-{number + 1}")
    if state.scope not in state.tables:
        after = question_at(state.config, phase, None, ())
        head = _("Move on") if state.tables else _("The next question")
        return {"next_table": None, "next_question": None if after == question else after, "head": head}
    at = state.tables.index(state.scope)
    return {"next_table": state.tables[(at + 1) % len(state.tables)] if len(state.tables) > 1 else None}


def _say(state: State, what: str, number: int) -> str:
    """The step's own words open the first round."""
    tables = state.config.tables
    if what == "look":
        return _("Let us hear what was left on this question. Read a few notes aloud. What do you see?")
    if what == "round" and number == 1:
        return ""
    if what == "round":
        return tables.build.text if state.tables else _("Here is the next question. Take your time with it.")
    if not state.tables:
        return _("Finish your note. Then we go on to the next question.")
    words = _("Finish your note. Then everyone moves on to the next table.")
    stay = _("One person may stay and tell the next people what was said. Tap it on your phone if you like to stay.")
    return f"{words} {stay} {_('You can skip a round.')}" if tables.hosts else words


def _warning(rounds: int, tables: int, questions: int) -> str:
    if tables < 2 or not rotation.meets_twice(rounds, tables, questions):
        return ""
    words = _("With %(tables)d tables some people meet a question twice and miss another.") % {"tables": tables}
    good = rotation.fitting(rounds, tables, questions)
    fits = _("%(few)d or %(many)d tables fit.") if len(good) == 2 else _("%(few)d tables fit.")
    return f"{words} {fits % {'few': good[0], 'many': good[-1]}}"


def parts(state: State, surface: str) -> Iterable[Part]:
    what = state.phase.key.partition("-")[0]
    overview = state.scope is None and bool(state.tables)
    if what == "look":
        yield from _looked_at(state, surface)
    elif surface == "console":
        yield _list(state)
    elif not overview:
        yield from _notes(state, surface, what)
        if surface == "phone" and what == "round" and state.scope is not None and state.config.tables.hosts:
            yield _host(state)
    elif surface == "stage":
        yield _map(state, what)


def _notes(state: State, surface: str, what: str) -> Iterable[Part]:
    """What was left on the question before, and at a table what is written in this round."""
    question = question_at(state.config, state.phase, state.scope, state.tables)
    number = moved(state.config, state.phase) + 1
    colour = state.config.zone_marks()[zone(question, 1)]
    if what == "move" and surface == "stage" and state.scope is None:
        return  # the room sees the next question there
    for note in state.moved:
        name, _colon, written = note.zone.partition(":")
        if name != question.id:
            continue
        now = written == str(number)
        if now and surface == "phone" and state.scope is None:
            continue
        slot = "now" if now and surface == "phone" else "left"
        if surface == "phone" and slot == "left" and what == "move":
            continue
        yield note_part(note, slot, colour, NOTE, number=int(written) if slot == "left" else 0)


def _looked_at(state: State, surface: str) -> Iterable[Part]:
    """All that was left on one question: on phones of a table what that table has in front of it."""
    question = state.config.tables.questions[int(state.phase.key.partition("-")[2]) - 1]
    colour = state.config.zone_marks()[zone(question, 1)]
    if surface == "console" or (surface == "phone" and state.scope is None and state.tables):
        return
    for note in state.moved:
        name, _colon, written = note.zone.partition(":")
        if name == question.id and written:
            yield note_part(note, "left", colour, NOTE, number=int(written))


def _host(state: State) -> Part:
    rev = max(state.view_rev, state.staying_rev)
    context = {"stays": state.scope in state.staying, "number": moved(state.config, state.phase) + 1}
    return Part("host", rev, "host", "", "kinds/rounds/_host.html", context, "p", gone=not context["stays"])


def _map(state: State, what: str) -> Part:
    drawn = room(state, moving=what == "move", clock=bool(state.phase.minutes))
    svg = mark_safe(draw_rotation(drawn))  # noqa: S308 - drawn by us, every word escaped
    context = {"svg": svg, "words": rotation_words(drawn)}
    rev = max(state.view_rev, state.staying_rev)
    return Part("scene", rev, "scene", "", "kinds/rounds/_drawing.html", context)


def _list(state: State) -> Part:
    """For the facilitator: each table, its question, how many notes it has, and whether somebody stays."""
    number = moved(state.config, state.phase) + 1
    rows = []
    for table in state.tables or (None,):
        question = question_at(state.config, state.phase, table, state.tables)
        there = [note for note in state.shown if table is None or note.table == table]
        here = sum(note.zone == zone(question, number) for note in there)
        rows.append({"table": table, "title": question.title, "notes": here, "stays": table in state.staying})
    rev = max(state.view_rev, state.rows_rev, state.staying_rev)
    return Part("list", rev, "list", "", "kinds/rounds/_list.html", {"rows": rows})


def mine(state: State, own: Own) -> Iterable[Part]:
    """Whether this person stays, and the button that says so."""
    if "stay" not in state.phase.writes or state.scope is None or len(state.tables) < 2:
        return
    context = {
        "stays": own.stays, "table": state.scope, "step": state.step, "moving": state.phase.key.startswith("move-"),
    }  # fmt: skip
    yield Part("my-stay", 0, "stay", "", "kinds/rounds/_stay.html", context)


# -- afterwards ----------------------------------------------------------------------------------------------------


def room(state: State, *, moving: bool = False, clock: bool = False, over: bool = False) -> Rotation:
    """All tables as they are drawn."""
    config: RoundsConfig = state.config
    assert config.tables is not None
    places = []
    for table in state.tables or (1,):
        question = question_at(config, state.phase, table, state.tables)
        there = [n for n in state.shown if not state.tables or n.table == table]
        left = sum(note.zone.startswith(f"{question.id}:") for note in there) if over else None
        at = config.tables.questions.index(question)
        places.append(Place(table, question.title, at, not over and table in state.staying, left))
    number = moved(config, state.phase) + 1
    return Rotation(tuple(places), number, config.tables.rounds, config.tables.minutes, moving, clock, over)


def report(state: State) -> Sequence[Block]:
    """What each table left, question by question and round by round."""
    config: RoundsConfig = state.config
    assert config.tables is not None
    blocks = []
    if len(state.tables) >= len(config.tables.questions):
        drawn = room(state, over=True)
        words = rotation_words(drawn)
        blocks.append(Block(words.heading, words.text, draw_rotation(drawn)))
    for question in config.tables.questions:
        notes = [note for note in state.shown if note.zone.startswith(f"{question.id}:")]
        notes.sort(key=lambda note: (int(note.zone.partition(":")[2]), note.table or 0, note.id))
        rows = [_row(note, bool(state.tables)) for note in notes]
        columns = (_("Round"), _("Table"), _("Note")) if state.tables else (_("Round"), _("Note"))
        text = question.text if rows else _("Nothing was written.")
        blocks.append(Block(question.title, text, columns=columns if rows else (), rows=rows))
    return blocks


def _row(note: Note, at_tables: bool) -> tuple[str, ...]:
    number = note.zone.partition(":")[2]
    return (number, str(note.table or ""), note.text) if at_tables else (number, note.text)
