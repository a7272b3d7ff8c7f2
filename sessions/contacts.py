"""Addresses that people left to hear from the organisers: sealed, for one purpose each, with a last day of their own.

An address stands in no log, address line, task or page of anybody else's. It is sealed with a key of this installation, since the server
itself must write later; a copied database names nobody without that key.
"""

import base64
import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from pydantic import ValidationError

from activities.kinds.base import AskLater
from activities.kinds.registry import kind
from sessions import erasure, secrets, tasks
from sessions.models import Contact, LiveSession, Note, Outcome, SessionStep

ANSWER_DAYS = (
    56  # how long after the day of asking an answer can come, and an address that could not be written to stays
)
NEWS_MONTHS = (3, 6, 12)
NEWS_PRESET = 6


# -- sealing -----------------------------------------------------------------------------------------------------------


def seal(address: str) -> bytes:
    return _box().encrypt(address.encode())


def address_of(contact: Contact) -> str:
    """The address; empty when it was erased, or sealed with a key that this installation no longer has."""
    try:
        return _box().decrypt(bytes(contact.sealed)).decode()
    except InvalidToken:
        return ""


def masked(address: str) -> str:
    """Enough for its owner to see a slip of the finger, on a phone that others may look at."""
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}" if host else ""


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [HKDF(SHA256(), 32, salt=b"coprod", info=b"contact").derive(str(key).encode()) for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


# -- dates -------------------------------------------------------------------------------------------------------------


def months_on(day: date, months: int) -> date:
    """The same day of the month, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def ask_dates(months: int, day: date | None = None) -> tuple[date, date]:
    """When to ask, and the day on which everything about it goes."""
    due = months_on(day or timezone.localdate(), months)
    return due, due + timedelta(days=ANSWER_DAYS)


# -- what a step offers ------------------------------------------------------------------------------------------------


def offer_of(step: SessionStep) -> AskLater | None:
    """What people may be asked later of their notes in a step; None where its kind asks nothing, or is not here any more."""
    try:
        return kind(step.kind).ask_later(step.info.config)
    except (LookupError, ValidationError):
        return None


def asking_steps(session: LiveSession) -> list[SessionStep]:
    return [step for step in session.steps.filter(visited=True) if offer_of(step)]


def owner_key(secret: str, place: str) -> str:
    """The key of a contact's owner: as an author key, but of no step, so that it stands in no note."""
    return secrets.author_key(secret, f"contact {place}")


def ask_owner(secret: str, step: SessionStep) -> str:
    return owner_key(secret, step.salt)


def news_owner(secret: str, session: LiveSession) -> str:
    return owner_key(secret, session.public)


# -- asking to hear ----------------------------------------------------------------------------------------------------


def ask_about(step: SessionStep, note: Note | None, owner: str, address: str, months: int) -> Contact:
    """Ask the owner of the address once, after so many months. A second wish takes the place of the first.

    What was answered about another promise stays with that one: the new question has an answer of its own.
    """
    due, until = ask_dates(months)
    with transaction.atomic():
        earlier = Contact.objects.asks().filter(session=step.session, owner=owner).exclude(owner="").exclude(note=note)
        Outcome.objects.filter(contact__in=earlier).update(contact=None)
        contact = _keep(
            step.session, Contact.Purpose.ASK, owner, address,
            step=step, note=note, months=months, due_on=due, until=until, sent_on=None, trouble=False,
        )  # fmt: skip
    tasks.send_on(contact.pk, due)
    return contact


def tell_news(session: LiveSession, owner: str, address: str, months: int) -> Contact:
    """Tell the owner of the address what came of it, for so many months."""
    until = months_on(timezone.localdate(), months)
    return _keep(session, Contact.Purpose.NEWS, owner, address, months=months, until=until)


def _keep(session: LiveSession, purpose: str, owner: str, address: str, **values: object) -> Contact:
    values["sealed"] = seal(address)
    if not owner:
        again = _from_slip(session, purpose, address)
        return again or Contact.objects.create(session=session, purpose=purpose, **values)
    with transaction.atomic():
        contact, made = Contact.objects.update_or_create(session=session, purpose=purpose, owner=owner, defaults=values)
        if not made:
            erasure.owe()
        return contact


def _from_slip(session: LiveSession, purpose: str, address: str) -> Contact | None:
    """The same slip typed twice, or one press that came twice: one e-mail was promised."""
    waiting = session.contacts.unsent().filter(purpose=purpose, owner="")
    return next((contact for contact in waiting if address_of(contact) == address), None)


def to_write_to(owner_pk: int | None) -> list[dict[str, Any]]:
    """A facilitator's sessions with people to write to by hand today: {"public", "title", "n"}."""
    due = Contact.objects.due().filter(session__owner_id=owner_pk)
    if settings.SENDS_MAIL:
        due = due.filter(trouble=True)
    named = {"public": F("session__public"), "title": F("session__title")}
    return [dict(row) for row in due.order_by("session_id").values(**named).annotate(n=Count("pk"))]


def show_to_organiser(rows: Iterable[Contact]) -> None:
    """Notes that an organiser gets the address and the link of these, who could otherwise learn from an answer whose promise it is."""
    if new := [contact.pk for contact in rows if not contact.shown]:
        Contact.objects.filter(pk__in=new).update(shown=True)


def stop(contact: Contact) -> None:
    """Everything about it goes at once. What its owner said of a promise stays, with nothing that leads to them."""
    with transaction.atomic():
        contact.delete()
        erasure.owe()


def erase_address(contact: Contact) -> None:
    """The address alone goes; the link to answer works on."""
    Contact.objects.filter(pk=contact.pk).update(sealed=b"")
    contact.sealed = b""
    erasure.owe()
