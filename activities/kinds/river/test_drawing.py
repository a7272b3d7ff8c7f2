"""The river keeps its notes off the water, its words apart, and says in words what it draws."""

import pytest

from activities.drawing import readback
from activities.drawing.readback import HOSTILE
from activities.kinds.river.drawing import pages, river_drawing
from activities.kinds.river.river import Bank, Phase, Pile, River, is_open
from activities.kinds.river.words import river_words

NAMES = ("Spring", "Stream", "Rapids", "Still pool", "River", "Ocean")
NOTES = (
    "Scared of being judged",
    "Appointments every day",
    "No phone",
    "Some days it is all I can do to get up, and a meeting at nine in a building with a guard is not for me",
    "Losing benefits if paid",
)
ODD = (
    "أخاف من الأحكام ولا أستطيع الوصول", "🌱🌱🌱", "Donaudampfschifffahrtsgesellschaftskapitän", "x" * 280,
    "👩‍👩‍👧 family", "尊重 每一个人 的声音", "W" * 60, "A phase with quite a long name", "i",
)  # fmt: skip


def flowing(count: int, *, names=NAMES, notes=NOTES, piles=False, at=None, opened=None, asked=True) -> River:
    """`count` notes, shared by turns between the banks."""
    banks: list[list[str]] = [[] for _bank in range(len(names) * 2)]
    for i in range(count):
        banks[(i * 5) % len(banks)].append(f"{notes[i % len(notes)]}")
    held = [Bank(tuple(said)) for said in banks]
    if piles:
        held = [Bank(bank.notes[:1], tuple(Pile(notes[k], bank.notes[1 + k :: 3]) for k in range(3))) for bank in held]
    phases = tuple(
        Phase(name, above, below, i % 6 if asked else None)
        for i, (name, above, below) in enumerate(zip(names, held[::2], held[1::2], strict=True))
    )
    return River(phases, at, opened)


STATES = [
    pytest.param(flowing(count, at=at, opened=opened, piles=piles, **words), id=f"{count}-{at}-{opened}-{piles}-{kind}")
    for count in (0, 1, 3, 30, 300)
    for at, opened in ((None, None), (0, None), (2, False), (3, False), (5, False), (1, True), (5, True))
    for piles in (False, True)
    for kind, words in (("plain", {}), ("odd", {"notes": ODD, "names": ODD[:6]}), ("new", {"asked": False}))
]
STATES += [
    pytest.param(flowing(30, names=(NAMES * 2)[:phases], at=phases - 1), id=f"{phases} phases")
    for phases in (1, 2, 4, 7, 8)
]


def draw(river: River) -> str:
    return river_drawing(river)


@pytest.mark.parametrize("river", STATES)
def test_words_stay_on_the_floor_and_off_each_other(river):
    for page in {1, pages(river)}:
        drawing = river_drawing(river, page)
        readback.check(drawing)
        assert drawing == river_drawing(river, page)


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("opened", [True, False])
def test_words_cannot_become_elements(words, opened):
    bank = Bank((words, words), (Pile(words, (words,) * 12),))
    drawing = river_drawing(River((Phase(words, bank, bank, 3),) * 6, 2, opened, words, words, words))
    readback.check(drawing)


@pytest.mark.parametrize("piles", [False, True])
@pytest.mark.parametrize("count", [0, 1, 3, 30, 300])
def test_words_count_what_the_river_holds(count, piles):
    river = flowing(count, piles=piles)
    said = river_words(river)
    assert [phase["heading"].split(",")[0] for phase in said["phases"]] == list(NAMES)
    held = [bank for phase in river.phases for bank in (phase.above, phase.below)]
    lists = [items for phase in said["phases"] for items in phase["lists"]]
    assert [len(one["items"]) for one in lists] == [
        len(bank.notes) + sum(bool(pile.notes) for pile in bank.piles) for bank in held
    ]
    assert sum(bank.count for bank in held) == count
    assert (f"{count} note" if count else "No notes yet.") in said["summary"]
    assert readback.title(river_drawing(river)).startswith(f"{said['heading']}. {said['summary']}")


