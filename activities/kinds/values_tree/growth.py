"""How the rows of a step become a tree: who picked what, what stands in which group, what got votes.

All values are put into groups in one way, whether they come from the list or are somebody's own words: by an answer
"in:<value>" that holds the group's id. The newest answer of the table (or the room) counts, whoever gave it. So a listed
value, which is no row of its own, needs no row made for it, and a value that is taken back leaves no trace in a group.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from activities.kinds.base import Answer, Carried, Note, State, Theme
from activities.kinds.values_tree.config import OWN, TreeConfig
from activities.kinds.values_tree.tree import Group, Leaf, Tree, Value, merged


@dataclass(frozen=True, slots=True)
class Offer:
    """A value people can tap: from the pack, or carried in from an earlier step."""

    key: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """A value at one table (or in the room): how many have it at heart, and the group it stands in."""

    key: str
    name: str
    count: int
    rev: int  # of the newest row it depends on
    group: int | None = None


def offers(config: TreeConfig, carried: Sequence[Carried]) -> list[Offer]:
    """What was carried in; the pack's own list when nothing was."""
    if carried:
        return [Offer(row.id, row.text) for row in carried]
    return [Offer(value.id, value.name, value.text) for value in config.values]


class Growth:
    """One tree, read from the rows of one scope."""

    def __init__(self, state: State) -> None:
        self.state = state

    @cached_property
    def values(self) -> list[Picked]:
        """All that may stand on the tree, in the order of the list and then as they came; count 0 where nobody has it."""
        listed = [self._listed(offer) for offer in offers(self.state.config, self.state.carried)]
        return [*listed, *(self._own(note) for note in self._own_notes)]

    @cached_property
    def here(self) -> list[Picked]:
        """Values that at least one person has."""
        return [value for value in self.values if value.count]

    @cached_property
    def _own_notes(self) -> list[Note]:
        return [note for note in self.state.notes if note.zone == OWN]

    @cached_property
    def own_rev(self) -> int:
        return max((note.rev for note in self._own_notes), default=0)

    def _listed(self, offer: Offer) -> Picked:
        picks = self._by_item.get(f"pick:{offer.key}", [])
        group, rev = self._place(offer.key)
        rev = max([self.state.view_rev, rev, *(a.rev for a in picks)])
        return Picked(offer.key, offer.name, sum(not a.gone for a in picks), rev, group)

    def _own(self, note: Note) -> Picked:
        """Each stands for itself, as a note of paper does: what is alike, people put together. The drawing counts it once."""
        group, rev = self._place(f"n{note.id}")
        return Picked(f"n{note.id}", note.text, int(note.shown), max(note.rev, rev), group)

    @cached_property
    def _by_item(self) -> dict[str, list[Answer]]:
        found: dict[str, list[Answer]] = {}
        for answer in self.state.answers:
            found.setdefault(answer.item, []).append(answer)
        return found

    def _place(self, key: str) -> tuple[int | None, int]:
        """(the group it stands in, revision): the newest word of anybody counts."""
        newest = max(self._by_item.get(f"in:{key}", []), key=lambda a: (a.rev, a.id), default=None)
        if newest is None:
            return None, 0
        group = int(newest.value) if newest.value.isdecimal() else None
        return (group if group in self.themes else None), newest.rev

    @cached_property
    def themes(self) -> dict[int, Theme]:
        return {theme.id: theme for theme in self.state.themes if not theme.gone}

    @cached_property
    def picks(self) -> int:
        return sum(value.count for value in self.here)

    @cached_property
    def pickers(self) -> int:
        """How many people have picked or added a value."""
        picked = {a.person for a in self.state.given if a.item.startswith("pick:")}
        return len(picked | {n.person for n in self._own_notes if n.live})

    @cached_property
    def votes(self) -> Counter[str]:
        return Counter(a.item.removeprefix("vote:") for a in self.state.given if a.item.startswith("vote:"))

    @cached_property
    def voters(self) -> int:
        return len({a.person for a in self.state.given if a.item.startswith("vote:")})

    @cached_property
    def rev(self) -> int:
        """The newest row of the tree: notes of the talk do not change it."""
        state = self.state
        rows = [*(a.rev for a in state.answers), *(t.rev for t in state.themes)]
        return max([state.view_rev, self.own_rev, *rows])

    def of(self, theme: int | None) -> list[Picked]:
        return [value for value in self.here if value.group == theme]

    def rev_of(self, theme: Theme) -> int:
        """The newest row that decides what stands in a group, now or before."""
        put = [
            v.rev for v in self.values if any(a.value == str(theme.id) for a in self._by_item.get(f"in:{v.key}", ()))
        ]
        return max([theme.rev, *put])

    # -- as drawn ------------------------------------------------------------------------------------------------

    def groups(self) -> list[Group]:
        """Named groups that hold a value; then each loose value with votes as a strand without a name."""
        found = []
        for theme in self.themes.values():
            members = self.of(theme.id)
            if members:
                leaves = [
                    *self._leaf(f"t{theme.id}", theme.title),
                    *(x for v in members for x in self._leaf(v.key, v.name)),
                ]
                found.append(Group(theme.title, _values(members), tuple(leaves)))
        return found + [
            Group("", _values([value]), tuple(leaf))
            for value in self.of(None)
            if (leaf := self._leaf(value.key, value.name))
        ]

    def loose(self) -> list[Picked]:
        """Values in no group and without a vote."""
        return [value for value in self.of(None) if not self.votes[value.key]]

    def _leaf(self, key: str, name: str) -> list[Leaf]:
        return [Leaf(name, self.votes[key])] if self.votes[key] else []

    def agreed(self) -> list[tuple[str, str, int]]:
        """(key, words, votes) of what more than one person chose, most votes first; a person alone agrees with themselves."""
        named = [(f"t{theme.id}", theme.title) for theme in self.themes.values() if self.of(theme.id)]
        named += [(value.key, value.name) for value in self.here]
        least = max(min(2, self.voters), 1)
        chosen = [(key, name, self.votes[key]) for key, name in named if self.votes[key] >= least]
        return sorted(chosen, key=lambda row: -row[2])


