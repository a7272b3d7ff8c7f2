"""True or false: nobody is swayed before the slips turn, and nobody's answer is known after."""

from dataclasses import replace
from typing import Any

import pytest

from activities.drawing.readback import check
from activities.kinds.base import Answer, Own, Part, Phase, Refusal, State, StepInfo, Write
from activities.kinds.quiz.drawing import Split
from activities.kinds.quiz.told import Told, blocks
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


def test_report_draws_all_statements_at_once_and_leaves_out_splits_of_fewer_than_five() -> None:
    after = [replace(answer, item="law:after", id=answer.id + 90) for answer in answers("law", "tttt")]

    (block,) = quiz.report(state("divided", *answers("slow", "tfff"), *answers("law", "tffffu"), *after))

    assert block.text == (
        "The ring is round what the toolkit says. Fewer than five people answered, so this is not shown. "
        "You differed most on “By law, commissioners must co-produce”: 1 say true, 4 say false."
    )
    assert [(row[0], *row[1:4]) for row in block.rows] == [
        (CONFIG["statements"][0]["text"], "–", "–", "–"),
        ("By law, commissioners must co-produce.", "1", "4", "1"),
        (CONFIG["statements"][2]["text"], "–", "–", "–"),
    ]
    assert block.drawing.count("d-statement") == 3 and block.drawing.count("d-ring") == 1


def test_report_tells_a_change_of_mind_of_five_as_a_row_of_its_own() -> None:
    after = [replace(answer, item="law:after", id=answer.id + 90) for answer in answers("law", "ttttt")]

    (block,) = quiz.report(state("divided", *answers("law", "tffff"), *after))

    assert [row[:5] for row in block.rows if row[1]] == [
        ["By law, commissioners must co-produce.", "Before we talked", "1", "4", "0"],
        ["By law, commissioners must co-produce.", "After we talked", "5", "0", "0"],
    ]
    assert block.drawing.count("d-ring") == 2


def test_report_of_few_people_draws_nothing_and_gives_the_reasons() -> None:
    (block,) = quiz.report(state("divided", *answers("slow", "tfff")))

    assert not block.drawing and block.text == "Fewer than five people answered, so this is not shown."
    assert all(statement["why"] in row[-1] for statement, row in zip(CONFIG["statements"], block.rows, strict=True))


def test_a_tenth_statement_begins_another_drawing() -> None:
    told = [Told(f"Statement {n}.", True, "Why.", [(Split(3, n), "")]) for n in range(2, 12)]

    assert [block.heading for block in blocks("True or false?", told)] == ["Statements 1 to 5", "Statements 6 to 10"]
    assert [block.heading for block in blocks("True or false?", told[:9])] == ["True or false?"]
    for some in (told, told[:9], [replace(told[0], text="A very long statement " * 12)]):
        for block in blocks("True or false?", some):
            check(block.drawing)


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
