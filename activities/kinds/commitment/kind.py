"""One thing I will do: written on a note, hung up with everybody's.

An e-mail for asking later how it went is no part of a promise. It has its own consent and its own row, which the floor keeps;
here stands only the offer (`ask_later`), for the slot "follow-up" on phones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from activities.kinds.base import (
    Asked,
    AskLater,
    Block,
    Carried,
    Config,
    Item,
    Kind,
    Own,
    Phase,
    Refusal,
    State,
    StepInfo,
    Write,
    note_part,
)
from activities.kinds.commitment.drawing import A_PAGE, Promise, draw_promises, pages, promise_words
from coprod.live.parts import Part

ZONE = "promise"
PAGE = "page"
LIMIT = 200


class Start(Item):
    text: str = Field(min_length=1)
    hint: str = ""


Months = Annotated[int, Field(ge=1, le=12)]


class FollowUp(Item):
    """What the organisers may ask later, of those who tick its own box, after the months that these choose."""

    text: str = Field(min_length=1)
    months: Months
    choices: tuple[Months, ...] = (1, 2, 3, 6)

    @model_validator(mode="after")
    def _months_are_a_choice(self) -> "FollowUp":
        if self.months not in self.choices:
            raise ValueError("months must be one of the choices")
        return self


class CommitmentConfig(Config):
    start: Start
    examples: tuple[Item, ...] = ()
    follow_up: FollowUp | None = None

    def zone_titles(self) -> dict[str, str]:
        return {ZONE: self.start.text}


class Commitment(Kind):
    name = "commitment"
    label = gettext_lazy("One thing I will do")
    Config = CommitmentConfig
    last_word = PAGE

    def phases(self, config: CommitmentConfig) -> Sequence[Phase]:
        effect = _("Phones open a box for one promise. Each one is hung up on the screen.")
        writing = Phase("write", _("Promise"), effect, "", frozenset({"note", "change"}))
        effect = _("Phones stop writing and show all the promises. You turn the pages of the screen.")
        return (
            writing,
            Phase("wall", _("The wall"), effect, _("Read them. What do you notice?"), frozenset({"answer"})),
        )

    def alone(self, config: Any) -> Sequence[str]:
        return ["write"]

    def keepable(self, config: CommitmentConfig) -> bool:
        return True

    def own_page(self, config: CommitmentConfig, own: Own) -> Sequence[Asked]:
        """One's own promises; they hang on the wall with no name, so this says whose they are to their owner alone."""
        hung = [Asked(f"note:{note.id}", config.start.text, note.text) for note in own.notes if note.live]
        kept = [Asked(name, config.start.text, text) for name, text in own.entries.items()]
        return [*hung, *kept] or [Asked(ZONE, config.start.text, "")]

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        if write.verb != "answer":
            return replace(write, zone=ZONE)
        if write.item != PAGE or not own.facilitator or not write.value.isdecimal() or len(write.value) > 3:
            raise Refusal(_("Your facilitator turns the pages."))
        return replace(write, text="")

    def limit(self, write: Write) -> int:
        return LIMIT if write.verb in ("note", "change") else super().limit(write)

    # -- what is on the wall -------------------------------------------------------------------------------------

    @staticmethod
    def promises(state: State) -> list[Promise]:
        return [Promise(note.id, note.text) for note in state.shown]

    def answered(self, state: State) -> int:
        return len({note.person for note in state.notes if note.live})

    @staticmethod
    def _page(state: State, n: int) -> int:
        """Which page is up, from 0: the newest while people write, then what the facilitator turned to last."""
        last = pages(n) - 1
        if state.phase.key == "write":
            return last
        turned = [answer for answer in state.answers if answer.item == PAGE]
        if not turned:
            return 0
        return min(last, max(0, int(max(turned, key=lambda row: (row.rev, row.id)).value or 1) - 1))

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        return {
            "zones": [{"id": ZONE, "title": state.config.start.text, "colour": "sun"}],
            "examples": state.config.examples if state.phase.key == "write" else (),
            "limit": LIMIT,
            "no_purpose": state.phase.key != "write",
        }

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        if surface == "phone":
            yield from self._on_phones(state)
            return
        promises = self.promises(state)
        page, of = self._page(state, len(promises)), pages(len(promises))
        rev = max(state.view_rev, state.rows_rev)
        where = {"page": page + 1, "of": of, "n": len(promises), "step": state.step}
        if surface == "console":
            turn = {"before": page, "after": page + 2 if page + 1 < of else 0, "wall": state.phase.key == "wall"}
            yield Part("promises", rev, "promises", "", "kinds/commitment/_turn.html", where | turn)
            return
        shown = promises[page * A_PAGE : (page + 1) * A_PAGE]
        heading = state.step.title
        svg = draw_promises(heading, shown)
        context = {"svg": mark_safe(svg), "words": promise_words(heading, shown)}  # noqa: S308 - every word escaped
        yield Part("promises", rev, "promises", "", "kinds/commitment/_drawing.html", context)
        if of > 1:
            yield Part("page", rev, "page", "", "kinds/commitment/_page.html", where, "span")
        else:
            yield Part("page", rev, "page", gone=True)

    @staticmethod
    def _on_phones(state: State) -> Iterable[Part]:
        """All promises at the end; before that only those of one's own table."""
        if state.phase.writes and state.phase.key == "write" and state.scope is None:
            return
        for note in state.moved:
            yield note_part(note, "wall", Promise(note.id, "").kind)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def ask_later(self, config: CommitmentConfig) -> AskLater | None:
        asks = config.follow_up
        return AskLater(asks.text, asks.choices, asks.months) if asks else None

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        return {"promises": [Carried(f"n{note.id}", note.text) for note in state.shown]}

    def report(self, state: State) -> Sequence[Block]:
        promises = self.promises(state)
        blocks = []
        for page in range(pages(len(promises))):
            shown = promises[page * A_PAGE : (page + 1) * A_PAGE]
            where = {"page": page + 1, "of": pages(len(promises))}
            heading = state.step.title if not page else _("Promises, page %(page)d of %(of)d") % where
            words = promise_words(heading, shown)
            blocks.append(Block(heading, words.text, draw_promises(heading, shown), items=words.items))
        return blocks
