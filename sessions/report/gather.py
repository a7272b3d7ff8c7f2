"""A session's report as plain data. Every form of it, page, PDF or spreadsheet, is made from this and nothing else.

What kinds put into their Blocks is all that people wrote in here: nothing private, held, kept off or taken back. What a table wrote
for itself alone stays out, whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from activities.kinds.base import Block
from activities.kinds.registry import kind, kinds
from activities.models import Toolkit
from sessions.models import LiveSession, Note, SessionStep
from sessions.privacy import KEPT_AT_TABLES, still_answering
from sessions.responses import blocks_of
from sessions.source import finished_step

IDS = re.compile(r"""(\sid="|\saria-labelledby="|\shref="\#|url\(\#)""")
SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Section:
    """One step: what it was, and what came of it."""

    number: int
    step: SessionStep
    blocks: Sequence[Block] = ()
    agreed: Sequence[str] = ()
    will_do: Sequence[str] = ()
    included: bool = True
    trouble: str = ""  # why there is nothing, in words for the reader

    @property
    def title(self) -> str:
        return self.step.title

    @property
    def activity(self) -> str:
        return "" if self.step.activity_title == self.step.title else self.step.activity_title

    @property
    def lead(self) -> str:
        return str(self.step.words.get("purpose", ""))

    @property
    def anchor(self) -> str:
        return f"step-{self.number}"

    @property
    def numbered(self) -> str:
        """Its name in a file that sorts by it."""
        return f"{self.number:02d} {self.title}"

    @property
    def slug(self) -> str:
        return f"{self.number:02d}-{slugify(self.title)[:40] or 'step'}"

    @cached_property
    def drawings(self) -> list[tuple[str, Block]]:
        """(name, block) of each block with a drawing."""
        drawn = [block for block in self.blocks if block.drawing]
        return [(f"{self.slug}-{chr(96 + i)}" if len(drawn) > 1 else self.slug, b) for i, b in enumerate(drawn, 1)]

    @property
    def filled(self) -> bool:
        return any(block.drawing or block.rows or block.items or block.text for block in self.blocks)


@dataclass(frozen=True)
class Line:
    """A line of the summary: the step it comes from, and what was said there."""

    text: str
    section: Section
    more: str = ""


@dataclass(frozen=True)
class Report:
    session: LiveSession
    everything: Sequence[Section]
    people: int
    tables: int
    note: str = ""
    cites: Sequence[str] = field(default=())

    @property
    def sections(self) -> list[Section]:
        return [section for section in self.everything if section.included]

    @property
    def title(self) -> str:
        return self.session.title

    @property
    def day(self) -> date:
        return self.session.created_on

    @property
    def from_file(self) -> date | None:
        """The day on which the session was brought in from a file."""
        day = self.session.origin.get("on")
        return date.fromisoformat(day) if day else None

    @property
    def running(self) -> bool:
        return not self.session.ended

    @property
    def name(self) -> str:
        """The start of every file's name: a folder of them sorts itself by date."""
        return file_name(self.session)

    @property
    def facts(self) -> str:
        """When, how many, who led: one line under the title."""
        people = ngettext("%(n)d person", "%(n)d people", self.people) % {"n": self.people}
        if self.tables:
            people = ngettext("%(people)s at %(n)d table", "%(people)s at %(n)d tables", self.tables) % {
                "people": people,
                "n": self.tables,
            }
        day = date_format(self.day, "l j F Y")
        return _("%(day)s. %(people)s. Led by: %(name)s.") % {
            "day": day, "people": people, "name": self.session.facilitator_name,
        }  # fmt: skip

    @cached_property
    def said(self) -> list[Line]:
        """What came of each step, in a line: what its drawing tells, or how much was written."""
        return [Line(section.title, section, _in_short(section)) for section in self.sections]

    @cached_property
    def agreed(self) -> list[Line]:
        return self._once([Line(text, section) for section in self.sections for text in section.agreed])

    @cached_property
    def will_do(self) -> list[Line]:
        return self._once([Line(text, section) for section in self.sections for text in section.will_do])

    @staticmethod
    def _once(lines: list[Line]) -> list[Line]:
        """What two steps both came to is said once, with the first of them."""
        return list({line.text.casefold(): line for line in reversed(lines)}.values())[::-1]

    @property
    def filled(self) -> bool:
        return any(section.filled for section in self.sections)


def file_name(session: LiveSession) -> str:
    return f"{session.created_on:%Y-%m-%d}-{slugify(session.title)[:40] or 'session'}"


