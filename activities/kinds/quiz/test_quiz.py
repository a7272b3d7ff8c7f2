"""True or false: nobody is swayed before the slips turn, and nobody's answer is known after."""

from dataclasses import replace
from typing import Any

import pytest

from activities.kinds.base import Answer, Own, Part, Phase, Refusal, State, StepInfo, Write
from activities.kinds.registry import kind
from coprod.live.parts import render_part

CONFIG = {
    "statements": [
        {
            "id": "slow",
            "text": "Co-production can slow a project down.",
            "answer": True,
            "why": "Listening takes time.",
        },
        {"id": "law", "text": "By law, commissioners must co-produce.", "answer": False, "why": "No law made them."},
        {"id": "staff", "text": "Work counts for less than life.", "answer": False, "why": "Neither is worth more."},
    ]
}
quiz = kind("quiz")


def info() -> StepInfo:
    return StepInfo(
        1, "t.1", "quiz", "True or false", "True or false?", "", "", "", (), "", "everyone", "totals", 20, False,
        quiz.clean_config(CONFIG),
    )  # fmt: skip


def phase(key: str) -> Phase:
    return quiz.phase(info().config, key)


def answers(item: str, values: str, *, table: int | None = None) -> list[Answer]:
    """One letter a person: t, f, u; "-" took theirs back."""
    meant = {"t": "true", "f": "false", "u": "unsure", "-": ""}
    return [Answer(10 + i, item, meant[v], person=i, table=table, id=i) for i, v in enumerate(values)]


def state(key: str, *rows: Answer, **more: Any) -> State:
    return State(info(), phase(key), view_rev=5, head=99, answers=list(rows), **more)


def shown(key: str, surface: str, *rows: Answer, **more: Any) -> str:
    return "".join(str(render_part(part)) for part in quiz.parts(state(key, *rows, **more), surface))


def part(name: str, key: str, *rows: Answer) -> Part:
    return next(p for p in quiz.parts(state(key, *rows), "phone") if p.id == name)


def test_phases_ask_and_turn_each_statement_and_end_with_what_split_the_room() -> None:
    keys = [p.key for p in quiz.phases(info().config)]

    assert keys == ["ask-slow", "reveal-slow", "ask-law", "reveal-law", "ask-staff", "reveal-staff", "divided"]


@pytest.mark.parametrize("surface", ["stage", "console", "phone"])
def test_what_people_say_shows_nowhere_before_the_slips_turn(surface: str) -> None:
    all_true = shown("ask-slow", surface, *answers("slow", "tttttt"))
    mixed = shown("ask-slow", surface, *answers("slow", "tftfuf"))

    assert all_true == mixed


def test_not_sure_is_counted_among_the_slips() -> None:
    assert "6 slips in" in shown("ask-slow", "stage", *answers("slow", "tfuuuu"))
    assert quiz.answered(state("ask-slow", *answers("slow", "tfu-"))) == 3


def test_reveal_tells_the_split_the_toolkits_word_and_the_reason() -> None:
    html = shown("reveal-slow", "stage", *answers("slow", "tttffu"))

    assert "3 say true, 2 say false, 1 not sure." in html
    assert "The toolkit says true. Listening takes time." in html


def test_second_answers_stay_face_down_until_the_facilitator_turns_them() -> None:
    first, second = answers("slow", "ffff"), answers("slow:after", "tttt")
    turn = Answer(50, "turn:slow", "1", person=9, id=50)
    back = Answer(51, "turn:slow", "0", person=10, id=51)

    for surface in ("stage", "phone"):
        assert shown("reveal-slow", surface, *first, *second) == shown("reveal-slow", surface, *first).replace(
            'data-gone=""', "data-gone"
        )
        assert "4 say true, 0 say false" in shown("reveal-slow", surface, *first, *second, turn)
        assert "4 say true" not in shown("reveal-slow", surface, *first, *second, turn, back)


