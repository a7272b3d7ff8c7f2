"""The planning checklists as they stand in `packs/*.yaml`: read once, checked, never changed by what people do.

A sheet is one checklist ("2D Recruitment"). It has parts, a part has questions, and a question may have follow-ups
(`then`) with an answer box of their own but the state, owner and date of their question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

PACKS = Path(__file__).parent / "packs"
Words = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]
SLUG = "[a-z]{1,4}-[0-9][a-z]"  # "flic-2d": whose it is, and its label
Ref = Annotated[str, StringConstraints(pattern=rf"^{SLUG}(\.\d+)?\.(f\d|\d\d[a-z]?)$")]
Need = Literal["time", "people", "training", "money", "space", "endorsement"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FollowUp(_Strict):
    ref: Ref
    text: Words
    hint: str = ""
    gathers: Need | Literal["all", ""] = ""

    @property
    def number(self) -> str:
        """As people say it: 3, 3a, or for an area of 2G 1.6 and 1.A."""
        area, _, last = self.ref.split(".", 1)[1].rpartition(".")
        last = chr(64 + int(last[1:])) if last[0] == "f" else last.lstrip("0")
        return f"{area}.{last}" if area else last

    @property
    def dom(self) -> str:
        return self.ref.replace(".", "-")


class Question(FollowUp):
    then: tuple[FollowUp, ...] = ()
    shares: Ref | Literal[""] = ""
    looks_back: Ref | Literal[""] = ""
    # Activities whose outcome may answer this, by their slug in `activities/packs`.
    pulls: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Where the answer is kept: a question printed twice has one answer."""
        return self.shares or self.ref

    @property
    def boxes(self) -> tuple[FollowUp, ...]:
        return (self, *self.then)


class Part(_Strict):
    slug: str = ""
    heading: str = ""
    title: str = ""
    framing: tuple[Question, ...] = ()
    questions: tuple[Question, ...] = Field(min_length=1)

    @property
    def asked(self) -> tuple[Question, ...]:
        """Everything asked here, the framing questions first."""
        return self.framing + self.questions


class Sheet(_Strict):
    slug: Annotated[str, StringConstraints(pattern=f"^{SLUG}$")]
    label: Annotated[str, StringConstraints(pattern="^[0-9][A-Z]$")]
    name: Words
    title: Words
    lead: Words
    about: Words
    page: str = ""
    repeats: bool = False
    gathers_hard: bool = False
    parts: tuple[Part, ...] = Field(min_length=1)

    @property
    def path(self) -> str:
        return self.label.lower()

    @property
    def areas(self) -> tuple[Part, ...]:
        return self.parts if self.repeats else ()

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for part in self.parts for question in part.asked)

    def part_of(self, question: Question) -> Part:
        return next(part for part in self.parts if question in part.asked)

    def at(self, number: str) -> Question | None:
        """The question that people call 3, or 1.6."""
        return next((question for question in self.questions if question.number.lower() == number), None)


class PackError(ValueError):
    """A pack file that cannot be used: names the file and the key."""


def read_sheet(path: Path) -> Sheet:
    """Raises PackError with the file's name and the path of each wrong key."""
    try:
        return Sheet.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except YAMLError as error:
        raise PackError(f"{path.name}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        wrong = "; ".join(f"{_path(item['loc'])}: {item['msg']}" for item in error.errors())
        raise PackError(f"{path.name}: {wrong}") from error


def _path(loc: tuple[str | int, ...]) -> str:
    return re.sub(r"\.\[", "[", ".".join(f"[{key}]" if isinstance(key, int) else str(key) for key in loc)) or "(file)"


def problems(folder: Path = PACKS) -> Iterator[str]:
    """Every fault of the packs in a folder, each as one line that names file and key."""
    sheets = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            sheets.append((path, read_sheet(path)))
        except PackError as error:
            yield str(error)
    if not sheets:
        yield f"{folder}: no checklist here"
    seen: dict[str, str] = {}
    labels: dict[str, str] = {}
    for path, sheet in sheets:
        if sheet.label in labels:
            yield f"{path.name}: label {sheet.label} is also in {labels[sheet.label]}"
        labels[sheet.label] = path.name
        for question in sheet.questions:
            for box in question.boxes:
                if box.ref in seen:
                    yield f"{path.name}: ref {box.ref} is also in {seen[box.ref]}"
                if not box.ref.startswith(sheet.slug + "."):
                    yield f"{path.name}: ref {box.ref} does not belong to {sheet.slug}"
                seen[box.ref] = path.name
    for path, sheet in sheets:
        for question in sheet.questions:
            for key in ("shares", "looks_back"):
                if (ref := getattr(question, key)) and ref not in seen:
                    yield f"{path.name}: {question.ref}.{key}: there is no question {ref}"


@cache
def sheets() -> dict[str, Sheet]:
    """All checklists by slug, in the order of their labels."""
    found = [read_sheet(path) for path in sorted(PACKS.glob("*.yaml"))]
    return {sheet.slug: sheet for sheet in sorted(found, key=lambda sheet: sheet.label)}


@cache
def questions() -> dict[str, Question]:
    """Every question by its ref, without the follow-ups."""
    return {question.ref: question for sheet in sheets().values() for question in sheet.questions}


@cache
def boxes() -> dict[str, FollowUp]:
    """Every question and follow-up by its ref."""
    return {box.ref: box for question in questions().values() for box in question.boxes}


def sheet_of(ref: str) -> Sheet:
    return sheets()[ref.split(".")[0]]
