"""A page that only its owner can read, and the few lines of it that they choose to share: what sheets and interviews have in common.

What is written is kept as private entries, sealed with its owner's key. Nothing of it reaches a `State`: the owner's own
form and their lines come by `mine`, and a line is shared by being sent as a note, after its preview.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import Field

from activities.drawing.paper import paper_class
from activities.kinds.base import (
    MARKS,
    NOTE_LIMIT,
    Asked,
    Block,
    Carried,
    Config,
    Item,
    Kind,
    Note,
    Own,
    Phase,
    Refusal,
    State,
    StepInfo,
    Write,
    note_part,
)
from coprod.live.parts import Part

TEMPLATES = "kinds/sheet/"


class Share(Config):
    """What may be shared: lines of these fields, at most `pick` of each (or of all, when `each` is false)."""

    pick: int | None = Field(default=None, ge=1, le=20)
    fields: tuple[str, ...] = ()
    text: str = ""
    output: str = ""
    goals: str = ""  # the field whose lines are the output; all of them when empty


class Prompt(Item):
    """Asked of the room afterwards, as notes that everybody sees."""

    id: str = Field(min_length=1)
    title: str = Field(max_length=22)


@dataclass(frozen=True, slots=True)
class Box:
    """One place to write on the page. `kept` is false where the words never leave the phone."""

    id: str
    text: str
    group: str = ""
    hint: str = ""
    hints: tuple[Item, ...] = ()
    lines: bool = False
    kept: bool = True
    short: bool = False

    @property
    def dom(self) -> str:
        return self.id.replace(":", "-")


@dataclass(frozen=True, slots=True)
class Wall:
    """A place on the wall for lines of one field, or a prompt of the end."""

    id: str
    title: str
    colour: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that could be shared: `text` is word for word what others would see."""

    zone: str
    number: int
    text: str
    colour: str
    shared: bool

    @property
    def too_long(self) -> bool:
        return len(self.text) > NOTE_LIMIT

    @property
    def classes(self) -> str:
        return f"note {self.colour} {paper_class(self.text)}"


