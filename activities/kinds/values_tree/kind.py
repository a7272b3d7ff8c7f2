"""Values at the roots, groups of them on the trunk, shared ones as leaves; then a talk about where people differ."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.kinds.base import (
    FEW,
    Block,
    Carried,
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
from activities.kinds.values_tree import outcome
from activities.kinds.values_tree.config import OWN, TreeConfig
from activities.kinds.values_tree.drawing import values_tree
from activities.kinds.values_tree.growth import Growth, Picked, growths, offers, tree_of
from activities.kinds.values_tree.words import values_tree_words
from coprod.live.parts import Part

ITEM = re.compile(r"(pick|in|vote):[A-Za-z0-9_-]{1,60}")
OWN_LIMIT = 40
TEMPLATES = "kinds/values_tree/"


class ValuesTree(Kind):
    name = "values_tree"
    label = gettext_lazy("A values tree")
    Config = TreeConfig
    last_word = r"in:.*"
    numbers = (
        r"(?:pick|vote):n(?P<note>\d+)=.*",
        r"(?:pick|vote):t(?P<theme>\d+)=.*",
        r"in:n(?P<note>\d+)=(?P<theme>\d+)",
        r"in:[^=]*=(?P<theme>\d+)",
    )

    def phases(self, config: TreeConfig) -> Sequence[Phase]:
        picking = {"answer", "clear"} | ({"note", "change"} if config.own else set())
        return (
            Phase("pick", _("Pick"), _("Phones show the values to pick from. The screen shows how many have picked."),
                  "", frozenset(picking)),
            Phase("roots", _("Roots"), _("The screen shows all the values, and how many picked each. Phones stop picking."),
                  _("What matters to each of us")),
            Phase("group", _("Group"), _("Tables put alike values together. For one room you do it here. The trunk grows."),
                  _("Which of these belong together?"), frozenset({"theme", "rename", "answer"})),
            Phase("vote", _("Choose"), _("Phones show the values to vote on. The screen shows how many have voted."),
                  _("Which of these do we want to share?"), frozenset({"answer", "clear"})),
            Phase("talk", _("Talk"), _("The screen shows the whole tree. Phones open a box for what you say about it."),
                  _("This is our tree. What do you see?"), frozenset({"note", "change", "keep", "answer"})),
            Phase("read", _("Read"), _("Phones stop writing. The screen shows what you wrote about the tree."),
                  _("What we said about our tree")),
        )  # fmt: skip

    def alone(self, config: Any) -> Sequence[str]:
        return ["pick"]

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        config: TreeConfig = step.config
        write = super().accept(write, step, phase, own)
        if write.verb in ("note", "change"):
            write = self._into_zone(write, phase, config, own)
            self.check_length(write)
        if phase.key == "group":
            self._check_grouping(step, own)
        if write.verb in ("answer", "clear"):
            return self._answer(write, phase, config, own)
        return write

    @staticmethod
    def _into_zone(write: Write, phase: Phase, config: TreeConfig, own: Own) -> Write:
        if write.verb == "change":  # it stays where it was written, whatever the room does now
            mine = next((note.zone for note in own.notes if note.id == write.note), "")
            return replace(write, zone=mine)
        zones = [zone["id"] for zone in (config.own_zones() if phase.key == "pick" else config.talk_zones())]
        zone = write.zone or (zones[0] if len(zones) == 1 else "")
        if zone not in zones:
            raise Refusal(_("Choose what your note is about. Your words are still in the box."))
        return replace(write, zone=zone)

    @staticmethod
    def _check_grouping(step: StepInfo, own: Own) -> None:
        if step.grouping == "everyone" and not own.facilitator:
            raise Refusal(_("Your facilitator groups the values for the whole room. Say it out loud."))

    def _answer(self, write: Write, phase: Phase, config: TreeConfig, own: Own) -> Write:
        if phase.key == "talk":
            if write.item != outcome.ITEM or write.value not in outcome.choices():
                raise Refusal(_("Choose one first, or skip."))
            return replace(write, text="")
        verb = {"pick": "pick:", "group": "in:", "vote": "vote:"}[phase.key]
        if not ITEM.fullmatch(write.item) or not write.item.startswith(verb):
            raise Refusal(_("Tap a value first."))
        if phase.key == "group":
            if write.theme is None and write.value != "none":
                raise Refusal(_("That group is not there any more. Choose another."))
            return replace(write, value="" if write.theme is None else str(write.theme), text="")
        if write.verb == "answer":
            if write.value != "1":
                raise Refusal(_("That value is not there any more."))
            if phase.key == "vote":
                self._check_votes(write, config.votes, own)
        return replace(write, text="")

    @staticmethod
    def _check_votes(write: Write, votes: int, own: Own) -> None:
        given = [item for item, answer in own.answers.items() if item.startswith("vote:") and not answer.gone]
        if write.item not in given and len(given) >= votes:
            message = ngettext(
                "You have %(votes)d vote. Take it off another first.",
                "You have %(votes)d votes. Take one off first.",
                votes,
            )
            raise Refusal(message % {"votes": votes})

    def limit(self, write: Write) -> int:
        return OWN_LIMIT if write.zone == OWN else super().limit(write)

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def answered(self, state: State) -> int | None:
        """The people of this phase: moving values into groups is nobody's answer."""
        if state.phase.key == "group":
            return None
        trees = growths(state)
        if state.phase.key == "pick":
            return sum(tree.pickers for tree in trees)
        if state.phase.key == "vote":
            return sum(tree.voters for tree in trees)
        return len({note.person for note in state.notes if note.live and note.zone != OWN})

    def saved(self, state: State, note: Note) -> str:
        return _("Saved. It grows at the roots.") if note.zone == OWN else _("Saved. We read it together later.")

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: TreeConfig = state.config
        key = state.phase.key
        zones = config.own_zones() if key == "pick" else config.talk_zones() if key in ("talk", "read") else []
        return {
            "offers": offers(config, state.carried) if key == "pick" and surface == "phone" else [],
            "zones": zones,
            "own_limit": OWN_LIMIT,
            "may_sort": _may_sort(state, surface),
            "no_purpose": key != "pick",
            "say": self._say(state),
            "may_say": list(outcome.choices().items()) if key == "talk" else [],
        }

    @staticmethod
    def _say(state: State) -> str:
        """For the facilitator, after the first phase, which has the step's own words."""
        at_tables = _(
            "At your table, put values together that belong together, and give each group a name. Two people may mean two things by one word, so ask first."
        )
        told = {
            "roots": _("These are the values we hold, and how many of us picked each. What strikes you? You do not have to say which you picked."),
            "group": at_tables if state.tables else _("Which of these belong together? Say it out loud, and I move them. Two people may mean two things by one word, so ask first."),
            "vote": _("Now choose the values you want us to share. The screen shows how many have chosen, and never who. You can leave votes over, or skip."),
            "talk": _("This is our tree. You may not all agree, and that is fine. Write down what you see in it, and where you see it differently. Skip if you like."),
            "read": _("Let us read what you wrote. Where we differ is worth as much as where we agree. Is anything missing?"),
        }  # fmt: skip
        return told.get(state.phase.key, "")

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        if surface == "console":
            yield from self._console_parts(state)
        elif surface == "stage":
            yield from self._talked(state) if state.phase.key == "read" else [_drawing(state)]
        else:
            yield from self._phone_parts(state)
        if state.phase.key in ("talk", "read"):
            yield _agreed_or_not(state, surface)

    def _phone_parts(self, state: State) -> Iterable[Part]:
        key = state.phase.key
        if key == "group":
            yield from _sorting(state, "phone")
        elif key == "vote":
            yield from _ballot(state)
        elif key != "pick":
            yield _words(state)
        if key == "read" or (key == "talk" and state.scope is not None):
            yield from self._talked(state)

    def _console_parts(self, state: State) -> Iterable[Part]:
        key = state.phase.key
        trees = growths(state)
        if key in ("pick", "vote"):
            people = sum(tree.pickers if key == "pick" else tree.voters for tree in trees)
            given = sum(tree.picks if key == "pick" else tree.votes.total() for tree in trees)
            context = {"people": people, "given": given, "few": people < FEW, "key": key}
            yield Part("so-far", max(tree.rev for tree in trees), "so-far", "", f"{TEMPLATES}_so_far.html", context)
        elif key == "group" and not state.tables:
            yield from _sorting(state, "console")
        elif key != "read":
            for tree in trees:
                if tree.state.scope is not None or tree.here:
                    yield _words(tree.state, "words")

    def _talked(self, state: State) -> Iterable[Part]:
        """Notes of the talk, under what they are about."""
        marks = state.config.zone_marks()
        for note in state.moved:
            if note.zone != OWN:
                colour = marks.get(note.zone, "sky")
                yield note_part(note, f"zone-{note.zone}", colour, table=state.table_to_name(note))

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        trees = growths(state)
        picks = [Carried(value.key, value.name, value.count) for tree in trees for value in tree.here]
        groups = [
            Carried(f"t{theme.id}", theme.title, sum(value.count for value in tree.of(theme.id)))
            for tree in trees
            for theme in tree.themes.values()
            if tree.of(theme.id)
        ]
        agreed = [Carried(*row) for tree in trees for row in tree.agreed()]
        return {"picks": _summed(picks), "groups": _summed(groups), "agreed": _summed(agreed)}

    def report(self, state: State) -> Sequence[Block]:
        done = replace(state, phase=self.phases(state.config)[-1])
        trees = [tree.state for tree in growths(done) if tree.here]
        blocks = [_block(one) for one in ([done] if len(trees) != 1 else trees)]
        if len(trees) > 1:
            blocks += [_block(one) for one in trees]
        if said := outcome.lines(state):
            blocks.append(Block(_("Did you agree?"), items=said, gist="agreed"))
        for zone in state.config.talk_zones():
            said = [note.text for note in state.shown if note.zone == zone["id"]]
            if said:
                blocks.append(Block(zone["title"], items=said))
        return blocks


