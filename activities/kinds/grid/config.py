"""What a pack says about a grid."""

from typing import Literal

from pydantic import Field, model_validator

from activities.kinds.base import Config, Item, no_id_twice

ROWS = "rows"  # the zone of a row that somebody added
OTHER = "other"  # where notes stand whose row was taken back
KEY = r"^[A-Za-z0-9_-]{1,60}$"


class Column(Item):
    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    title: str = Field(min_length=1, max_length=22)
    text: str = ""
    hint: str = ""
    colour: Literal["sun", "leaf", "sky", "rose"] = "sun"


class Row(Item):
    id: str = Field(pattern=KEY)
    text: str = Field(min_length=1, max_length=120)


class Closing(Item):
    """A question once the grid is full: which rows to take forward, and what to write about it."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    text: str = Field(min_length=1)


class _ByColumn(dict[str, str]):
    """By the whole zone "row:column", else by its column: rows may come from people or an earlier step."""

    def get(self, zone: str, default: str | None = None) -> str | None:  # type: ignore[override]
        return super().get(zone) or super().get(zone.rpartition(":")[2], default)


class GridConfig(Config):
    columns: tuple[Column, ...] = Field(min_length=1, max_length=5)
    rows: tuple[Row, ...] = ()
    own_rows: bool = False
    rows_title: str = Field(min_length=1, max_length=30)
    closing: tuple[Closing, ...] = ()

    @model_validator(mode="after")
    def ids_differ(self) -> "GridConfig":
        no_id_twice("columns", self.columns)
        no_id_twice("rows", self.rows)
        no_id_twice("closing questions", self.closing)
        if {c.id for c in self.columns} & {f"q-{q.id}" for q in self.closing}:
            raise ValueError("a column and a closing question have the same id")
        if not self.rows and not self.own_rows:
            raise ValueError("rows are missing, and nobody may add one")
        return self

    def closing_zones(self) -> list[dict[str, str]]:
        return [{"id": f"q-{question.id}", "title": question.text, "colour": "sun"} for question in self.closing]

    def zone_titles(self) -> dict[str, str]:
        cells = {f"{row.id}:{c.id}": f"{row.text}: {c.title}" for row in self.rows for c in self.columns}
        asked = {zone["id"]: zone["title"] for zone in self.closing_zones()}
        return _ByColumn({c.id: c.title for c in self.columns} | cells | asked | {ROWS: self.rows_title})

    def zone_marks(self) -> dict[str, str]:
        return _ByColumn({c.id: c.colour for c in self.columns} | {z["id"]: z["colour"] for z in self.closing_zones()})
