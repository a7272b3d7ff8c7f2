"""The tree stays inside its floor, keeps its labels apart and says in words what it draws."""

import random

import pytest

from activities.drawing import readback
from activities.drawing.readback import HOSTILE
from activities.kinds.values_tree.drawing import values_tree
from activities.kinds.values_tree.tree import Group, Leaf, Tree, Value, merged
from activities.kinds.values_tree.words import values_tree_words

PHASES = ("roots", "trunk", "leaves")
PLAIN = [
    "Honesty", "Curiosity", "Innovative", "Empowerment", "Understanding", "Collaborative", "Accessibility",
    "Inclusivity", "Pragmatic", "Realistic", "Reflective", "Critical", "Professional", "Creative", "Imaginative",
    "Fun", "Compassion", "Transparency", "Trust", "Hope", "Humour", "Respect", "Patience", "Solution Focused",
    "Open Minded", "Not giving up", "Being heard", "No jargon", "Nobody is left out",
]  # fmt: skip
ODD = [
    "الاحترام المتبادل", "כבוד", "🌱🌱🌱", "👩‍👩‍👧 family 👨‍👩‍👦", "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
    "x" * 280, "Treat people in the way that they would want to be treated, every time", "尊重 每一个人 的声音",
    "W" * 40, "naïve café, Łódź", "  two   spaces ", "i", "H\u0301o\u0301p\u0301e\u0301",
]  # fmt: skip


def grown(count: int, phase: str, words=PLAIN, names=9, leaves=1, seed=7) -> Tree:
    """A tree of `count` notes; in later phases most of them are in groups."""
    chance = random.Random(seed)
    values = [Value(chance.choice(words)) for _ in range(count)]
    if phase == "roots":
        return Tree("roots", tuple(values))
    groups = []
    for i in range(min(names, count)):
        mine = tuple(values[i :: names + 1])
        agreed = tuple(Leaf(word, count // 2 - i) for word in words[i * leaves : (i + 1) * leaves])
        groups.append(Group(f"{words[i % len(words)]} and more", mine, agreed if phase == "leaves" else ()))
    return Tree(phase, tuple(values[names :: names + 1]), tuple(groups), count)


STATES = [
    pytest.param(grown(count, phase, words, names, leaves), id=f"{phase}-{count}-{names}-{leaves}-{kind}")
    for count in (0, 1, 3, 30, 300)
    for phase in PHASES
    for kind, words in (("plain", PLAIN), ("odd", ODD))
    for names, leaves in ((1, 1), (2, 2), (4, 1), (7, 2), (9, 1))
    if phase != "roots" or names == 1
]


@pytest.mark.parametrize("tree", STATES)
def test_words_stay_on_the_floor_and_off_each_other(tree):
    drawing = values_tree(tree)
    readback.check(drawing)


@pytest.mark.parametrize("tree", STATES)
def test_tree_of_the_same_values_is_the_same_tree(tree):
    assert values_tree(tree) == values_tree(tree)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("words", HOSTILE)
def test_words_cannot_become_elements(phase, words):
    group = Group(words, (Value(words, 2),), (Leaf(words, 3),))
    drawing = values_tree(Tree(phase, (Value(words),), (group,) * 9, 5, title=words))
    readback.check(drawing)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("count", [0, 1, 3, 30, 300])
def test_words_count_what_the_tree_shows(phase, count):
    tree = grown(count, phase)
    said = values_tree_words(tree)
    column = 1
    told = [row[column] for row in said["rows"]]
    if phase == "roots":
        assert sum(int(times) for times in told) == count
    else:
        assert sum(int(value.rpartition(" ")[2]) for values in told for value in values.split(", ") if value) == count
    drawing = values_tree(tree)
    assert readback.title(drawing).startswith(f"{said['heading']}. {said['summary']}")
    assert (f"{count} value" if count else "No values yet.") in said["summary"]


def test_title_says_each_part_and_what_to_notice():
    groups = (
        Group("Being straight", (Value("Honesty", 4), Value("No jargon")), (Leaf("Honesty", 21),)),
        Group("Everyone counts", (Value("Fairness", 3),), (Leaf("Nobody left out", 24),)),
    )
    assert readback.title(values_tree(Tree("leaves", (Value("Hope"),), groups, 26))) == (
        "Values tree. 9 values picked. 2 groups. Being straight: Honesty 4, No jargon 1. Agreed: Honesty, 21 of 26. "
        "Everyone counts: Fairness 3. Agreed: Nobody left out, 24 of 26. Not in a group: Hope 1. "
        "Most votes: Nobody left out."
    )


def test_same_word_in_another_spelling_counts_once_more():
    assert merged([Value("Open Minded"), Value(" open  minded", 2), Value("Fun"), Value("")]) == (
        Value("Open Minded", 3),
        Value("Fun", 1),
    )


def test_three_values_are_three_shoots_and_a_fourth_moves_none():
    three = values_tree(Tree("roots", tuple(Value(word) for word in PLAIN[:3])))
    four = values_tree(Tree("roots", tuple(Value(word) for word in PLAIN[:4])))
    at = {one.text: one.box for one in readback.lines(three)}
    assert list(at) == ["Curiosity", "Honesty", "Innovative"]  # from left to right, the first in the middle
    assert {one.text: one.box.left for one in readback.lines(four)}.items() >= {
        t: b.left for t, b in at.items()
    }.items()


def test_eighth_group_is_said_on_the_ground():
    groups = tuple(Group(f"Group {i}", (Value(f"Value {i}", 20 - i),)) for i in range(9))
    drawn = [one.text for one in readback.lines(values_tree(Tree("trunk", (), groups)))]
    assert [text for text in drawn if text.startswith("Group")] == [
        "Group 7", "Group 8", "Group 0", "Group 1", "Group 2", "Group 3", "Group 4", "Group 5", "Group 6",
    ]  # fmt: skip
    assert "Also said" in drawn


def test_largest_group_stands_in_the_middle():
    groups = tuple(Group(f"Group {i}", (Value("x", i),)) for i in (1, 5, 3))
    boxes = {one.text: one.box for one in readback.lines(values_tree(Tree("trunk", (), groups)))}
    assert boxes["Group 1"].left < boxes["Group 5"].left or boxes["Group 3"].left < boxes["Group 5"].left
    middle = (boxes["Group 5"].left + boxes["Group 5"].right) / 2
    assert abs(middle - 896) < 20


def test_root_shows_its_top_four_and_how_many_more():
    values = tuple(Value(f"Value {i}", 30 - i) for i in range(16))
    groups = tuple(Group(f"Group {i}", values) for i in range(7))
    drawn = [one.text for one in readback.lines(values_tree(Tree("trunk", (), groups)))]
    assert drawn.count("+ 12 more") == 7


def test_no_more_than_nine_leaves_hang_and_the_others_are_said():
    groups = tuple(Group(f"Group {i}", (), (Leaf(f"First {i}", 40), Leaf(f"Second {i}", i + 1))) for i in range(7))
    drawn = [one.text for one in readback.lines(values_tree(Tree("leaves", (), groups, 40)))]
    hung = [text for text in drawn if text.startswith(("First", "Second")) and "," not in text]
    assert len(hung) == 9
    assert {"Second 5", "Second 6"} < set(hung)
    assert "Also said" in drawn


def test_ids_differ_between_two_trees_of_one_page():
    one, other = (values_tree(grown(30, "leaves"), uid=uid) for uid in ("a", "b"))
    assert len(set(readback.ids(one) + readback.ids(other))) == len(readback.ids(one)) * 2 > 0
