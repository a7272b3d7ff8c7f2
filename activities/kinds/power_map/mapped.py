"""The map of a step, as data: for each decision the middle of what people said, and what they wrote about it."""

from dataclasses import replace

from django.utils.translation import gettext as _

from activities.kinds.base import FEW, State
from activities.kinds.power_map.config import Group, PowerMapConfig
from activities.kinds.power_map.decisions import Row, worked_on
from activities.kinds.power_map.power import Decision, PowerMap, Say, middle
from activities.kinds.power_map.words import power_map_words


def decisions_of(state: State) -> list[tuple[Row, Decision]]:
    """Each decision with the middle of what people said and what they wrote, biggest gap first."""
    found = [(row, _decision(state, row)) for row in worked_on(state)]
    return sorted(found, key=lambda pair: (-pair[1].gap, -sum(say.gap for say in pair[1].says)))


def _decision(state: State, row: Row) -> Decision:
    says = tuple(
        Say(_middle(state, "now", row, group), _middle(state, "wanted", row, group)) for group in state.config.groups
    )
    return Decision(row.text, says, texts_of(state, row, "results"), texts_of(state, row, "worries"))


def _middle(state: State, when: str, row: Row, group: Group) -> int | None:
    answers = state.by_item.get(f"{when}:{row.id}:{group.id}", ())
    return middle(int(answer.value) for answer in answers if answer.value.isdigit())


def texts_of(state: State, row: Row, question: str) -> tuple[str, ...]:
    return tuple(note.text for note in reversed(state.shown) if note.zone == f"{row.id}:{question}")


def map_of(state: State) -> PowerMap:
    config: PowerMapConfig = state.config
    return PowerMap(
        tuple(group.name for group in config.groups),
        tuple(decision for __, decision in decisions_of(state)),
        config.levels_in_a_sentence(),
        state.step.title,
    )


def said_of(state: State, decision: Decision) -> list[tuple[str, str]]:
    """Each group with its say in words: ("Staff", "from is told to decides with others"), where there is one."""
    names = tuple(group.name for group in state.config.groups)
    one = PowerMap(names, (decision,), state.config.levels_in_a_sentence())
    said = power_map_words(one)["rows"][0][1:]
    return [(name, words) for name, words in zip(names, said, strict=True) if words]


def gap_in_words(state: State, decision: Decision) -> str:
    """The biggest gap of a decision in words."""
    pairs = zip(state.config.groups, decision.says, strict=True)
    group, say = max(pairs, key=lambda pair: pair[1].gap)
    if not say.gap or say.now is None or say.wanted is None:
        return ""
    levels = state.config.levels_in_a_sentence()
    return _("%(group)s: from %(now)s to %(wanted)s") % {
        "group": group.name, "now": levels[say.now], "wanted": levels[say.wanted],
    }  # fmt: skip


def said_by_few(state: State) -> set[str]:
    """The items that fewer than five people answered: who reads them later may know who was at the table."""
    return {i for i, given in state.by_item.items() if i.startswith(("now:", "wanted:")) and len(given) < FEW}


def without_few(state: State) -> State:
    few = said_by_few(state)
    return replace(state, answers=[answer for answer in state.answers if answer.item not in few])