def test_title_says_each_phase_the_boat_and_what_is_hardest():
    river = River(
        (
            Phase("Spring", Bank(("No phone",)), Bank((), (Pile("Tea", ("Tea", "Tea at nine")),)), 4),
            Phase("Ocean", possible=2),
        ),
        at=1,
    )
    assert readback.title(river_drawing(river)) == (
        "Recovery river. 2 phases. 3 notes. Spring, how possible: 4 of 5. What gets in the way: No phone. "
        "What helps: Tea ×2. Ocean, how possible: 2 of 5. The boat is at: Ocean. "
        "Least possible now: Ocean."
    )


def test_two_newest_notes_lie_nearest_the_water_and_the_rest_is_counted():
    phase = Phase("Stream", Bank(("Newest", "Second", "Third", "Fourth")), Bank(("Helps",)))
    boxes = {one.text: one.box for one in readback.lines(river_drawing(River((Phase("Spring"), phase))))}
    assert boxes["Newest"].top > boxes["Second"].top > boxes["+ 2 more"].top
    assert "Third" not in boxes


def test_two_largest_piles_come_before_loose_notes():
    piles = (Pile("Small", ("a",) * 2), Pile("Largest", ("b",) * 30), Pile("Large", ("c",) * 11))
    drawn = [one.text for one in readback.lines(river_drawing(River((Phase("Spring", Bank(("Loose",), piles)),))))]
    assert {"Largest ×30", "Large ×11", "+ 3 more"} < set(drawn)
    assert not {"Loose", "Small ×2"} & set(drawn)


def test_full_phase_opens_where_the_boat_is_and_its_pages_hold_every_note():
    texts = tuple(f"Note {i}" for i in range(15))
    river = River((Phase("Spring"), Phase("Stream", Bank(texts), Bank(("Helps",)))), at=1)
    assert is_open(river)
    assert not is_open(River(river.phases, at=0))
    assert not is_open(River(river.phases, at=None))
    assert pages(river) == 3
    drawn = [one.text for page in (1, 2, 3) for one in readback.lines(river_drawing(river, page))]
    assert [text for text in drawn if text.startswith("Note ")] == list(texts)
    assert drawn.count("Helps") == 3  # the bank with fewer pages stays


def test_notes_of_an_opened_phase_are_whole():
    river = flowing(300, at=3, opened=True)
    drawn = " ".join(
        one.text for page in range(1, pages(river) + 1) for one in readback.lines(river_drawing(river, page))
    )
    assert "…" not in drawn
    assert all(note in drawn for note in river.phases[3].above.notes)


def test_pebbles_show_how_possible_and_none_lie_there_before_people_are_asked():
    def pebbles(possible: int | None) -> tuple[int, int]:
        group = next(
            element
            for element in readback.parsed(river_drawing(River((Phase("Spring", possible=possible),)))).iter()
            if element.attrib.get("id") == "river-phase-1"
        )
        paths = [one for one in group if one.tag.endswith("path")][2:]
        return sum(one.attrib["fill"] != "none" for one in paths), len(paths)

    assert [pebbles(possible) for possible in (None, 0, 2, 5, 9)] == [(0, 0), (0, 5), (2, 5), (5, 5), (5, 5)]


def test_title_of_a_full_river_stays_short_and_its_words_stay_whole():
    river = flowing(300, piles=True)
    assert len(readback.title(river_drawing(river))) < 3_000
    items = [item for phase in river_words(river)["phases"] for one in phase["lists"] for item in one["items"]]
    assert sum(len(item) for item in items) > sum(
        len(note)
        for phase in river.phases
        for bank in (phase.above, phase.below)
        for pile in bank.piles
        for note in pile.notes
    )
