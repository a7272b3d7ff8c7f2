"""Values: nobody is swayed while picking, groups are made in one way for all, a few votes each, no names anywhere."""

from dataclasses import replace
from typing import Any

import pytest

from activities.kinds.base import Answer, Carried, Note, Own, Refusal, State, StepInfo, Theme, Write
from activities.kinds.registry import kind
from activities.kinds.values_tree import outcome
from activities.kinds.values_tree.growth import Growth, offers, tree_of
from activities.kinds.values_tree.tree import Group, Leaf, Value
from coprod.live.parts import render_part

CONFIG = {
    "values": [
        {"id": "honesty", "name": "Honesty", "text": "We say what is true."},
        {"id": "fun", "name": "Fun"},
        {"id": "hope", "name": "Hope"},
        {"id": "patience", "name": "Patience"},
    ],
    "questions": [{"id": "agree", "text": "How easy was it to choose?"}],
    "votes": 2,
}
tree = kind("values_tree")


def info(grouping: str = "everyone") -> StepInfo:
    return StepInfo(
        1, "t.1", "values_tree", "Values", "Our tree", "", "", "", (), "", grouping, "everyone_no_names", 20, False,
        tree.clean_config(CONFIG),
    )  # fmt: skip


def answer(rev: int, item: str, value: str = "1", person: int = 0, table: int | None = None) -> Answer:
    return Answer(rev, item, value, person=person, table=table, id=rev)


def state(key: str, *rows: Any, **more: Any) -> State:
    kept: dict[str, list[Any]] = {"notes": [], "answers": [], "themes": []}
    for row in rows:
        kept[{Note: "notes", Answer: "answers", Theme: "themes"}[type(row)]].append(row)
    return State(info(), tree.phase(info().config, key), view_rev=5, head=99, **kept, **more)


def shown(surface: str, now: State) -> str:
    return "".join(str(render_part(part)) for part in tree.parts(now, surface))


def accept(key: str, write: Write, own: Own | None = None, grouping: str = "everyone") -> Write:
    return tree.accept(write, info(grouping), tree.phase(info().config, key), own or Own())


PICKS = [answer(10, "pick:honesty", person=1), answer(11, "pick:honesty", person=2), answer(12, "pick:fun", person=2)]


# -- picking -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", ["stage", "phone"])
def test_picks_show_nowhere_before_the_roots(surface: str) -> None:
    assert shown(surface, state("pick", *PICKS)) == shown(surface, state("pick"))
    assert shown(surface, state("roots", *PICKS)) != shown(surface, state("roots"))


def test_roots_count_each_value_and_leave_out_what_nobody_picked() -> None:
    assert tree_of(state("roots", *PICKS)).values == (Value("Honesty", 2), Value("Fun", 1))


@pytest.mark.parametrize("phase", ["group", "vote", "talk"])
def test_what_has_grown_stays_until_something_is_put_together_or_chosen(phase: str) -> None:
    assert tree_of(state(phase, *PICKS)) == tree_of(state("roots", *PICKS))


def test_own_values_of_the_same_words_are_one_root() -> None:
    notes = [
        Note(7, 10, "own", "On time", True),
        Note(8, 11, "own", "on time", True),
        Note(9, 12, "own", "", False, True),
    ]

    assert tree_of(state("roots", *notes)).values == (Value("On time", 2),)


@pytest.mark.parametrize("waits", [{"shown": False, "held": True}, {"shown": False, "kept_off": True}])
def test_own_value_that_is_not_put_up_is_on_no_tree(waits: dict[str, bool]) -> None:
    note = replace(Note(7, 10, "own", "Canary", True), **waits)

    for key in ("roots", "group", "vote", "talk"):
        for surface in ("stage", "phone"):
            assert "Canary" not in shown(surface, state(key, note))


def test_carried_values_take_the_place_of_the_list() -> None:
    assert [offer.name for offer in offers(info().config, [Carried("n4", "Being heard", 3)])] == ["Being heard"]
    assert [offer.name for offer in offers(info().config, [])] == ["Honesty", "Fun", "Hope", "Patience"]


def test_own_value_goes_to_the_roots_and_is_short() -> None:
    assert accept("pick", Write("note", text="On time")).zone == "own"
    with pytest.raises(Refusal, match="too long"):
        accept("pick", Write("note", text="x" * 41))


