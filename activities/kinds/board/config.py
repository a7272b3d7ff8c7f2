"""What a pack says of a board: its zones, the stages that open them one after another, groups, votes."""

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from activities.kinds.base import Config, Item, no_id_twice


class Zone(Item):
    id: str = Field(min_length=1)
    title: str = Field(max_length=22)
    colour: Literal["sun", "leaf", "sky", "rose"] = "sun"


CARRIED = "carried"  # in place of a zone: what people chose to share in an earlier step


class Stage(Config):
    """Some of the zones, opened together. With `pick_from`, notes of that zone can be put into these zones by a tap."""

    id: str = Field(min_length=1)
    title: str = Field(max_length=30)
    now: str = Field(default="", max_length=44)
    zones: tuple[str, ...] = Field(min_length=1)
    pick_from: str = ""
    text: str = ""


class Example(Item):
    zone: str = ""


class Vote(Config):
    votes: int = Field(default=3, ge=1, le=10)


class BoardConfig(Config):
    zones: tuple[Zone, ...] = Field(min_length=1)
    stages: tuple[Stage, ...] = ()
    examples: tuple[Example, ...] = ()
    group: bool = False
    vote: Vote | None = None
    limit: int = Field(default=280, ge=20, le=1000)

    @model_validator(mode="after")
    def names_are_known(self) -> "BoardConfig":
        no_id_twice("zones", self.zones)
        known = {zone.id for zone in self.zones}
        for stage in self.stages:
            for name in (*stage.zones, *((stage.pick_from,) if stage.pick_from else ())):
                if name not in known and (name != CARRIED or name in stage.zones):
                    raise ValueError(f"stage {stage.id!r} names zone {name!r}, which is not there")
        return self

    def stage(self, phase_key: str) -> Stage | None:
        """The stage that a phase "write-<id>" opens."""
        return next((stage for stage in self.all_stages() if f"write-{stage.id}" == phase_key), None)

    def all_stages(self) -> tuple[Stage, ...]:
        return self.stages or (Stage(id="notes", title=str(_("Write")), zones=tuple(z.id for z in self.zones)),)

    def zones_of(self, stage: Stage) -> list[Zone]:
        return [zone for zone in self.zones if zone.id in stage.zones]

    def zone_titles(self) -> dict[str, str]:
        return {zone.id: zone.title for zone in self.zones}

    def zone_marks(self) -> dict[str, str]:
        return {zone.id: zone.colour for zone in self.zones}
