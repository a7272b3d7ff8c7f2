"""Cards to agree with or not: alone, then with a partner, then at the table; then where people are split.

An answer's item is the card. The same answers go through all rounds and may change in each; nobody sees another's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from activities.kinds.base import (
    FEW,
    Asked,
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
    no_id_twice,
)
from activities.kinds.card_sort.drawing import (
    A_PAGE,
    Card,
    agree_word,
    card_words,
    disagree_word,
    draw_cards,
    split_words,
)
from coprod.live.parts import Part

VALUES = ("agree", "unsure", "disagree")


class CardItem(Item):
    id: str = Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    text: str = Field(min_length=1, max_length=140)


class CardSortConfig(Config):
    agree: Item
    disagree: Item
    cards: tuple[CardItem, ...] = Field(min_length=1, max_length=40)
    rounds: tuple[Literal["alone", "pairs", "tables"], ...] = ("alone", "pairs", "tables")

    @model_validator(mode="after")
    def all_differ(self) -> "CardSortConfig":
        no_id_twice("cards", self.cards)
        if not self.rounds or len(set(self.rounds)) != len(self.rounds):
            raise ValueError("rounds: at least one, each once")
        return self

    @property
    def pages(self) -> int:
        return -(-len(self.cards) // A_PAGE)


class CardSort(Kind):
    name = "card_sort"
    label = gettext_lazy("Cards to agree with or not")
    Config = CardSortConfig

    def phases(self, config: CardSortConfig) -> Sequence[Phase]:
        found = [self._round(name) for name in config.rounds]
        for page in range(1, config.pages + 1):
            key = "reveal" if page == 1 else f"reveal-{page}"
            if page == 1:
                effect = _("The screen and phones show where you are split, most split first.")
                found.append(Phase(key, _("Where we are split"), effect, _("Start where we are most split")))
            else:
                effect = _("The screen turns to the next cards. Here people are closer together.")
                found.append(Phase(key, _("More cards"), effect, _("What about these?")))
        return tuple(found)

    @staticmethod
    def _round(name: str) -> Phase:
        writes = frozenset({"answer", "clear"})
        if name == "alone":
            effect = _("Phones show the cards one by one. The screen shows how many have begun, not what they say.")
            return Phase("alone", _("Alone"), effect, "", writes)
        if name == "pairs":
            effect = _("Phones keep their answers, and show who talks with whom. People may change their answers.")
            return Phase("pairs", _("In pairs"), effect, _("Talk in twos. You may change your mind."), writes, True)
        effect = _("Phones keep their answers. Tables talk and may change them.")
        return Phase("tables", _("At tables"), effect, _("Talk at your table. Where do you differ?"), writes)

    def alone(self, config: Any) -> Sequence[str]:
        return [self.phases(config)[0].key]

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        if write.item not in {card.id for card in step.config.cards}:
            raise Refusal(_("That card is not here. Choose one that shows."))
        if write.verb == "answer" and write.value not in VALUES:
            raise Refusal(_("Choose agree, disagree or not sure, or skip the card."))
        return replace(write, text="")

    # -- counting ------------------------------------------------------------------------------------------------

    @staticmethod
    def count(state: State, card: CardItem) -> Card:
        values = [answer.value for answer in state.by_item.get(card.id, ())]
        return Card(card.text, *(values.count(value) for value in VALUES))

    def counted(self, state: State) -> list[tuple[CardItem, Card]]:
        """The cards, most split first."""
        cards = [(card, self.count(state, card)) for card in state.config.cards]
        return sorted(cards, key=lambda row: row[1].split, reverse=True)

    @staticmethod
    def _page(state: State) -> int:
        """Which six cards are up: 0 for the first."""
        _reveal, _dash, page = state.phase.key.partition("-")
        return int(page or 1) - 1

    def _shown(self, state: State) -> list[tuple[CardItem, Card]]:
        start = self._page(state) * A_PAGE
        return self.counted(state)[start : start + A_PAGE]

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        sorting = bool(state.phase.writes)
        return {
            "sorting": sorting,
            "choices": choices(),
            "small_head": sorting,
            "no_purpose": state.phase.key != state.config.rounds[0],
            "head": "" if sorting else state.phase.name,
        }

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        if state.phase.writes:
            if surface == "console":
                yield self._begun(state)
            return
        shown = self._shown(state)
        rev = max([state.view_rev, *(answer.rev for answer in state.answers)])
        if surface == "stage":
            heading, cards = state.step.title, [card for _item, card in shown]
            context = {"svg": mark_safe(draw_cards(heading, cards)), "words": card_words(heading, cards)}  # noqa: S308
            yield Part("cards", rev, "cards", "", "kinds/card_sort/_drawing.html", context)
            yield self._where(state)
            return
        rows = [{"card": card, "words": split_words(card), "bars": bars(card)} for _item, card in shown]
        few = any(0 < card.given < FEW for _item, card in shown)
        context = {"rows": rows, "few": few and surface == "console"}
        yield Part("cards", rev, "cards", "", "kinds/card_sort/_split.html", context)

    @staticmethod
    def _begun(state: State) -> Part:
        n = len({answer.person for answer in state.given})
        rev = max([state.view_rev, *(answer.rev for answer in state.answers)])
        return Part("begun", rev, "begun", "", "kinds/card_sort/_begun.html", {"n": n, "few": 0 < n < FEW})

    def _where(self, state: State) -> Part:
        first = self._page(state) * A_PAGE + 1
        of = len(state.config.cards)
        context = {"first": first, "last": min(first + A_PAGE - 1, of), "of": of}
        return Part("page", state.view_rev, "page", "", "kinds/card_sort/_page.html", context, "span")

    def mine(self, state: State, own: Own) -> Iterable[Part]:
        """How many lie on each of one's own piles."""
        if not state.phase.writes:
            return
        known = {card.id for card in state.config.cards}
        rows = [answer for item, answer in own.answers.items() if item in known]
        values = [answer.value for answer in rows]
        piles = {value: values.count(value) for value in VALUES}
        left = len(known) - sum(piles.values())
        rev = max((answer.rev for answer in rows), default=0)
        context = {"piles": piles, "left": left}
        yield Part("piles", rev, "piles", "", "kinds/card_sort/_piles.html", context, "p", "piles small", gone=not rows)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        rows = [Carried(item.id, card.text, card.given) for item, card in self.counted(state) if card.given]
        return {"split": rows}

    def own_answers(self, config: Any, own: Own) -> Sequence[Asked]:
        words = {choice["value"]: str(choice["label"]) for choice in choices()}
        return [Asked(c.id, c.text, words[own.said(c.id)]) for c in config.cards if own.said(c.id) in words]

    def few(self, state: State) -> Collection[str]:
        return {item.id for item, card in self.counted(state) if card.given < FEW}

    def report(self, state: State) -> Sequence[Block]:
        """Each card by itself must have been answered by enough people: many stop after a few."""
        counted = [card for _item, card in self.counted(state) if card.given >= FEW]
        heading = state.step.title
        if not counted:
            return [Block(heading, _("Fewer than five people answered, so this is not shown."))]
        blocks = []
        for start in range(0, len(counted), A_PAGE):
            cards = counted[start : start + A_PAGE]
            where = {"first": start + 1, "last": start + len(cards), "of": len(counted)}
            title = heading if not start else _("Cards %(first)d to %(last)d of %(of)d") % where
            words = card_words(title, cards)
            blocks.append(Block(title, words.text, draw_cards(title, cards), words.columns, words.rows))
        if len(counted) < len(state.config.cards):
            few = _("Where fewer than five people answered, it is not shown.")
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {few}")
        return blocks


def choices() -> list[dict[str, str]]:
    """As phones offer them: agree and disagree weigh the same, not sure yet is an answer like them."""
    return [
        {"value": "agree", "label": agree_word(), "mark": "leaf"},
        {"value": "disagree", "label": disagree_word(), "mark": "rose"},
        {"value": "unsure", "label": _("Not sure yet"), "mark": ""},
    ]


def bars(card: Card) -> list[dict[str, Any]]:
    most = max(1, card.agree, card.unsure, card.disagree)
    return [
        {"value": value, "n": getattr(card, value), "part": round(getattr(card, value) * 100 / most), "mark": mark}
        for value, mark in (("agree", "leaf"), ("disagree", "rose"), ("unsure", ""))
    ]
