"""The values tree as data: values, the groups they stand in, the leaves a room agreed on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from activities.drawing import pen as kit

Phase = Literal["roots", "trunk", "leaves"]


@dataclass(frozen=True)
class Value:
    """A word at the roots and how many people picked it."""

    word: str
    count: int = 1


@dataclass(frozen=True)
class Leaf:
    """A value the room agreed on, with the votes it got."""

    word: str
    votes: int = 0


@dataclass(frozen=True)
class Group:
    """Values that belong together: one strand of the tree. Without a name its strand carries no label."""

    name: str
    values: tuple[Value, ...] = ()
    leaves: tuple[Leaf, ...] = ()

    @property
    def notes(self) -> int:
        return sum(value.count for value in self.values)


@dataclass(frozen=True)
class Tree:
    phase: Phase
    values: tuple[Value, ...] = ()  # in no group (yet), in the order they came
    groups: tuple[Group, ...] = ()
    voters: int = 0
    title: str = ""

    @property
    def notes(self) -> int:
        return sum(value.count for value in self.values) + sum(group.notes for group in self.groups)


def merged(values: Iterable[Value]) -> tuple[Value, ...]:
    """The same word in another spelling of capitals and spaces counts once more; the first spelling stays."""
    seen: dict[str, Value] = {}
    for value in values:
        word = kit.clean(value.word)
        if key := word.casefold():
            first = seen.get(key, Value(word, 0))
            seen[key] = Value(first.word, first.count + value.count)
    return tuple(seen.values())


def tidied(tree: Tree) -> Tree:
    groups = tuple(
        Group(kit.clean(g.name), merged(g.values), tuple(leaf for leaf in g.leaves if kit.clean(leaf.word)))
        for g in tree.groups
    )
    if tree.phase == "roots":
        return Tree("roots", merged([*tree.values, *(v for g in groups for v in g.values)]), (), 0, tree.title)
    if tree.phase == "trunk":
        groups = tuple(Group(g.name, g.values) for g in groups)
    return Tree(tree.phase, merged(tree.values), groups, tree.voters, tree.title)
