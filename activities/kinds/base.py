"""What a kind of step is: plain data in, plain data out.

A kind is one folder: `kind.py` with a subclass of `Kind`, its templates `phone.html`, `stage.html`, `console.html` and
`print.html`, the partials of its parts (`_note.html` …), `static/` if it needs any, `example.yaml` and its tests. It is found by
looking; no list is edited and no migration appears. A kind never imports `sessions`: it is handed a `State` and gives
back `Part`s and `Report`s.

Everything people do is made of four things: a *note* in a zone, a *theme* that groups notes, an *answer* to an item
(a placement, a pick, a vote: one for each person and item) and a *private entry*, which only its owner can read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from pydantic import BaseModel, ConfigDict

from coprod.live.parts import Part

NOTE_LIMIT = 280
MARKS = ("sun", "leaf", "sky", "rose")
ROOM = (
    "room:"  # a zone that begins so is the room's own: every table sees its notes. Only the facilitator may write there
)


class Refusal(Exception):
    """This write cannot be kept. The message is shown to the person; their words stay in the box."""


class Config(BaseModel):
    """The base of every kind's configuration: an unknown key is an error, so that a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def zone_titles(self) -> dict[str, str]:
        """The head over each zone that notes stand in, for the console's list of notes."""
        return {}

    def zone_marks(self) -> dict[str, str]:
        """The colour of each zone; "sun" where it says nothing."""
        return {}


class Item(Config):
    """A prompt, card, value or rung of a pack: its inventory code and our words."""

    ref: str = ""
    refs: tuple[str, ...] = ()
    id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """One press of Next. `writes` names what phones may send while it lasts; empty means phones only look."""

    key: str
    name: str
    effect: str = ""  # what the phones and the screen will do: Next says it before it does it
    now: str = ""  # replaces the step's "what to do now" on the stage
    writes: frozenset[str] = frozenset()
    pairs: bool = False  # people do it with a partner: whoever has none is given one when it opens
    minutes: int = 0  # its own clock: Next starts it, and the big screen shows it large, in the kind's slot "timer"


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    rev: int
    zone: str
    text: str
    shown: bool  # the stage and other phones may have it
    gone: bool = False  # taken back or removed; its text is empty
    held: bool = False  # waits for the facilitator
    kept_off: bool = False
    table: int | None = None
    theme: int | None = None
    name: str = ""  # the name the writer chose, on steps that show names
    proxy: bool = False  # written down for somebody by a helper
    person: int = 0  # as in Answer: who, within this step only; for counting, never for showing

    @property
    def live(self) -> bool:
        return not self.gone


@dataclass(frozen=True, slots=True)
class Theme:
    id: int
    rev: int
    title: str
    zone: str = ""
    table: int | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's answer to one item. `person` is a number that means something within this step only."""

    rev: int
    item: str
    value: str
    text: str = ""
    person: int = 0
    table: int | None = None
    id: int = 0
    proxy: bool = False

    @property
    def gone(self) -> bool:
        return self.value == "" and self.text == ""


@dataclass(frozen=True, slots=True)
class Carried:
    """A row, card or value from an earlier step of the same session. `id` stays the same from one read to the next."""

    id: str
    text: str
    count: int = 1
    table: int | None = None  # where it was shared while people sat at tables; only that table goes on with it


@dataclass(frozen=True, slots=True)
class Write:
    """What a phone asks for. `verb` is one of VERBS; the other fields are text as typed, already cut of outer spaces."""

    verb: str
    zone: str = ""
    item: str = ""
    value: str = ""
    text: str = ""
    note: int | None = None
    theme: int | None = None


# "pass" hands a line to one's partner, "drop" takes one away again; no kind ever sees them.
VERBS = ("note", "change", "take-back", "answer", "clear", "theme", "rename", "move", "keep", "pass", "drop", "stay")


@dataclass(frozen=True, slots=True)
class StepInfo:
    """A step as it was frozen when the session started."""

    id: int
    key: str  # "flic-1.statements"
    kind: str
    activity: str
    title: str
    now: str
    purpose: str
    say: str
    do: tuple[str, ...]
    content_note: str
    grouping: str
    privacy: str
    minutes: int
    hold: bool
    config: Any  # the kind's own Config

    @property
    def pk(self) -> int:
        """For templates that are handed a row elsewhere."""
        return self.id


