"""Counting words: same spelling and plural merge, so that a word said nine times is one word nine times as large."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from activities.kinds.base import Note, Theme

EDGES = " \t.,;:!?\"'“”‘’…()-–"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a table (or of the room). It stands in the theme that its first note was put into."""

    notes: tuple[Note, ...]

    @property
    def first(self) -> Note:
        return self.notes[0]

    @property
    def text(self) -> str:
        """As most people wrote it."""
        return Counter(note.text.strip(EDGES) or note.text for note in self.notes).most_common(1)[0][0]

    @property
    def count(self) -> int:
        return len(self.notes)

    @property
    def theme(self) -> int | None:
        return self.first.theme

    @property
    def rev(self) -> int:
        return max(note.rev for note in self.notes)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Words that belong together, under a name."""

    title: str
    words: tuple[tuple[str, int], ...]
    id: int = 0

    @property
    def count(self) -> int:
        return sum(count for _word, count in self.words)


def spelling(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(EDGES) or text


def words_of(notes: Iterable[Note], by_table: bool = False) -> list[Word]:
    """The words of the notes, in the order in which they were first said; with `by_table`, each table's on their own."""
    found: dict[tuple[int | None, str], list[Note]] = {}
    for note in notes:
        found.setdefault((note.table if by_table else None, spelling(note.text)), []).append(note)
    for table, key in list(found):
        many = next((k for k in ((table, key + "s"), (table, key + "es")) if k in found), None)
        if many is not None and len(key) > 2:
            found[table, key] = sorted([*found[table, key], *found.pop(many)], key=lambda note: note.id)
    return sorted((Word(tuple(rows)) for rows in found.values()), key=lambda word: word.first.id)


def counted(words: Iterable[Word]) -> list[tuple[str, int]]:
    """Each word and how many wrote it, most first; the words of several tables count together."""
    totals: dict[str, list[Word]] = {}
    for word in words:
        totals.setdefault(spelling(word.text), []).append(word)
    rows = [(group[0].text, sum(word.count for word in group)) for group in totals.values()]
    return sorted(rows, key=lambda row: -row[1])


def clusters(words: Sequence[Word], themes: Iterable[Theme]) -> tuple[list[Cluster], list[tuple[str, int]]]:
    """The themes with their words, and the words that are in none. Themes of one name are one."""
    named: dict[str, list[Theme]] = {}
    for theme in themes:
        if not theme.gone:
            named.setdefault(spelling(theme.title), []).append(theme)
    found = []
    for same in named.values():
        ids = {theme.id for theme in same}
        inside = [word for word in words if word.theme in ids]
        found.append(Cluster(same[0].title, tuple(counted(inside)), same[0].id))
    known = {theme.id for same in named.values() for theme in same}
    return found, counted(word for word in words if word.theme not in known)
