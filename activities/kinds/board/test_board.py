"""Notes on a board: heads count what stands under them, the tally counts the people of this phase, groups are piles of paper."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from activities.kinds.base import Answer, Note, State, StepInfo, Theme
from activities.kinds.registry import kind
from coprod.live.parts import Part, render_part

CONFIG: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("example.yaml"))["config"]
board = kind("board")
INFO = StepInfo(
    1, "t.1", "board", "Where to start", "Where could we start?", "", "", "", (), "", "everyone", "everyone_no_names", 35,
    False, board.clean_config(CONFIG),
)  # fmt: skip
HOURS, GARDEN = Note(1, 5, "all", "Opening hours", True, person=1), Note(2, 6, "all", "The garden", True, person=2)


def tap(rev: int, note: int, value: str, person: int) -> Answer:
    return Answer(rev, f"tag:sort:{note}", value, person=person, id=rev)


def state(key: str, *rows: Any, **more: Any) -> State:
    kept: dict[str, list[Any]] = {"notes": [], "answers": [], "themes": []}
    for row in rows:
        kept[{Note: "notes", Answer: "answers", Theme: "themes"}[type(row)]].append(row)
    return State(INFO, board.phase(INFO.config, key), view_rev=1, head=99, **kept, **more)


def part(name: str, at: State, surface: str = "stage") -> Part:
    return next(found for found in board.parts(at, surface) if found.id == name)


def test_a_head_counts_the_notes_that_a_tap_put_under_it() -> None:
    taps = (tap(7, 1, "easy", 1), tap(8, 1, "easy", 2), tap(9, 2, "hard", 1))
    own = Note(3, 10, "easy", "Tea and cake", True)

    easy, hard = (part(f"count-{zone}", state("write-sort", HOURS, GARDEN, own, *taps)) for zone in ("easy", "hard"))

    assert (easy.context["count"], easy.rev) == (2, 10)
    assert (hard.context["count"], hard.rev) == (1, 9)


def test_a_head_forgets_a_note_that_was_taken_back_and_tells_every_screen() -> None:
    gone = Note(1, 12, "all", "", False, gone=True)

    head = part("count-easy", state("write-sort", gone, tap(7, 1, "easy", 2)))

    assert (head.context["count"], head.rev) == (0, 12)


def test_the_tally_counts_the_people_of_this_phase() -> None:
    rows = (HOURS, GARDEN, tap(7, 1, "easy", 1), Answer(8, "vote:n1", "1", person=2, id=8))

    counts = {key: board.answered(state(key, *rows)) for key in ("write-list", "write-sort", "group", "vote", "result")}

    assert counts == {"write-list": 2, "write-sort": 1, "group": None, "vote": 1, "result": None}


def test_a_group_is_a_pile_of_paper_on_the_big_screen_and_names_its_table() -> None:
    note = Note(1, 5, "all", "Opening hours", True, table=2, theme=4)
    at = state("group", note, Theme(4, 6, "Time", table=2), tables=(1, 2))

    pile = part("t4", at)

    assert pile.classes.split()[:2] == ["note", "sun"]
    assert "Table 2" in str(render_part(pile))
    assert part("t4", at, "phone").classes == ""
