"""Rounds against the clock: turns with roles in small groups, or tables that move on and build on what was left there.

Which of the two is said by the configuration; each has a module of its own. Both end with a harvest that everybody sees.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.kinds.base import Block, Carried, Kind, Own, Phase, Refusal, State, StepInfo, Write, note_part
from activities.kinds.rounds import tables, turns
from activities.kinds.rounds.config import RoundsConfig
from activities.kinds.rounds.tables import seat
from coprod.live.parts import Part

HARVEST = "harvest"


def way(config: RoundsConfig) -> Any:
    """The module that knows how these rounds go: `turns` or `tables`."""
    return tables if config.tables else turns


class Rounds(Kind):
    name = "rounds"
    label = gettext_lazy("Rounds: take turns, or move from table to table")
    Config = RoundsConfig

    def phases(self, config: RoundsConfig) -> Sequence[Phase]:
        found = list(way(config).phases(config))
        if config.harvest:
            effect = _("Phones open a box to write in. Notes land on the screen.")
            now = _("What do we take away?")
            found.append(Phase(HARVEST, _("Harvest"), effect, now, frozenset({"note", "change"})))
        return found

    def moves(self, config: RoundsConfig) -> bool:
        return config.tables is not None

    def seat(self, config: RoundsConfig, phase: Phase, home: int, tables: Sequence[int]) -> int:
        return seat(config, phase, home, tables) if config.tables else home

    def alone(self, config: RoundsConfig) -> Sequence[str]:
        return ()  # rounds take others: somebody alone reads how they go

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        if write.verb == "change":
            return replace(write, zone="")
        if phase.key != HARVEST:
            done: Write = way(step.config).accept(write, step.config, phase, own)
            return done
        zones = [prompt.id for prompt in step.config.harvest]
        zone = write.zone or (zones[0] if len(zones) == 1 else "")
        if zone not in zones:
            raise Refusal(_("Choose where your note goes. Your words are still in the box."))
        return replace(write, zone=zone)

    def keeps(self, config: RoundsConfig, field: str) -> bool:
        return field.startswith("moved-on-") or bool(config.keep and field == turns.KEEP)

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def answered(self, state: State) -> int | None:
        """Nobody is counted while people talk."""
        if state.phase.key != HARVEST:
            return None
        zones = {prompt.id for prompt in state.config.harvest}
        return len({note.person for note in state.notes if note.live and note.zone in zones})

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        if state.phase.key != HARVEST:
            found: Mapping[str, Any] = way(state.config).frame(state, surface)
            return found
        say = _(
            "Let us look back together. What do you take away from this? Everyone sees the notes, and no names show."
        )
        return {
            "zones": state.config.zones(), "no_purpose": True, "no_ahead": True, "way": "harvest",
            "say": f"{say} {_('You can skip this.')}",
        }  # fmt: skip

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        if state.phase.key != HARVEST:
            yield from way(state.config).parts(state, surface)
        elif surface == "stage" or (surface == "phone" and state.scope is not None):
            yield from self._harvest(state)

    @staticmethod
    def _harvest(state: State) -> Iterable[Part]:
        """On the big screen everybody's; on a phone those of its own table."""
        zones, marks = {prompt.id for prompt in state.config.harvest}, state.config.zone_marks()
        for note in state.moved:
            if note.zone in zones:
                yield note_part(note, f"zone-{note.zone}", marks[note.zone])

    def mine(self, state: State, own: Own) -> Iterable[Part]:
        yield from way(state.config).mine(state, own)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        zones = {prompt.id for prompt in state.config.harvest}
        found = {"harvest": [Carried(f"n{n.id}", n.text) for n in state.shown if n.zone in zones]}
        return found | {"notes": [Carried(f"n{n.id}", n.text) for n in state.shown if n.zone not in zones]}

    def report(self, state: State) -> Sequence[Block]:
        blocks = list(way(state.config).report(state))
        for prompt in state.config.harvest:
            items = [note.text for note in state.shown if note.zone == prompt.id]
            blocks.append(Block(prompt.title, prompt.text if items else _("Nothing was written."), items=items))
        return blocks
