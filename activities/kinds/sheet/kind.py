"""A private form: each person writes for themselves, then chooses the lines that others may see, or none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from activities.kinds.base import MARKS, Block, Config, Item, Own, Phase, Sight, State, StepInfo, no_id_twice
from activities.kinds.own_page import Box, OwnPage, Prompt, Share, Wall
from coprod.live.parts import Part

MOST_ROWS = 24


class PageField(Item):
    """One question. With `lines` each line stands alone; with `keep` false nothing of it leaves the phone."""

    id: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$")
    hint: str = ""
    hints: tuple[Item, ...] = ()
    lines: bool = False
    keep: bool = True
    back_to: str = ""  # the question of the earlier page that this one looks back at


class PagePart(Config):
    id: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$")
    title: str = ""
    text: str = ""
    fields: tuple[PageField, ...] = Field(min_length=1)


class Column(Item):
    id: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$")
    title: str = Field(max_length=22)


class OwnTable(Config):
    """Rows of one's own under these columns; there is always an empty row more."""

    rows: Literal["own"] = "own"
    start: int = Field(default=3, ge=1, le=12)
    columns: tuple[Column, ...] = Field(min_length=1, max_length=5)


class LogColumn(Config):
    id: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$")
    title: str = Field(max_length=22)


class Log(Config):
    ref: str = ""
    text: str
    columns: tuple[LogColumn, ...] = Field(min_length=1, max_length=4)


class SheetConfig(Config):
    parts: tuple[PagePart, ...] = ()
    table: OwnTable | None = None
    lead: Item | None = None
    purposes: tuple[Item, ...] = ()
    share: Share | None = None
    after: tuple[Prompt, ...] = ()
    keep: bool = True  # the owner may keep the page on their own link
    log: Log | None = None
    report: Literal["shared", "never"] = "shared"
    looks_back: str = ""  # the step whose page this one looks back at, in this session or an earlier one

    @model_validator(mode="after")
    def names_are_known(self) -> "SheetConfig":
        fields = list(self.fields())
        no_id_twice("fields", fields, self.after)
        if not fields and self.table is None:
            raise ValueError("there is nothing to fill in")
        if self.share:
            self._check_share(fields)
        if self.report == "never" and (self.share or self.after):
            raise ValueError("what is never reported cannot be shared")
        return self

    def _check_share(self, fields: list[PageField]) -> None:
        assert self.share is not None
        may = {field.id for field in fields if field.keep}
        if not self.share.fields:
            raise ValueError("share names no field")
        for name in (*self.share.fields, *((self.share.goals,) if self.share.goals else ())):
            if name not in may:
                raise ValueError(f"share names field {name!r}, which is not there or is not kept")

    def fields(self) -> Iterator[PageField]:
        for part in self.parts:
            yield from part.fields

    def zone_titles(self) -> dict[str, str]:
        shared = self.share.fields if self.share else ()
        titles = {field.id: field.text for field in self.fields() if field.id in shared}
        return titles | {prompt.id: prompt.title for prompt in self.after}

    def zone_marks(self) -> dict[str, str]:
        marks = {name: MARKS[i % 4] for i, name in enumerate(self.share.fields if self.share else ())}
        return marks | {prompt.id: MARKS[(i + 2) % 4] for i, prompt in enumerate(self.after)}