@dataclass(frozen=True)
class State:
    """One step at one moment, as plain data. `scope` is a table's number, or None for the whole room.

    `notes`, `answers` and `themes` hold the rows of the scope, with tombstones, in the order they came.
    """

    step: StepInfo
    phase: Phase
    view_rev: int  # revision at which this phase (or a pause, or the tables) last changed
    head: int
    notes: Sequence[Note] = ()
    answers: Sequence[Answer] = ()
    themes: Sequence[Theme] = ()
    carried: Sequence[Carried] = ()
    scope: int | None = None
    tables: tuple[int, ...] = ()  # tables of the session, when the step is done at tables
    people: int = 0
    facilitator: str = ""
    shared_screen: int | None = None  # the table the stage shows on its own, when the facilitator chose one
    staying: frozenset[int] = frozenset()  # tables where somebody stays while the others move on
    staying_rev: int = 0  # when that changed last
    since: int = -1  # parts no newer than this may be left out: every screen that asks has them

    @property
    def config(self) -> Any:
        return self.step.config

    def at(self, scope: int | None) -> "State":
        """The same step, seen from one table (or the room)."""
        if scope == self.scope:
            return self
        if scope is None:
            raise ValueError("a table's state cannot be widened to the room")
        return replace(
            self,
            scope=scope,
            notes=[n for n in self.notes if n.table == scope or n.zone.startswith(ROOM)],
            answers=[a for a in self.answers if a.table == scope],
            themes=[t for t in self.themes if t.table == scope],
            carried=[c for c in self.carried if c.table in (None, scope)],
        )

    @cached_property
    def moved(self) -> Sequence[Note]:
        """The notes newer than `since`: all that need a part, where a part hangs on nothing but its note."""
        return [n for n in self.notes if n.rev > self.since]

    @cached_property
    def shown(self) -> list[Note]:
        return [n for n in self.notes if n.shown]

    @cached_property
    def given(self) -> list[Answer]:
        return [a for a in self.answers if not a.gone]

    @cached_property
    def by_item(self) -> dict[str, list[Answer]]:
        """Answers that stand, by item."""
        found: dict[str, list[Answer]] = {}
        for answer in self.given:
            found.setdefault(answer.item, []).append(answer)
        return found

    @cached_property
    def rows_by_item(self) -> dict[str, list[Answer]]:
        """All answers by item, with those that were cleared: for the revision of what is drawn from them."""
        found: dict[str, list[Answer]] = {}
        for answer in self.answers:
            found.setdefault(answer.item, []).append(answer)
        return found

    @cached_property
    def answered(self) -> int:
        """How many people have given something, a note or an answer."""
        return len({a.person for a in self.given} | {n.person for n in self.notes if n.live})

    @cached_property
    def answers_rev(self) -> int:
        return max((a.rev for a in self.answers), default=self.view_rev)

    @cached_property
    def rows_rev(self) -> int:
        """The revision of the newest row of the step: for a drawing that shows everything."""
        revs = [*(n.rev for n in self.notes), *(a.rev for a in self.answers), *(t.rev for t in self.themes)]
        return max(revs, default=self.view_rev)