class OwnPage(Kind):
    """A kind whose phases are writing ones, then `choose`, `wall` and `after`, as far as its configuration has them."""

    note_privacy: ClassVar[str] = "everyone_no_names"
    pick_of_each: ClassVar[bool] = True

    # -- said by each of the two ---------------------------------------------------------------------------------

    def boxes(self, config: Any, entries: Mapping[str, str]) -> Sequence[Box]:
        """The places to write, with rows for what was already written."""
        raise NotImplementedError

    def shared_walls(self, config: Any) -> Sequence[Wall]:
        raise NotImplementedError

    def asked(self, config: Any) -> Sequence[Any]:
        """The prompts of the end."""
        return ()

    def worded(self, box: Box, line: str) -> str:
        """A line as it is shared: where the question is the start of a sentence, the whole sentence."""
        return f"{box.text[:-1].rstrip()} {line}" if box.text.endswith("…") else line

    # -- phases --------------------------------------------------------------------------------------------------

    def closing_phases(self, config: Any) -> list[Phase]:
        found = []
        if config.share:
            effect = _("Phones ask what may show, with a preview. Sharing nothing is fine. The screen waits.")
            writes = frozenset({"note", "change", "keep"})
            found.append(Phase("choose", _("Choose"), effect, _("Choose what may show. Or nothing."), writes))
            effect = _("The screen and phones show what was shared, all at once.")
            found.append(Phase("wall", _("The wall"), effect, _("This is what people shared.")))
        return found

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config, key = state.config, state.phase.key
        choosing, after = key == "choose", key == "after"
        walls = self.after_walls(config) if after else self.shared_walls(config)
        split = after or len(walls) <= 3
        found: dict[str, Any] = {
            "writing": bool(state.phase.writes) and not choosing and not after,
            "choosing": choosing, "after": after, "walls": walls if split else (), "one_wall": not split,
            "zones": walls if choosing or after else (), "no_purpose": choosing or after or key == "wall",
            "no_ahead": choosing or after or key == "wall",
        }  # fmt: skip
        if key == "wall" or after:
            found["privacy"] = self.note_privacy
        return found

    @staticmethod
    def after_walls(config: Any) -> Sequence[Wall]:
        prompts = getattr(config, "after", ())
        return [Wall(p.id, p.title, MARKS[(i + 2) % 4], p.text) for i, p in enumerate(prompts)]

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        if write.verb == "change":
            return replace(write, zone="")
        zones = self.after_walls(step.config) if phase.key == "after" else self.shared_walls(step.config)
        known = [zone.id for zone in zones]
        zone = write.zone or (known[0] if len(known) == 1 else "")
        if zone not in known:
            raise Refusal(_("Choose where your note goes. Your words are still in the box."))
        if phase.key == "choose" and not own.facilitator:
            self._check_pick(step.config.share, zone, own)
        return replace(write, zone=zone)

    def _check_pick(self, share: Share, zone: str, own: Own) -> None:
        given = [n for n in own.notes if n.live and (n.zone == zone or not self.pick_of_each)]
        if share.pick and len(given) >= share.pick:
            raise Refusal(
                ngettext(
                    "You have shared %(number)d. Take it back first.",
                    "You have shared %(number)d. Take one back first.",
                    share.pick,
                )
                % {"number": share.pick}
            )

    def keeps(self, config: Any, field: str) -> bool:
        """Boxes of the page, and words that were being written for the room when it went on."""
        if field.startswith("moved-on-"):
            return True
        return any(box.id == field and box.kept for box in self.possible_boxes(config))

    def possible_boxes(self, config: Any) -> Sequence[Box]:
        """Every box that the page may come to have."""
        return self.boxes(config, {})

    # -- kept, and carried on, for its owner alone ---------------------------------------------------------------

    def keepable(self, config: Any) -> bool:
        return True

    def own_page(self, config: Any, own: Own) -> Sequence[Asked]:
        boxes = [box for box in self.boxes(config, own.entries) if box.kept]
        known = {box.id for box in boxes}
        moved_on = [Asked(name, "", text) for name, text in own.entries.items() if name not in known]
        return [*(Asked(box.id, box.text, own.entries.get(box.id, "")) for box in boxes), *moved_on]

    def own_outputs(self, config: Any, own: Own) -> Mapping[str, Sequence[Carried]]:
        """The lines of one's own page, shared or not."""
        share = config.share
        if share is None or not share.output:
            return {}
        names = [share.goals] if share.goals else [wall.id for wall in self.shared_walls(config)]
        lines = [line.strip() for name in names for line in own.entries.get(name, "").splitlines()]
        return {share.output: [Carried(f"own{i}", line) for i, line in enumerate(filter(None, lines))]}

    # -- what only the owner sees --------------------------------------------------------------------------------

    def mine(self, state: State, own: Own) -> Iterable[Part]:
        boxes = self.boxes(state.config, own.entries)
        for i, box in enumerate(boxes):
            context = {"box": box, "value": own.entries.get(box.id, ""), "step": state.step}
            yield Part(f"box-{box.dom}", 0, f"page-{box.group}", f"{i:04d}", f"{TEMPLATES}_box.html", context)
        if state.phase.key == "choose":
            yield self._lines(state, own, boxes)

    def _lines(self, state: State, own: Own, boxes: Sequence[Box]) -> Part:
        share: Share = state.config.share
        shared = [(n.zone, n.text) for n in own.notes if n.live]
        groups = []
        for wall in self.shared_walls(state.config):
            lines = [
                Line(wall.id, number, text, wall.colour, (wall.id, text) in shared)
                for number, text in enumerate(self._texts(wall, boxes, own))
            ]
            given = sum(zone == wall.id or not self.pick_of_each for zone, text in shared)
            left = max(0, share.pick - given) if share.pick else None
            groups.append({"wall": wall, "lines": lines, "left": left, "any": any(not x.shared for x in lines)})
        context = {
            "groups": [group for group in groups if group["lines"]], "each": self.pick_of_each, "share": share,
            "left_of_all": None if self.pick_of_each or not groups else groups[0]["left"], "step": state.step,
        }  # fmt: skip
        return Part("lines", 0, "lines", "", f"{TEMPLATES}_lines.html", context)

    def _texts(self, wall: Wall, boxes: Sequence[Box], own: Own) -> list[str]:
        box = next((b for b in boxes if b.id == wall.id), None)
        if box is None:
            return []
        written = [" ".join(line.split()) for line in own.entries.get(wall.id, "").splitlines()]
        return list(dict.fromkeys(self.worded(box, line) for line in written if line))

    # -- what the room sees --------------------------------------------------------------------------------------

    def answered(self, state: State) -> int | None:
        """Nobody is counted while people write for themselves or decide whether to share."""
        if state.phase.key != "after":
            return None
        zones = {wall.id for wall in self.after_walls(state.config)}
        return len({note.person for note in state.notes if note.live and note.zone in zones})

    def saved(self, state: State, note: Note) -> str:
        return _("Saved. It goes on the wall together with the others.") if state.phase.key == "choose" else ""

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        if surface == "console":
            yield self._count(state)
            return
        if state.phase.key not in ("wall", "after"):
            return
        walls = self.after_walls(state.config) if state.phase.key == "after" else self.shared_walls(state.config)
        split = state.phase.key == "after" or len(walls) <= 3
        for note in state.moved:
            wall = next((w for w in walls if w.id == note.zone), None)
            if wall is None:
                continue
            slot = f"wall-{wall.id}" if split else "wall"
            yield note_part(note, slot, wall.colour, f"{TEMPLATES}_note.html")

    def _count(self, state: State) -> Part:
        zones = {wall.id for wall in self.shared_walls(state.config)}
        shared = sum(note.shown and note.zone in zones for note in state.notes)
        waiting = sum(note.held and note.zone in zones for note in state.notes)
        rev = max([state.view_rev, *(note.rev for note in state.notes)])
        context = {"shared": shared, "waiting": waiting, "sharing": bool(zones)}
        return Part("shared", rev, "shared", "", f"{TEMPLATES}_count.html", context, "p")

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        share = state.config.share
        if share is None or not share.output:
            return {}
        zones = {share.goals} if share.goals else {wall.id for wall in self.shared_walls(state.config)}
        return {share.output: [Carried(f"n{n.id}", n.text, table=n.table) for n in state.shown if n.zone in zones]}

    def report(self, state: State) -> Sequence[Block]:
        """What was shared, and nothing else: no count of pages, and no word of what stayed private."""
        blocks = []
        for wall in (*self.shared_walls(state.config), *self.after_walls(state.config)):
            items = [note.text for note in state.shown if note.zone == wall.id]
            blocks.append(Block(wall.title, "" if items else _("Nothing was shared."), items=items))
        return blocks