def test_changed_note_stays_where_it_was_written() -> None:
    mine = Own(notes=[Note(7, 10, "differ", "I see it differently", True)])

    assert accept("pick", Write("change", note=7, text="Still differently"), mine).zone == "differ"


@pytest.mark.parametrize("item", ["", "pick:", "vote:honesty", "in:honesty", "pick:a b", "pick:" + "x" * 61])
def test_pick_of_something_else_is_refused(item: str) -> None:
    with pytest.raises(Refusal):
        accept("pick", Write("answer", item=item, value="1"))


# -- grouping ------------------------------------------------------------------------------------------------------

THEMES = [Theme(3, 13, "Straight"), Theme(4, 14, "Light")]


def test_newest_word_on_a_value_says_its_group_whoever_gave_it() -> None:
    rows = [
        *PICKS,
        *THEMES,
        answer(20, "in:honesty", "3", 1),
        answer(22, "in:honesty", "4", 2),
        answer(21, "in:fun", "4", 9),
    ]

    groups = tree_of(state("group", *rows)).groups

    assert groups == (Group("Light", (Value("Honesty", 2), Value("Fun", 1))),)


def test_value_taken_out_of_its_group_is_loose_again() -> None:
    rows = [*PICKS, *THEMES, answer(20, "in:honesty", "3", 1), answer(22, "in:honesty", "", 2)]

    grown = Growth(state("group", *rows))

    assert [value.name for value in grown.of(None)] == ["Honesty", "Fun"]


def test_group_that_is_chosen_is_kept_by_its_number() -> None:
    put = Write("answer", item="in:honesty", value="put", theme=3)

    assert accept("group", put, Own(facilitator=True)).value == "3"
    assert accept("group", replace(put, theme=None, value="none"), Own(facilitator=True)).value == ""
    with pytest.raises(Refusal):
        accept("group", replace(put, theme=None), Own(facilitator=True))


def test_one_room_is_grouped_by_the_facilitator_and_tables_by_themselves() -> None:
    put = Write("answer", item="in:honesty", value="put", theme=3)

    with pytest.raises(Refusal, match="out loud"):
        accept("group", put)
    assert accept("group", put, grouping="tables").value == "3"


def test_tables_have_trees_of_their_own_and_the_screen_joins_them() -> None:
    rows = [
        answer(10, "pick:honesty", person=1, table=1), answer(11, "pick:honesty", person=2, table=2),
        answer(12, "pick:fun", person=2, table=2), Theme(3, 13, "Straight", table=1), Theme(4, 14, "straight", table=2),
        answer(20, "in:honesty", "3", 1, 1), answer(21, "in:honesty", "4", 2, 2),
    ]  # fmt: skip
    room = state("group", *rows, tables=(1, 2))

    assert tree_of(room.at(1)).groups == (Group("Straight", (Value("Honesty"),)),)
    assert tree_of(room).groups == (Group("Straight", (Value("Honesty", 2),)),)
    assert "Fun" not in shown("phone", room.at(1))


# -- votes ---------------------------------------------------------------------------------------------------------


def test_votes_stay_face_down_until_the_talk() -> None:
    votes = [
        answer(30, "vote:honesty", person=1),
        answer(31, "vote:honesty", person=2),
        answer(32, "vote:t3", person=2),
    ]
    rows = [*PICKS, *THEMES, answer(20, "in:honesty", "3")]

    for surface in ("stage", "phone"):
        assert shown(surface, state("vote", *rows, *votes)) == shown(surface, state("vote", *rows))
    grown = tree_of(state("talk", *rows, *votes))
    assert grown.groups[0].leaves == (Leaf("Straight", 1), Leaf("Honesty", 2))
    assert grown.voters == 2


def test_loose_value_with_votes_has_a_leaf_too() -> None:
    grown = tree_of(state("talk", *PICKS, answer(30, "vote:fun", person=1)))

    assert grown.groups == (Group("", (Value("Fun"),), (Leaf("Fun", 1),)),)
    assert grown.values == (Value("Honesty", 2),)


