"""What a drawing says, as plain data: for its title, the hidden twin on the page, the report's table and print."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import npgettext


@dataclass(frozen=True, slots=True)
class Words:
    """`heading` names the drawing, `text` is its full equivalent; then a table (`rows` under `columns`) or a list.

    The names are those of a report's block, so a kind hands them on as they are.
    """

    heading: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """For the `<title>` of the drawing, which in print is the figure's only alternative text."""
        heading = self.heading.rstrip()
        return f"{heading}{'' if heading.endswith(('.', '?', '!')) else '.'} {self.text}".strip()


def people(n: int) -> str:
    return npgettext("a count", "%(n)d person", "%(n)d people", n) % {"n": n}