def _values(picked: Iterable[Picked]) -> tuple[Value, ...]:
    return tuple(Value(value.name, value.count) for value in picked)


def growths(state: State) -> list[Growth]:
    """One for the room or the table; for a room at tables one for each table, and one for who sits at none."""
    if not state.tables or state.scope is not None:
        return [Growth(state)]
    lone = replace(
        state,
        notes=[n for n in state.notes if n.table is None],
        answers=[a for a in state.answers if a.table is None],
        themes=[t for t in state.themes if t.table is None],
    )
    return [*(Growth(state.at(number)) for number in state.tables), Growth(lone)]


DRAWN = {"pick": "seed", "roots": "roots", "group": "trunk", "vote": "trunk"}


def tree_of(state: State) -> Tree:
    """The tree of a room or a table as it stands in this phase. Nothing of it before the roots are turned up."""
    title, phase = state.step.title, DRAWN.get(state.phase.key, "leaves")
    if phase == "seed":
        return Tree("roots", title=title)
    trees = growths(state)
    if phase == "roots":
        return Tree("roots", merged(value for tree in trees for value in _values(tree.here)), title=title)
    if phase == "trunk":
        trees = [_unvoted(tree) for tree in trees]
    loose = merged(value for tree in trees for value in _values(tree.loose()))
    groups = _joined([group for tree in trees for group in tree.groups()])
    if not groups:  # nothing was put together or chosen yet: what has grown stays as it is
        return Tree("roots", loose, title=title)
    return Tree("trunk" if phase == "trunk" else "leaves", loose, tuple(groups), sum(t.voters for t in trees), title)


def _unvoted(tree: Growth) -> Growth:
    """The same before the votes are turned up."""
    return Growth(replace(tree.state, answers=[a for a in tree.state.answers if not a.item.startswith("vote:")]))


def _joined(groups: Sequence[Group]) -> list[Group]:
    """Groups of several tables: those of one name are one, as are nameless strands of one value."""
    found: dict[str, Group] = {}
    for group in groups:
        key = group.name.casefold() or "\0" + group.values[0].word.casefold()
        first = found.get(key, Group(group.name))
        found[key] = Group(first.name, merged([*first.values, *group.values]), _leaves([*first.leaves, *group.leaves]))
    return list(found.values())


def _leaves(leaves: Iterable[Leaf]) -> tuple[Leaf, ...]:
    found: dict[str, Leaf] = {}
    for leaf in leaves:
        first = found.get(leaf.word.casefold(), Leaf(leaf.word))
        found[leaf.word.casefold()] = Leaf(first.word, first.votes + leaf.votes)
    return tuple(found.values())
