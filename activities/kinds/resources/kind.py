"""Links and reminders to take home: read only. A page of the screen for each press of Next; phones have them all."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, field_validator

from activities.kinds.base import Block, Config, Item, Kind, Phase, State
from activities.kinds.resources.drawing import LINES, LINKS, Entry, draw_page, resource_words
from coprod.live.parts import Part


class Resource(Item):
    title: str = ""
    url: str = ""
    note: str = ""

    @field_validator("url")
    @classmethod
    def is_a_web_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("an address begins with https:// or http://")
        return url

    @property
    def entry(self) -> Entry:
        return Entry(self.title, self.text, self.url, self.note)


class Group(Config):
    id: str = Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    title: str = Field(min_length=1)
    text: str = ""
    items: tuple[Resource, ...] = Field(min_length=1)

    def pages(self) -> list[list[Entry]]:
        """As many links as have room for a square, or as many lines as can be read from the back."""
        entries = [item.entry for item in self.items]
        most = LINKS if any(entry.url for entry in entries) else LINES
        count = -(-len(entries) // most)
        size = -(-len(entries) // count)  # pages of about the same length
        return [entries[i : i + size] for i in range(0, len(entries), size)]


class ResourcesConfig(Config):
    groups: tuple[Group, ...] = Field(min_length=1)

    def pages(self) -> list[tuple[Group, list[Entry]]]:
        return [(group, entries) for group in self.groups for entries in group.pages()]


class Resources(Kind):
    name = "resources"
    label = gettext_lazy("Links and reminders")
    Config = ResourcesConfig

    def phases(self, config: ResourcesConfig) -> Sequence[Phase]:
        return tuple(self._page_phase(number, group) for number, (group, _e) in enumerate(config.pages(), 1))

    def alone(self, config: Any) -> Sequence[str]:
        return ["look"]  # phones show the whole list

    @staticmethod
    def _page_phase(number: int, group: Group) -> Phase:
        if number > 1:
            effect = _("The screen turns to the next page. Phones keep the whole list.")
            return Phase(f"look-{number}", group.title, effect)
        if any(item.url for item in group.items):
            effect = _("The screen shows links with a square for each. Phones show the whole list.")
        else:
            effect = _("The screen shows the list a page at a time. Phones show it all.")
        return Phase("look", group.title, effect)

    @staticmethod
    def _at(state: State) -> tuple[int, Group, list[Entry]]:
        """The page that is up: (its number from 1, group, entries)."""
        pages = state.config.pages()
        _look, _dash, number = state.phase.key.partition("-")
        index = min(int(number or 1), len(pages))
        group, entries = pages[index - 1]
        return index, group, entries

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        _index, group, entries = self._at(state)
        return {"group": group, "entries": entries, "no_purpose": state.phase.key != "look"}

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        if surface != "stage":
            return
        index, group, entries = self._at(state)
        context = {"svg": mark_safe(draw_page(group.title, entries)), "words": resource_words(group.title, entries)}  # noqa: S308
        yield Part("links", state.view_rev, "links", "", "kinds/resources/_drawing.html", context)
        where = {"page": index, "of": len(state.config.pages())}
        if where["of"] > 1:
            yield Part("page", state.view_rev, "page", "", "kinds/resources/_page.html", where, "span")

    # -- afterwards ----------------------------------------------------------------------------------------------

    def report(self, state: State) -> Sequence[Block]:
        blocks = []
        for group in state.config.groups:
            words = resource_words(group.title, [item.entry for item in group.items])
            blocks.append(Block(group.title, group.text, items=words.items))
        return blocks