def test_a_vote_too_many_is_refused_and_an_old_one_can_be_given_again() -> None:
    mine = Own(answers={item: answer(9, item) for item in ("vote:honesty", "vote:fun")})

    with pytest.raises(Refusal, match="Take one off first"):
        accept("vote", Write("answer", item="vote:hope", value="1"), mine)
    assert accept("vote", Write("answer", item="vote:fun", value="1"), mine).value == "1"


def test_agreed_is_what_more_than_one_person_chose() -> None:
    votes = [
        answer(30, "vote:honesty", person=1),
        answer(31, "vote:honesty", person=2),
        answer(32, "vote:fun", person=2),
    ]

    agreed = tree.outputs(state("talk", *PICKS, *votes))["agreed"]

    assert agreed == [Carried("honesty", "Honesty", 2)]


def test_picks_are_handed_on_by_count_and_once_for_all_tables() -> None:
    rows = [answer(10, "pick:fun", person=1, table=1), answer(11, "pick:honesty", person=2, table=1),
            answer(12, "pick:honesty", person=3, table=2)]  # fmt: skip

    picks = tree.outputs(state("talk", *rows, tables=(1, 2)))["picks"]

    assert picks == [Carried("honesty", "Honesty", 2), Carried("fun", "Fun", 1)]


# -- the facilitator -----------------------------------------------------------------------------------------------


def test_moving_values_makes_nobody_more_in_the_tally() -> None:
    moves = [answer(40 + i, "in:honesty", "3", person=50 + i) for i in range(9)]

    assert tree.answered(state("pick", *PICKS, *moves)) == 2
    assert tree.answered(state("vote", *PICKS, *moves, answer(60, "vote:fun", person=1))) == 1


def test_console_warns_below_five() -> None:
    five = [answer(10 + i, "pick:honesty", person=i) for i in range(5)]

    assert "Fewer than five" in shown("console", state("pick", *five[:4]))
    assert "Fewer than five" not in shown("console", state("pick", *five))


def test_report_has_the_tree_its_words_and_the_talk() -> None:
    note = Note(7, 40, "differ", "We see it differently", True)

    blocks = tree.report(state("read", *PICKS, answer(30, "vote:fun"), note))

    assert blocks[0].drawing.startswith("<svg")
    assert ["", "Fun 1", "Fun", "1 of 1"] in [list(row) for row in blocks[0].rows]
    assert blocks[1].items == ["We see it differently"]


# -- agreeing, or not ----------------------------------------------------------------------------------------------


def test_the_last_tap_says_whether_a_table_agreed_and_the_room_has_its_own() -> None:
    said = [
        answer(30, "outcome", "agree", 1, 1), answer(31, "outcome", "differ", 2, 1), answer(32, "outcome", "agree", 3, 2),
        answer(33, "outcome", "differ", 9),
    ]  # fmt: skip
    room = state("talk", *PICKS, *said, tables=(1, 2))

    assert outcome.lines(room) == [
        "Table 1: We did not agree, and that is fine.",
        "Table 2: We agree on these values.",
        "The room: We did not agree, and that is fine.",
    ]
    assert outcome.lines(room.at(2)) == ["We agree on these values."]
    assert outcome.summary(room) == [
        "Tables that agree: 2.",
        "Did not agree, and that is fine: 1.",
        "The room: We did not agree, and that is fine.",
    ]


def test_not_agreeing_is_a_result_on_the_screen_and_in_the_report() -> None:
    now = state("talk", *PICKS, answer(30, "outcome", "differ", 1))

    assert "We did not agree, and that is fine." in shown("stage", now)
    block = next(block for block in tree.report(now) if block.gist == "agreed")
    assert list(block.items) == ["We did not agree, and that is fine."]


def test_whether_people_agreed_is_said_in_the_talk_alone() -> None:
    for key in ("vote", "read"):
        with pytest.raises(Refusal):
            accept(key, Write("answer", item="outcome", value="agree"))
    with pytest.raises(Refusal):
        accept("talk", Write("answer", item="outcome", value="maybe"))
    assert accept("talk", Write("answer", item="outcome", value="differ")).value == "differ"


def test_moving_values_into_groups_is_nobodys_answer() -> None:
    assert tree.answered(state("group", *PICKS)) is None
    assert tree.answered(state("pick", *PICKS)) == 2