def _in_short(section: Section) -> str:
    told = [block for block in section.blocks if block.drawing and block.text]
    for block in told:
        if sentence := telling(block.text):
            return sentence if len(told) == 1 else f"{block.heading} {sentence}"
    if count := sum(len(block.items) for block in section.blocks):
        return ngettext("%(n)d note.", "%(n)d notes.", count) % {"n": count}
    if count := sum(len(block.rows) for block in section.blocks):
        return ngettext("%(n)d row in its table.", "%(n)d rows in its tables.", count) % {"n": count}
    return ""


def telling(text: str) -> str:
    """The last sentence with a number or a name after a colon: a drawing's words end with the one thing to notice."""
    few = _("Fewer than five people answered, so this is not shown.")
    sentences = [s for s in SENTENCE.split(text.strip()) if few not in s and (":" in s or re.search(r"\d", s))]
    return sentences[-1][:240] if sentences else ""


def gather(session: LiveSession, only: Iterable[int] | None = None) -> Report:
    """The report as things stand now. `only` are positions of steps, for a part of it."""
    wishes = session.report_wishes
    left_out = set(wishes.get("left_out", ()))
    pauses = [name for name, found in kinds().items() if found.pause]
    steps = session.steps.filter(visited=True).exclude(kind__in=pauses).select_related("session")
    if only is not None:
        steps = steps.filter(position__in=list(only))
    sections = [_section(number, step, step.position not in left_out) for number, step in enumerate(steps, start=1)]
    sections = _with_later(session, sections)
    told = cites(session, [section.step for section in sections if section.included])
    return Report(session, sections, people(session), session.tables.count(), str(wishes.get("note", "")), told)


def people(session: LiveSession) -> int:
    """How many were there: counted, or as it was noted when they were deleted or the session was brought in."""
    noted = session.deletion.get("people") or session.origin.get("people")
    return noted or session.participants.filter(removed=False).count()


def waiting(session: LiveSession) -> int:
    """Notes that the facilitator has not read yet; put up, they would be in the report."""
    held = Note.objects.filter(step__session=session, state=Note.State.HELD)
    return held.exclude(step__privacy__in=KEPT_AT_TABLES).count()


def kept_back(step: SessionStep) -> str:
    """Why nothing that people put into a step may be told, in words for the reader; empty when it may."""
    if step.privacy in KEPT_AT_TABLES:
        return _("People were told that only their table sees this.")
    if step.privacy == "anonymous" and still_answering(step):
        return _("People are still answering. Look again when they have finished.")
    return ""


def _section(number: int, step: SessionStep, included: bool) -> Section:
    if trouble := kept_back(step):
        return Section(number, step, included=included, trouble=trouble)
    if not included:
        return Section(number, step, included=False)
    try:
        of, state = kind(step.kind), finished_step(step)
        blocks = [own_ids(block, f"s{number}b{i}-") for i, block in enumerate(of.report(state))]
        outputs = of.outputs(state)
        handed_on, promised = ([row.text for row in outputs.get(name, ())] for name in ("agreed", "promises"))
    except (LookupError, ValidationError):
        return Section(number, step, trouble=_("This part needs an activity that is not here any more."))
    agreed = dict.fromkeys([*_gist(blocks, "agreed"), *handed_on])
    will_do = dict.fromkeys([*_gist(blocks, "will"), *promised])
    return Section(number, step, blocks, list(agreed), list(will_do))


def _with_later(session: LiveSession, sections: list[Section]) -> list[Section]:
    """Each part with what came of it since: how promises went, and what the organisers did."""
    later = blocks_of(session)
    return [
        replace(section, blocks=[*section.blocks, *later[section.step.pk]])
        if section.included and not section.trouble and section.step.pk in later
        else section
        for section in sections
    ]


def _gist(blocks: Sequence[Block], gist: str) -> list[str]:
    found = [block for block in blocks if block.gist == gist]
    return [text for block in found for text in block.items or [row[0] for row in block.rows]]


def own_ids(block: Block, prefix: str) -> Block:
    """Two drawings of one kind stand on one page: each gets ids of its own."""
    if " id=" not in block.drawing:
        return block
    return replace(block, drawing=IDS.sub(rf"\g<1>{prefix}", block.drawing))


def cites(session: LiveSession, steps: Iterable[SessionStep] | None = None) -> list[str]:
    """The toolkits that steps (all, if none are named) come from, as they wish to be named."""
    if session.origin:
        return list(session.origin.get("cites", ()))
    keys = {step.key.partition(".")[0] for step in (session.steps.all() if steps is None else steps)}
    kits = Toolkit.objects.filter(sections__activities__slug__in=keys).distinct()
    return [kit.cite or str(kit) for kit in kits]
