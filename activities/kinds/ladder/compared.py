"""One question of the ladder over several sessions: a lane for each in which enough people answered."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from activities.kinds.base import Block
from activities.kinds.ladder.drawing import draw_ladder
from activities.kinds.ladder.ladder import Ladder, Lane, Rung
from activities.kinds.ladder.words import ladder_words

LANES = 6  # side by side on one drawing


def compared(heading: str, rungs: tuple[Rung, ...], lanes: Sequence[tuple[str, Lane]], least: int) -> Iterable[Block]:
    """`lanes` are (name of the session, lane), oldest first."""
    few = _("Fewer than five people answered, so this is not shown.")
    left_out = [f"{name}: {few}" for name, lane in lanes if lane.total < least]
    told = [lane for _name, lane in lanes if lane.total >= least]
    if not told:
        yield Block(heading, few)
    for start in range(0, len(told), LANES):
        ladder = Ladder(rungs, tuple(told[start : start + LANES]), heading=heading)
        words = ladder_words(ladder)
        people = (_("People"), *(str(lane.total) for lane in ladder.lanes))
        text = " ".join([words.text, *(left_out if not start else ())])
        yield Block(heading, text, draw_ladder(ladder), words.columns, (*words.rows, people))