@dataclass(frozen=True, slots=True)
class Own:
    """What one person has put into a step: what their own phone may show them again."""

    notes: Sequence[Note] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)
    table: int | None = None
    facilitator: bool = False  # the facilitator writes, for somebody or for the room
    carried: Mapping[str, Sequence[Carried]] = field(default_factory=dict)  # their own, private, from the step before
    tables: tuple[int, ...] = ()  # the session's tables, for kinds whose tables move on
    stays: bool = False  # stays at a table while the others move on

    def said(self, item: str) -> str:
        """The value of their answer to an item; empty when there is none."""
        answer = self.answers.get(item)
        return answer.value if answer else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a person's own page and what they wrote under it; empty where they wrote nothing yet."""

    id: str
    ask: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a report: a heading with a drawing and its words, as a table (`rows` under `columns`) or a list.

    What `gist` names goes on the report's first page too: "agreed" for what was chosen or agreed, "will" for what people will do.
    Its items, or the first cells of its rows, are what is said there.
    """

    heading: str
    text: str = ""
    drawing: str = ""  # SVG
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    items: Sequence[str] = ()
    gist: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """A step of one of several sessions. `label` tells the session (at most 22 letters), `name` in full."""

    label: str
    name: str
    state: State


@dataclass(frozen=True, slots=True)
class AskLater:
    """What organisers may ask the writer of a note months later, if they leave an e-mail for it. The floor keeps the address."""

    text: str  # the offer, as people read it
    choices: Sequence[int]  # after how many months
    months: int  # the one that is chosen beforehand


class Kind:
    """One kind of step. Subclasses say what may be written, what each surface shows and what the report says."""

    name: ClassVar[str]  # the folder's name
    label: ClassVar[Any]  # for the plan builder
    Config: ClassVar[type[Config]]
    note_privacy: ClassVar[str] = (
        ""  # who sees a note once it is sent, where the step's privacy speaks of private pages
    )
    pause: ClassVar[bool] = False  # time without phones: part of the agenda, nothing for a report
    # Where the number of a note or a group stands in a zone, or in an answer as "item=value": patterns with the groups `note`
    # and `theme`, or `since` for "up to this note". A session that moves to another server gets new numbers there.
    numbers: ClassVar[tuple[str, ...]] = ()
    # Items (a pattern) of which only the newest answer at a table counts, whoever gave it: a page turned, a place in a group.
    last_word: ClassVar[str] = ""

    # -- to be said by each kind ---------------------------------------------------------------------------------

    def phases(self, config: Any) -> Sequence[Phase]:
        """In order; at least one. Depends on nothing but the configuration."""
        raise NotImplementedError

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        """What changes on a surface ("phone", "stage", "console"), for the slots of the kind's template there.

        Parts no newer than `state.since` may be left out, and in a long step should be: see `State.moved`.
        """
        raise NotImplementedError

    def report(self, state: State) -> Sequence[Block]:
        """What came of the step, without anything that was private, held, kept off or taken back."""
        raise NotImplementedError

    # -- with a sensible answer for most -------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        """The write as it will be kept. Raises Refusal in words for the person who wrote it.

        Whether a note or theme named in it exists, is of this step and in reach of the writer is checked by the caller.
        """
        if write.verb not in phase.writes:
            raise Refusal(str(_("This part has ended. Your words are still in the box. You can copy them.")))
        if write.verb in ("note", "change", "theme", "rename") and not write.text:
            raise Refusal(str(_("Write a word first, or skip.")))
        self.check_length(write)
        return write

    def check_length(self, write: Write) -> None:
        """Raises Refusal when the words are too many, saying by how much."""
        limit = self.limit(write)
        if len(write.text) > limit:
            over = len(write.text) - limit
            raise Refusal(
                ngettext(
                    "That is %(over)d letter too long. Your words are still in the box. Try two notes.",
                    "That is %(over)d letters too long. Your words are still in the box. Try two notes.",
                    over,
                )
                % {"over": over}
            )

    def limit(self, write: Write) -> int:
        """The most characters `text` may have."""
        return {"theme": 60, "rename": 60, "keep": 4000}.get(write.verb, NOTE_LIMIT)

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        """Context of the kind's template on a surface, beside `state`, `step`, `phase` and `config`.

        On phones `head` replaces the step's title as the page's heading, `where` says where we are ("True or false, 3 of 9"),
        `small_head` makes the heading a small line above a kind's own, `no_purpose` leaves out what the step is for, and
        `no_ahead` the word before hard things (said at the first phase, where hard words stay folded later).
        `privacy` replaces the step's own in the box for notes and at the foot of the big screen, while others see what is written.
        On the console `say` replaces what the facilitator says, and the hints fold away. `ahead` ({"phase", "words"}) offers a
        button to a later phase, past the next ones.
        """
        return {}

    def mine(self, state: State, own: Own) -> Iterable[Part]:
        """What only this person sees on their phone beside their notes, for slots of `phone.html`; fetched by its owner.

        `state` holds no rows here: only the step, the phase and what was carried.
        """
        return ()

    def answered(self, state: State) -> int | None:
        """How many people the stage says have answered in this phase; None when it says nothing."""
        return state.answered

    def saved(self, state: State, note: Note) -> str:
        """What its writer is told of a note that is kept, where "It is on the wall" would not be true."""
        return ""

    def moves(self, config: Any) -> bool:
        """Do people change tables between the phases? Then `seat` says where they sit."""
        return False

    def seat(self, config: Any, phase: Phase, home: int, tables: Sequence[int]) -> int:
        """The number of the table where people of the table `home` sit in this phase. `tables` are all numbers, in order.

        No two homes may share a seat, so that a person who says where they sit now has a home. Asked where `moves` says so.
        """
        return home

    def keeps(self, config: Any, field: str) -> bool:
        """Whether a private entry of that name may be stored, sealed with its owner's key."""
        return True

    def owner_only(self, config: Any) -> bool:
        """Whether the step is one person's alone, whatever happens: it never is part of a group's session."""
        return False

    def alone(self, config: Any) -> Sequence[str]:
        """The keys of the phases that one person can work through without others; none where the step takes others.

        As it stands: those in which people write their own words or give their own answers, else all.
        """
        phases = self.phases(config)
        own = [phase.key for phase in phases if phase.writes & {"note", "answer", "keep"}]
        return own or [phase.key for phase in phases]

    def keepable(self, config: Any) -> bool:
        """Whether its owner may keep their page of this step longer than the session is kept."""
        return False

    def own_page(self, config: Any, own: Own) -> Sequence[Asked]:
        """The private page of one person, question by question, for their own eyes: also what is still empty."""
        return [Asked(name, "", text) for name, text in own.entries.items()]

    def own_answers(self, config: Any, own: Own) -> Sequence[Asked]:
        """What one person answered, for somebody who works alone: a group's report tells totals, and none of one person."""
        return ()

    def own_outputs(self, config: Any, own: Own) -> Mapping[str, Sequence[Carried]]:
        """What a later step may show to this person alone, from their private page, by name."""
        return {}

    @property
    def hands_back(self) -> bool:
        """Whether its steps have such outputs at all: a page that has none is not opened for them."""
        return type(self).own_outputs is not Kind.own_outputs

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        """What later steps may start from, by name ("picks", "notes" …)."""
        return {}

    def ask_later(self, config: Any) -> AskLater | None:
        """Whether people may be asked later how it went with a note of theirs; the offer stands in the slot "follow-up" on phones."""
        return None

    def few(self, state: State) -> Collection[str]:
        """Items that fewer than five people answered, where the report says no more than that. No file says more either."""
        return ()

    # -- several sessions side by side ---------------------------------------------------------------------------

    def compares(self, step: StepInfo) -> str:
        """The name of what this step can be laid beside, the same in each session; empty when it cannot."""
        return ""

    def compare(self, sights: Sequence["Sight"]) -> Sequence[Block]:
        """Steps of one name, oldest first, side by side. Nothing is told of fewer than five, nor can it be worked out."""
        return ()

    # -- shared by kinds -----------------------------------------------------------------------------------------

    def clean_config(self, raw: Mapping[str, Any]) -> Any:
        """The configuration, validated. Raises pydantic.ValidationError with every fault and its path."""
        return self.Config.model_validate(raw)

    def phase(self, config: Any, key: str) -> Phase:
        """The phase of that key; the first when the key is unknown (a pack changed between two releases)."""
        phases = self.phases(config)
        return next((p for p in phases if p.key == key), phases[0])

    def template(self, surface: str) -> str:
        return f"kinds/{self.name}/{surface}.html"


def note_part(note: Note, slot: str, template: str, *, visible: bool = True, **context: Any) -> Part:
    """A note as a list item of a slot; its tombstone when it is gone, hidden or no longer belongs there."""
    from activities.drawing.paper import paper_class

    return Part(
        id=f"n{note.id}",
        rev=note.rev,
        slot=slot,
        order=f"{note.id:09d}",
        template=template,
        context={"note": note, **context},
        tag="li",
        classes=paper_class(note.id),
        gone=note.gone or not visible,
    )
