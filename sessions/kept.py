"""What a person keeps on their own link until a date they pick: whole pages, sealed, which only their secret finds and opens.

While the session lasts, the page's first take follows what they write there. Later takes are written on the kept page alone.
Deleting the session touches none of it: nothing here leads to a session, and nothing in a session leads here.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from activities.kinds.base import Asked
from activities.kinds.registry import kind
from sessions import erasure, secrets
from sessions.models import KeptPage, SessionStep
from sessions.source import own_rows

PLACES = 24  # how many pages one person may keep
MOST_TAKES = 24
MOST_LETTERS = 4000  # in one box, as everywhere
MOST_DAYS = 731  # two years


class NoPlace(Exception):
    """The person keeps as many pages as they may."""


@dataclass(frozen=True)
class Take:
    """The page as it was filled in from that day on."""

    on: date
    words: Sequence[Asked]

    @property
    def filled(self) -> list[Asked]:
        return [asked for asked in self.words if asked.text.strip()]


@dataclass(frozen=True)
class Kept:
    """A kept page, opened. `source` names the step it comes from while that step can still be found."""

    place: int
    until: date
    title: str
    session: str
    source: str
    takes: Sequence[Take]

    @property
    def now(self) -> Take:
        return self.takes[-1]

    @property
    def earlier(self) -> list[Take]:
        """The takes before, newest first."""
        return list(reversed(self.takes[:-1]))

    @property
    def newest_first(self) -> list[Take]:
        return list(reversed(self.takes))

    def save(self, secret: str, *, new: bool = False) -> None:
        """Writes it down; a page that its owner let go meanwhile, on another phone, stays gone."""
        locator = secrets.page_locator(secret, self.place)
        takes = [{"on": take.on.isoformat(), "words": [asdict(asked) for asked in take.words]} for take in self.takes]
        told = {"title": self.title, "session": self.session, "source": self.source, "takes": takes}
        sealed = secrets.seal(secret, locator, json.dumps(told, ensure_ascii=False))
        if new:
            KeptPage.objects.create(locator=locator, sealed=sealed, keep_until=self.until)
        else:
            rows = KeptPage.objects.filter(locator=locator).exclude(sealed=b"")
            rows.update(sealed=sealed, keep_until=self.until)


def shelf(secret: str) -> list[Kept]:
    """Every page the owner of a secret keeps, in the order of their places; one query."""
    places = {secrets.page_locator(secret, place): place for place in range(PLACES)}
    rows = KeptPage.objects.filter(locator__in=places, keep_until__gt=timezone.localdate())
    opened = (_open(secret, places[row.locator], row) for row in rows)
    return sorted((page for page in opened if page is not None), key=lambda page: page.place)


def _open(secret: str, place: int, row: KeptPage) -> Kept | None:
    text = secrets.unseal(secret, row.locator, bytes(row.sealed))
    if text is None:
        return None
    told = json.loads(text)
    takes = [Take(date.fromisoformat(t["on"]), [Asked(**asked) for asked in t["words"]]) for t in told["takes"]]
    return Kept(place, row.keep_until, told["title"], told["session"], told["source"], takes)


def page_at(secret: str, place: int) -> Kept | None:
    return next((page for page in shelf(secret) if page.place == place), None)


def page_of(step: SessionStep, secret: str) -> Kept | None:
    """The kept page of a step of a session that still has its keys."""
    return next((page for page in shelf(secret) if page.source == step.salt), None)


# -- keeping -----------------------------------------------------------------------------------------------------------


def may_keep(step: SessionStep) -> bool:
    return bool(kind(step.kind).keepable(step.info.config))


def words_of(step: SessionStep, secret: str) -> list[Asked]:
    """The owner's page of a step, question by question."""
    own = own_rows(step, secret, sealed=True)
    return list(kind(step.kind).own_page(step.info.config, own))


@transaction.atomic
def keep(step: SessionStep, secret: str, until: date) -> Kept:
    """Keeps the owner's page of a step until that day, or moves the day. Raises NoPlace."""
    before = page_of(step, secret)
    if before is not None:
        moved = replace(before, until=until)
        moved.save(secret)
        return moved
    take = Take(timezone.localdate(), words_of(step, secret))
    page = Kept(_free_place(secret), until, step.title, step.session.title, step.salt, [take])
    page.save(secret, new=True)
    return page


def _free_place(secret: str) -> int:
    places = {place: secrets.page_locator(secret, place) for place in range(PLACES)}
    taken = set(KeptPage.objects.filter(locator__in=places.values()).values_list("locator", flat=True))
    found = next((place for place, locator in places.items() if locator not in taken), None)
    if found is None:
        raise NoPlace
    return found


@transaction.atomic
def follow(step: SessionStep, secret: str) -> None:
    """After a write into a step: the first take of its kept page, if there is one, says the same."""
    page = page_of(step, secret)
    if page is not None:
        first = replace(page.takes[0], words=words_of(step, secret))
        replace(page, takes=[first, *page.takes[1:]]).save(secret)


# -- working on it later -----------------------------------------------------------------------------------------------


def _as_it_is(page: Kept, secret: str) -> Kept:
    """The page as another phone may have left it meanwhile; call it inside a transaction."""
    return page_at(secret, page.place) or page


@transaction.atomic
def write(page: Kept, secret: str, texts: dict[str, str], number: int = 0) -> Kept:
    """Take `number` (from 1; 0 is the newest) with these texts, by the ids of their questions.

    A page may be open on one phone when another begins a new take: what is typed there belongs to the take it showed.
    """
    page = _as_it_is(page, secret)
    place = number - 1 if 0 < number <= len(page.takes) else len(page.takes) - 1
    words = [replace(asked, text=texts.get(asked.id, asked.text)) for asked in page.takes[place].words]
    takes = [replace(take, words=words) if i == place else take for i, take in enumerate(page.takes)]
    written = replace(page, takes=takes)
    written.save(secret)
    return written


@transaction.atomic
def begin_again(page: Kept, secret: str) -> Kept:
    """A new take with the same questions, dated today; what was written before stays. Nothing, while the newest is empty."""
    page = _as_it_is(page, secret)
    if not page.now.filled or len(page.takes) >= MOST_TAKES:
        return page
    empty = Take(timezone.localdate(), [replace(asked, text="") for asked in page.now.words])
    renewed = replace(page, takes=[*page.takes, empty])
    renewed.save(secret)
    return renewed


@transaction.atomic
def move_date(page: Kept, secret: str, until: date) -> Kept:
    moved = replace(_as_it_is(page, secret), until=until)
    moved.save(secret)
    return moved


def let_go(page: Kept, secret: str) -> None:
    """Its words go at once; the empty row is left for the nightly job, which then renews the copies too."""
    locator = secrets.page_locator(secret, page.place)
    KeptPage.objects.filter(locator=locator).update(sealed=b"", keep_until=timezone.localdate())


def last_day(today: date | None = None) -> date:
    return (today or timezone.localdate()) + timedelta(days=MOST_DAYS)


@transaction.atomic
def delete_due() -> None:
    """Deletes the pages whose day has come. For `sessions.deletion`, which then renews every copy."""
    gone, _rows = KeptPage.objects.filter(keep_until__lte=timezone.localdate()).delete()
    if gone:
        erasure.owe()