class Sheet(OwnPage):
    name = "sheet"
    label = gettext_lazy("A page for yourself")
    Config = SheetConfig

    def phases(self, config: SheetConfig) -> Sequence[Phase]:
        effect = _("Phones open a page that only its owner sees. The screen shows the questions, never an answer.")
        found = [Phase("write", _("Write for yourself"), effect, "", frozenset({"keep"})), *self.closing_phases(config)]
        if config.after:
            effect = _("Phones open a box. Notes land on the screen, with no names.")
            found.append(
                Phase("after", _("Afterwards"), effect, _("What would you like to say?"), frozenset({"note", "change"}))
            )
        return found

    def alone(self, config: Any) -> Sequence[str]:
        return ["write"]

    def owner_only(self, config: SheetConfig) -> bool:
        return config.report == "never"

    def keepable(self, config: SheetConfig) -> bool:
        return config.keep

    # -- the page ------------------------------------------------------------------------------------------------

    def boxes(self, config: SheetConfig, entries: Mapping[str, str]) -> list[Box]:
        found = [
            Box(field.id, field.text, part.id, field.hint, field.hints, field.lines, field.keep)
            for part in config.parts
            for field in part.fields
        ]
        if config.table:
            columns = [(c.id, c.text) for c in config.table.columns]
            found += self._rows("r", config.table.start, columns, entries)
        if config.log:
            found += self._rows("log", 1, [(c.id, c.title) for c in config.log.columns], entries, short=True)
        return found

    def possible_boxes(self, config: SheetConfig) -> list[Box]:
        stems = [("r", c.id) for c in config.table.columns] if config.table else []
        stems += [("log", c.id) for c in config.log.columns] if config.log else []
        last = {f"{stem}{MOST_ROWS - 1}:{name}": "x" for stem, name in stems}
        return self.boxes(config, last)

    def mine(self, state: State, own: Own) -> Iterable[Part]:
        """The page, and under each row that was written in a way to take the row off."""
        yield from super().mine(state, own)
        used = {name.split(":")[0] for name, text in own.entries.items() if ":" in name and text.strip()}
        for row in self._row_groups(state.config):
            yield Part(f"off-{row}", 0, f"page-{row}", "~", "kinds/sheet/_row_off.html", gone=row not in used)

    @staticmethod
    def _row_groups(config: SheetConfig) -> list[str]:
        stems = [*(["r"] if config.table else []), *(["log"] if config.log else [])]
        return [f"{stem}{n}" for stem in stems for n in range(MOST_ROWS)]

    @staticmethod
    def _rows(
        stem: str, start: int, columns: list[tuple[str, str]], entries: Mapping[str, str], *, short: bool = False
    ) -> list[Box]:
        """The rows of a table as boxes: those that were written in and one more, `start` at least."""
        used = [
            n for n in range(MOST_ROWS) if any(entries.get(f"{stem}{n}:{name}", "").strip() for name, _text in columns)
        ]
        rows = min(MOST_ROWS, max([start, *(n + 2 for n in used)]))
        return [
            Box(f"{stem}{n}:{name}", text, f"{stem}{n}", short=short) for n in range(rows) for name, text in columns
        ]

    def shared_walls(self, config: SheetConfig) -> list[Wall]:
        texts = {field.id: field.text for field in config.fields()}
        names = config.share.fields if config.share else ()
        return [Wall(name, texts[name], MARKS[i % 4]) for i, name in enumerate(names)]

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: SheetConfig = state.config
        return {
            **super().frame(state, surface),
            "row_numbers": [(f"r{n}", n + 1) for n in range(MOST_ROWS)] if config.table else (),
            "log_numbers": [f"log{n}" for n in range(MOST_ROWS)] if config.log else (),
            "heads_only": sum(len(part.fields) for part in config.parts) > 6,
            "two_columns": 3 < sum(len(part.fields) for part in config.parts) <= 6,
        }

    def report(self, state: State) -> Sequence[Block]:
        return [] if state.config.report == "never" else super().report(state)

    # -- several sessions side by side ---------------------------------------------------------------------------

    def compares(self, step: StepInfo) -> str:
        config: SheetConfig = step.config
        return config.looks_back or (step.key if config.share else "")

    def compare(self, sights: Sequence[Sight]) -> Sequence[Block]:
        """The lines that people chose to share, before and after. They are no count of anything: most may have shared none."""
        found: dict[str, tuple[str, list[tuple[str, str, str]]]] = {}
        for sight in sights:
            config: SheetConfig = sight.state.config
            for field in config.fields():
                name = field.back_to if config.looks_back else field.id
                if name and config.share and field.id in config.share.fields:
                    lines = [n.text for n in sight.state.shown if n.zone == field.id] or [_("Nothing was shared.")]
                    rows = found.setdefault(name, (field.text, []))[1]
                    rows += [(sight.name, field.text, line) for line in lines]
        private = _(
            "These pages are private. Here is only what people chose to share. It cannot be counted or compared person by person."
        )
        columns = (_("Session"), _("Question"), _("What was shared"))
        return [Block(text, private, columns=columns, rows=rows) for text, rows in found.values()]
