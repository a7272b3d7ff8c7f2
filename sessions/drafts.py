"""Words of ours (`own: true`) that stand in for what a toolkit lost: the facilitator may change them before the start.

Stages of recovery, say, are not ours to decide for people. The change is made in this session's frozen copy alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from activities.kinds.registry import kind
from sessions.models import LiveSession, SessionStep

WORDS = ("name", "title", "text")


@dataclass(frozen=True)
class Draft:
    """One text of ours in a step. `field` names it in a form: "<step>.<path>.<key>"."""

    step: SessionStep
    path: tuple[str | int, ...]
    key: str
    words: str
    error: str = ""

    @property
    def field(self) -> str:
        return ".".join(map(str, (self.step.pk, *self.path, self.key)))

    @property
    def long(self) -> bool:
        return self.key == "text"


def drafts_of(session: LiveSession) -> list[Draft]:
    """Every text of ours in the session's steps, in order."""
    return [draft for step in session.steps.all() for draft in _in_step(step)]


def _in_step(step: SessionStep) -> Iterator[Draft]:
    for path, mapping in _own(step.config):
        for key in WORDS:
            if isinstance(mapping.get(key), str):
                yield Draft(step, path, key, mapping[key])


def _own(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    if isinstance(node, dict):
        if node.get("own") is True:
            yield path, node
        for key, value in node.items():
            yield from _own(value, (*path, key))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from _own(value, (*path, i))


def change_drafts(session: LiveSession, typed: dict[str, str]) -> list[Draft]:
    """Keeps what was typed, a step at a time; returns the drafts with what was typed and, where it cannot be kept, why."""
    shown: list[Draft] = []
    with session.change() as rev:
        LiveSession.objects.filter(pk=session.pk).update(view_rev=rev)
        for step in session.steps.all():
            shown += _change_step(step, typed)
    return shown


def _change_step(step: SessionStep, typed: dict[str, str]) -> list[Draft]:
    drafts = list(_in_step(step))
    told = [Draft(step, d.path, d.key, " ".join(typed.get(d.field, d.words).split()), "") for d in drafts]
    for draft in told:
        if not draft.words:
            return [Draft(step, d.path, d.key, d.words, "" if d.words else _("Write a few words here.")) for d in told]
        _at(step.config, draft.path)[draft.key] = draft.words
    try:
        kind(step.kind).clean_config(step.config)
    except ValidationError as error:
        wrong = {tuple(e["loc"]): e["msg"] for e in error.errors()}
        return [Draft(step, d.path, d.key, d.words, wrong.get((*d.path, d.key), "")) for d in told]
    SessionStep.objects.filter(pk=step.pk).update(config=step.config)
    return told


def _at(node: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        node = node[key]
    return node
