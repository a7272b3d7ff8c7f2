"""What a kind of step is: plain data in, plain data out.

A kind is one folder: `kind.py` with a subclass of `Kind`, its templates `phone.html`, `stage.html`, `console.html` and
`print.html`, the partials of its parts (`_note.html` …), `static/` if it needs any, `example.yaml` and its tests. It is found by
looking; no list is edited and no migration appears. A kind never imports `sessions`: it is handed a `State` and gives
back `Part`s and `Block`s.

Everything people do is made of four things: a *note* in a zone, a *theme* that groups notes, an *answer* to an item
(a placement, a pick, a vote: one for each person and item) and a *private entry*, which only its owner can read.

A kind imports what it needs from here. Each piece stands in a module of its own beside this one: `config` (what a pack says),
`state` (what there is), `writing` (what comes from phones), `parts` (what is shown), `afterwards` (what is told later).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.kinds.afterwards import Asked, AskLater, Block, Sight
from activities.kinds.config import MARKS, Config, Item, no_id_twice
from activities.kinds.parts import note_part
from activities.kinds.state import FEW, ROOM, Answer, Carried, Note, Own, Phase, State, StepInfo, Theme
from activities.kinds.writing import NOTE_LIMIT, VERBS, Refusal, Write
from coprod.live.parts import Part

__all__ = [
    "FEW", "MARKS", "NOTE_LIMIT", "ROOM", "VERBS",
    "Answer", "AskLater", "Asked", "Block", "Carried", "Config", "Item", "Kind", "Note", "Own", "Phase", "Refusal", "Sight",
    "State", "StepInfo", "Theme", "Write", "columns_beside", "no_id_twice", "note_part",
]  # fmt: skip


def columns_beside(columns: int) -> int:
    """`Kind.beside` for so many columns of notes: in a quarter of the screen there is room for one, in a half for four."""
    return 4 if columns == 1 else 2 if columns <= 4 else 1


class Kind:
    """One kind of step. Subclasses say what may be written, what each surface shows and what the report says."""

    name: ClassVar[str]  # the folder's name
    label: ClassVar[Any]  # for the plan builder
    Config: ClassVar[type[Config]]
    # Who sees a note once it is sent, where the step's privacy speaks of private pages.
    note_privacy: ClassVar[str] = ""
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
        self.check_length(write, step.config)
        return write

    def check_length(self, write: Write, config: Any) -> None:
        """Raises Refusal when the words are too many, saying by how much."""
        limit = self.limit(write, config)
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

    def limit(self, write: Write, config: Any) -> int:
        """The most characters `text` may have. The box on the phone counts down from the same number."""
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

    def beside(self, config: Any, phase: Phase) -> int:
        """How many tables can stand side by side on the big screen, so that the back row reads the words of each.

        1 is none: a drawing, a table or a long text needs the whole screen, and tables tell the room one by one.
        `columns_beside` says it for columns of notes.
        """
        return 1

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

    def compare(self, sights: Sequence[Sight]) -> Sequence[Block]:
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
