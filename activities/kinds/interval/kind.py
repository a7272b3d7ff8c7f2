"""Time without phones: a welcome, a break, lunch, thanks and goodbye."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.kinds.base import Block, Config, Kind, Phase, State
from coprod.live.parts import Part


class IntervalConfig(Config):
    """Nothing to set: its title and its minutes say it all."""


class Interval(Kind):
    name = "interval"
    label = gettext_lazy("Time without phones")
    Config = IntervalConfig
    pause = True

    def phases(self, config: IntervalConfig) -> Sequence[Phase]:
        return (
            Phase("rest", _("Phones rest"), _("Phones say that there is nothing to do. The screen shows what is on.")),
        )

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        return ()

    def report(self, state: State) -> Sequence[Block]:
        minutes = state.step.minutes
        said = ngettext("Time together: %(n)d minute.", "Time together: %(n)d minutes.", minutes) % {"n": minutes}
        return (Block(state.step.title, said),)