def test_facilitators_turning_is_nobodys_answer() -> None:
    turn = Answer(50, "turn:slow", "1", person=9, id=50)

    assert quiz.answered(state("reveal-slow", *answers("slow", "tf"), turn)) is None
    assert "2 people" not in shown("reveal-slow", "console", *answers("slow", "tf"), turn)


def test_phone_learns_how_many_others_said_the_same() -> None:
    html = str(render_part(part("others", "reveal-slow", *answers("slow", "tffffff"))))

    assert '<span class="of-false">5 others did too.</span>' in html
    assert '<span class="of-true">Nobody else did.</span>' in html


def test_own_answer_goes_to_its_owner_alone() -> None:
    mine = list(quiz.mine(state("reveal-slow"), Own(answers={"slow": Answer(7, "slow", "false")})))

    assert [str(render_part(p)) for p in mine] == [
        '<p id="said" data-s="split" data-o="1" class="said said--false">You said <b>false</b>.\n</p>'
    ]
    assert not list(quiz.mine(state("ask-slow"), Own(answers={"slow": Answer(7, "slow", "false")})))


def test_table_sees_its_own_split() -> None:
    rows = [*answers("slow", "ttt", table=1), *answers("slow", "ff", table=2)]

    at_two = state("reveal-slow", *rows).at(2)

    assert "0 say true, 2 say false." in "".join(str(render_part(p)) for p in quiz.parts(at_two, "phone"))


def test_last_phase_brings_back_what_split_the_room_closest_first() -> None:
    rows = [*answers("slow", "tttt"), *answers("law", "tttf"), *answers("staff", "ttff")]

    html = shown("divided", "phone", *rows)

    assert html.index("Work counts") < html.index("By law")
    assert "slow a project" not in html


def test_few_answers_are_a_warning_to_the_facilitator_alone() -> None:
    rows = answers("slow", "tf")

    assert "may show who said what" in shown("reveal-slow", "console", *rows)
    assert "may show who said what" not in shown("reveal-slow", "stage", *rows)
    assert "may show who said what" not in shown("reveal-slow", "console", *answers("slow", "ttfff"))


def test_report_leaves_out_splits_of_fewer_than_five() -> None:
    blocks = quiz.report(state("divided", *answers("slow", "tfff"), *answers("law", "tffff")))

    assert "Fewer than five" in blocks[0].text and not blocks[0].drawing and not blocks[0].rows
    assert "1 say true, 4 say false." in blocks[1].text and blocks[1].drawing


@pytest.mark.parametrize(
    ("key", "item", "value"),
    [
        ("ask-slow", "law", "true"),
        ("ask-slow", "slow:after", "true"),
        ("ask-slow", "slow", "maybe"),
        ("ask-slow", "turn:slow", "1"),
        ("reveal-slow", "slow", "true"),
        ("reveal-slow", "turn:slow", "1"),
        ("divided", "slow", "true"),
    ],
)
def test_answer_out_of_its_place_is_refused(key: str, item: str, value: str) -> None:
    with pytest.raises(Refusal):
        quiz.accept(Write("answer", item=item, value=value), info(), phase(key), Own())


def test_answer_keeps_no_words() -> None:
    kept = quiz.accept(Write("answer", item="slow", value="true", text="I am Kim"), info(), phase("ask-slow"), Own())

    assert kept.text == ""


def test_two_statements_of_one_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="same id"):
        quiz.clean_config({"statements": [CONFIG["statements"][0]] * 2})


def test_change_of_mind_counts_once() -> None:
    rows = answers("slow", "tf")
    changed = [replace(rows[0], value="false", rev=40), rows[1]]

    assert "0 say true, 2 say false." in shown("reveal-slow", "phone", *changed)


def test_slips_of_a_large_room_lie_in_rows_one_for_each_person() -> None:
    from activities.kinds.quiz.drawing import draw_face_down

    def slips(n: int) -> int:
        return draw_face_down(n, 100).count("Z") // 3  # each has its paper, its edge and its shadow

    assert [slips(n) for n in (0, 1, 60, 61, 120, 240)] == [0, 1, 60, 61, 120, 240]
