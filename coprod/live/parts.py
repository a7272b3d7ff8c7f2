"""What a screen shows, as parts, and how a change becomes a delta.

A `View` is what one audience sees at one moment: a frame (the page's structure, with named slots) and parts that
stand in the slots. A part is one note, one chart, one heading, never a whole column. Each carries the revision of
its newest row, so the change since revision `n` is the parts newer than `n`; a part whose row went is sent as a
tombstone. When the view's key changes (the step, the phase, a pause), everything is sent anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a screen. `id` is unique on the screen; `order` sorts it within `slot` (compared as text)."""

    id: str
    rev: int
    slot: str = ""
    order: str = ""
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    tag: str = "div"
    classes: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What one audience sees. `rev` is the revision at which `key` last changed; `epoch` changes with a restored backup.

    `context` is the frame's, made only when everything is drawn. Parts no newer than `since` may be missing: such a view
    serves screens that have them, and cannot be drawn whole.
    """

    key: str
    rev: int
    head: int
    epoch: str
    template: str
    context: Callable[[], Mapping[str, Any]]
    parts: tuple[Part, ...]
    since: int = -1
    touched: tuple[tuple[int, int], ...] = ()  # (row id, revision): rows whose owner should look at their own copy

    def follows(self, at: "Position | None") -> bool:
        """Whether a screen there needs no more than what is newer."""
        if at is None or at.view != self.key or at.epoch != self.epoch:
            return False
        return self.rev <= at.rev <= self.head


class Position(NamedTuple):
    """Where a screen is: what it has already got."""

    rev: int
    view: str
    epoch: str


class Fragment(NamedTuple):
    """A change on its way to a screen: whole (`full`) or what is newer than the screen's position."""

    at: Position
    full: bool
    html: str
    touched: tuple[int, ...]


class PartCache:
    """Rendered parts by (id, language, revision); a part that is not asked for again ages out.

    One cache serves one audience of one room, so equal ids mean equal contexts.
    """

    def __init__(self, size: int = 4000) -> None:
        self._kept: OrderedDict[tuple[str, str, int, str], SafeString] = OrderedDict()
        self._size = size

    def html(self, part: Part, language: str, view_key: str) -> SafeString:
        key = (part.id, language, part.rev, view_key)
        html = self._kept.get(key)
        if html is None:
            html = self._kept[key] = render_part(part)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return html


def render_part(part: Part) -> SafeString:
    """One element with the part's id; a part that is gone is an empty element marked so."""
    if part.gone:
        return format_html('<i id="{}" data-gone></i>', part.id)
    inner = get_template(part.template).template.render(_context(part.context))  # type: ignore[attr-defined]
    classes = format_html(' class="{}"', part.classes) if part.classes else ""
    return mark_safe(  # noqa: S308 - built from escaped pieces
        f'<{part.tag} id="{part.id}" data-s="{part.slot}" data-o="{part.order}"{classes}>{inner}</{part.tag}>'
    )


def _context(values: Mapping[str, Any]) -> Any:
    from django.template import Context

    return Context(values)


def whole(view: View, language: str, cache: PartCache | None = None) -> str:
    """The view as one HTML string: a page's first render, and what a screen gets when it is too far behind.

    Raises ValueError for a view that holds only what is new.
    """
    if view.since >= 0:
        raise ValueError(f"this view holds only what is newer than {view.since}")
    cache = cache or PartCache()
    with override(language):
        slots: dict[str, list[str]] = {}
        for part in sorted((p for p in view.parts if not p.gone), key=lambda p: p.order):
            slots.setdefault(part.slot, []).append(cache.html(part, language, view.key))
        filled = {name: mark_safe("".join(pieces)) for name, pieces in slots.items()}  # noqa: S308
        context = _context({**view.context(), "slots": filled})
        return get_template(view.template).template.render(context)  # type: ignore[attr-defined]


def change(view: View, since: Position | None, language: str, cache: PartCache | None = None) -> Fragment | None:
    """What a screen at `since` lacks, or None when it lacks nothing."""
    cache = cache or PartCache()
    at = Position(view.head, view.key, view.epoch)
    if since is None or not view.follows(since):
        return Fragment(at, True, whole(view, language, cache), ())
    if since.rev == view.head:
        return None
    with override(language):
        html = "".join(
            cache.html(part, language, view.key)
            for part in sorted(view.parts, key=lambda p: p.order)
            if part.rev > since.rev
        )
    touched = tuple(row for row, rev in view.touched if rev > since.rev)
    return Fragment(at, False, html, touched)
