"""The power map stays inside its floor, keeps its words apart and says in words what it draws."""

import random

import pytest

from activities.drawing import readback
from activities.drawing.readback import HOSTILE
from activities.kinds.power_map.drawing import power_map
from activities.kinds.power_map.power import Decision, PowerMap, Say, middle, pages
from activities.kinds.power_map.words import power_map_words

LEVELS = ("no say", "is told", "is asked", "decides with others", "decides")
GROUPS = (
    "Funders",
    "Managers",
    "Paid staff",
    "Service users",
    "Volunteers",
    "Community members",
    "Trustees",
    "Neighbours",
)
TEXTS = ("Who gets the job", "How money is spent", "What the job is", "Which questions are asked at the interview")
NOTES = (
    "People trust the person we choose",
    "It takes time and care, and some of us have been promised this before, so go slowly and say what is real",
)
ODD = (
    "الموظفون", "🌱🌱🌱", "Donaudampfschifffahrtsgesellschaftskapitän", "x" * 280, "尊重 每一个人 的声音", "W" * 60,
    "People who live with this problem every day and the people who care for them", "👩‍👩‍👧 family",
)  # fmt: skip


def mapped(
    decisions: int, groups: int, *, phase="wanted", texts=TEXTS, names=GROUPS, notes=NOTES, levels=LEVELS
) -> PowerMap:
    chance = random.Random(decisions * 10 + groups)

    def say() -> Say:
        now, wanted = chance.randint(0, 4), chance.randint(0, 4)
        return {"none": Say(), "now": Say(now), "wanted": Say(now, wanted), "only wanted": Say(None, wanted)}[phase]

    rows = tuple(
        Decision(
            f"{texts[i % len(texts)]}{f', {i}' if i >= len(texts) else ''}",
            tuple(say() for _group in range(groups)),
            notes * (i % 4),
            notes[::-1] * (i % 3),
        )
        for i in range(decisions)
    )
    return PowerMap(tuple(names[g % len(names)] for g in range(groups)), rows, levels)


STATES = [
    pytest.param(mapped(decisions, groups, phase=phase, **words), id=f"{decisions}x{groups}-{phase}-{kind}")
    for decisions in (0, 1, 3, 6, 30, 300)
    for groups in (0, 1, 2, 3, 6, 8)
    for phase in ("none", "now", "wanted", "only wanted")
    for kind, words in (("plain", {}), ("odd", {"texts": ODD, "names": ODD, "notes": ODD}))
    if decisions < 30 or (phase == "wanted" and groups in (2, 6, 8))
]
LONG_LEVELS = (
    "has no say in it at all",
    "hears about it afterwards",
    "is asked for a view",
    "shares it",
    "decides alone",
)


def draw(power: PowerMap) -> str:
    return power_map(power)


@pytest.mark.parametrize("power", STATES)
def test_words_stay_on_the_floor_and_off_each_other(power):
    for page in {1, pages(power)}:
        drawing = power_map(power, page)
        readback.check(drawing)
        assert drawing == power_map(power, page)


@pytest.mark.parametrize("groups", [1, 2, 6])
@pytest.mark.parametrize("decisions", [1, 3, 6])
def test_long_names_of_levels_find_room(decisions, groups):
    drawing = power_map(mapped(decisions, groups, levels=LONG_LEVELS))
    readback.check(drawing)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_cannot_become_elements(words):
    decision = Decision(words, (Say(0, 3), Say(4, 2)), (words,), (words,))
    drawing = power_map(PowerMap((words, words), (decision,) * 2, (words,) * 5, title=words))
    readback.check(drawing)


@pytest.mark.parametrize("decisions", [0, 1, 3, 30, 300])
def test_words_hold_every_decision_and_group(decisions):
    power = mapped(decisions, 8)
    said = power_map_words(power)
    assert len(said["rows"]) == decisions
    assert said["columns"] == ["Decision", *GROUPS]
    assert all(len(row) == 9 for row in said["rows"])
    notes = [item for one in said["lists"] for item in one["items"]]
    assert len(notes) == sum(len(decision.brings) + len(decision.watch) for decision in power.decisions)
    drawing = power_map(power)
    assert readback.title(drawing).startswith(f"{said['heading']}. {said['summary']}")
    assert f"{decisions} decision" in said["summary"] if decisions else said["summary"] == "No decisions yet."


def test_title_says_each_decision_and_the_biggest_gap():
    power = PowerMap(
        ("Managers", "Service users"),
        (
            Decision("What the job is", (Say(3), Say())),
            Decision("Who gets the job", (Say(4, 2), Say(0, 3))),
            Decision("Tea", ()),
        ),
        LEVELS,
    )
    assert readback.title(power_map(power)) == (
        "Who has a say in each decision. 3 decisions. 2 groups of people. "
        "Who gets the job: Managers from decides to is asked; Service users from no say to decides with others. "
        "What the job is: Managers decides with others. Tea: no answers yet. "
        "The biggest gap: Who gets the job. Service users from no say to decides with others."
    )


def test_rows_come_with_the_largest_gap_first_and_three_are_numbered():
    gaps = {"Small": 1, "None": 0, "Large": 4, "Middle": 2}
    rows = tuple(Decision(text, (Say(0, gap),)) for text, gap in gaps.items())
    drawn = readback.lines(power_map(PowerMap(("People",), rows, LEVELS)))
    left = [one.text for one in sorted(drawn, key=lambda one: one.box.top) if one.text in gaps and one.box.left == 0]
    assert left == ["Large", "Middle", "Small", "None"]
    right = [one.text for one in drawn if one.text in gaps and one.box.left > 1200]
    assert right == ["Large", "Middle", "Small"]
    assert [one.text for one in drawn if one.text in "12345"] == ["1", "2", "3"] * 2


def test_of_more_than_six_groups_the_six_with_the_largest_gaps_stand():
    says = tuple(Say(0, gap) for gap in (4, 0, 3, 2, 1, 0, 2, 4))
    power = PowerMap(tuple(f"Group {i}" for i in range(8)), (Decision("Tea", says),), LEVELS)
    drawing = power_map(power)
    drawn = " ".join(one.text for one in readback.lines(drawing))
    assert "Group 1" not in drawn
    assert "Group 5" not in drawn
    assert "6 of 8 groups" in drawn
    assert "Group 5 no say" in readback.title(drawing)


def test_pages_hold_six_decisions_each_and_share_no_row():
    power = mapped(13, 6)
    assert pages(power) == 3
    seen = []
    for page in (1, 2, 3):
        lines = [one for one in readback.lines(power_map(power, page)) if one.box.left == 0 and one.box.top > 150]
        seen.append({one.block for one in lines})
    assert [len(blocks) for blocks in seen] == [6, 6, 1]


@pytest.mark.parametrize(("said", "expected"), [([], None), ([3], 3), ([0, 4], 0), ([1, 2, 4], 2), ([4, 1, 2, 2], 2)])
def test_middle_is_a_level_that_somebody_chose(said, expected):
    assert middle(said) == expected