def _may_sort(state: State, surface: str) -> bool:
    """At tables each table makes its own groups on its phones; for one room the facilitator makes them."""
    if state.phase.key != "group":
        return False
    return state.scope is not None if surface == "phone" else surface == "console" and not state.tables


def _drawing(state: State) -> Part:
    tree = tree_of(state)
    rev = max(one.rev for one in growths(state))
    context = {
        "drawing": mark_safe(values_tree(tree)),
        "words": values_tree_words(tree),
        "hidden": state.phase.key == "pick",
    }  # noqa: S308
    return Part("tree", rev, "tree", "", f"{TEMPLATES}_drawing.html", context)


def _words(state: State, slot: str = "tree") -> Part:
    """The tree in words: what a phone shows of it, and the console at tables."""
    tree = tree_of(state)
    rev = max(one.rev for one in growths(state))
    key = f"tree{state.scope}" if state.scope is not None and slot == "words" else "tree"
    context = {
        "tree": tree,
        "words": values_tree_words(tree),
        "key": state.phase.key,
        "table": state.scope if slot == "words" else None,
    }
    return Part(key, rev, slot, f"{state.scope or 0:03d}", f"{TEMPLATES}_words.html", context, "section")


def _agreed_or_not(state: State, surface: str) -> Part:
    """What each table and the room said: at the foot of the big screen, beside the question elsewhere."""
    slot = "page" if surface == "stage" else "outcome"
    lines = outcome.summary(state) if surface == "stage" else outcome.lines(state)
    context = {"lines": lines, "surface": surface}
    return Part("outcome", outcome.rev(state), slot, "", f"{TEMPLATES}_outcome.html", context, "span")


def _place(value: Picked, index: int) -> str:
    return f"{value.group or 0:09d}.{index:04d}"


def _sorting(state: State, surface: str) -> Iterable[Part]:
    """Group heads, the buttons that put a chosen value into a group, and a card for each value."""
    tree, may_sort = Growth(state), _may_sort(state, surface)
    for theme in state.themes:
        context = {"theme": theme, "step": state.step, "may_sort": may_sort}
        yield Part(f"head{theme.id}", theme.rev, "grouped", f"{theme.id:09d}", f"{TEMPLATES}_head.html", context, "li",
                   "group-head", gone=theme.gone)  # fmt: skip
        if may_sort:
            yield Part(f"into{theme.id}", theme.rev, "into", f"{theme.id:09d}", f"{TEMPLATES}_into.html", context, "li",
                       gone=theme.gone)  # fmt: skip
    for index, value in enumerate(tree.values):
        context = {"value": value, "may_sort": may_sort}
        slot = "grouped" if value.group else "loose"
        yield Part(f"value-{value.key}", value.rev, slot, _place(value, index), f"{TEMPLATES}_card.html", context, "li",
                   gone=not value.count)  # fmt: skip


def _ballot(state: State) -> Iterable[Part]:
    """What may be voted on: each group that holds a value, and each value."""
    tree = Growth(state)
    held = {value.group for value in tree.here}
    for theme in state.themes:
        context = {"key": f"t{theme.id}", "name": theme.title, "group": True, "step": state.step}
        yield Part(f"vote-t{theme.id}", tree.rev_of(theme), "grouped", f"{theme.id:09d}", f"{TEMPLATES}_vote.html", context,
                   "li", "group-head", gone=theme.id not in held)  # fmt: skip
    for index, value in enumerate(tree.values):
        context = {"key": value.key, "name": value.name, "group": False, "step": state.step}
        slot = "grouped" if value.group else "loose"
        yield Part(f"vote-{value.key}", value.rev, slot, _place(value, index), f"{TEMPLATES}_vote.html", context, "li",
                   gone=not value.count)  # fmt: skip


def _summed(rows: Sequence[Carried]) -> list[Carried]:
    """The same words of several tables once, most first."""
    found: dict[str, Carried] = {}
    for row in rows:
        first = found.get(row.text.casefold(), Carried(row.id, row.text, 0))
        found[row.text.casefold()] = Carried(first.id, first.text, first.count + row.count)
    return sorted(found.values(), key=lambda row: -row.count)


def _block(state: State) -> Block:
    tree = tree_of(state)
    words = values_tree_words(tree)
    heading = words["heading"]
    if state.scope is not None:
        heading = _("Table %(number)d") % {"number": state.scope}
    drawing = values_tree(replace(tree, title=heading), uid=f"tree{state.step.id}-{state.scope or 0}")
    return Block(heading, words["summary"], drawing, words["columns"], words["rows"])
