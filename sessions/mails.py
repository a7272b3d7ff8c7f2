"""The e-mails to people who asked for them: one how-did-it-go, and one each time that the organiser tells what was done.

Plain text, short, with a subject that says nothing about the session. The words are templates in `sessions/mail/`. Where Coprod cannot send,
the same words are for the organiser to send by hand, without the promise: an address is never shown with a note.
"""

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sessions import tasks
from sessions.contacts import address_of, erase_address
from sessions.models import Contact, DidPage, LiveSession, Note
from sessions.responses import published

log = logging.getLogger("coprod.mail")
_refused_on: dict[int, date] = {}  # by the number of a contact; after a restart it is tried once more


# -- the words ---------------------------------------------------------------------------------------------------------


def subject_of(contact: Contact) -> str:
    with override(contact.session.language):
        if contact.purpose == Contact.Purpose.ASK:
            return _("How did it go?")
        return _("What came of what you said")


def words_of(contact: Contact, site: str, *, by_hand: bool = False, news: Mapping[str, Any] | None = None) -> str:
    """The body. `site` is the address that links begin with; empty when no link would reach its reader."""
    context = {
        "contact": contact,
        "session": contact.session,
        "by_hand": by_hand,
        "promise": "",
        "answer": "",
        "stop": "",
    }
    if contact.purpose == Contact.Purpose.NEWS:
        context |= news or news_of(contact.session, site)
    elif not by_hand and contact.note and contact.note.state == Note.State.SHOWN:
        context["promise"] = contact.note.text
    if site:
        context |= {"answer": link(site, "later", contact.token), "stop": link(site, "later-stop", contact.token)}
    with override(contact.session.language):
        return render_to_string(f"sessions/mail/{contact.purpose}.txt", context).strip() + "\n"


def news_of(session: LiveSession, site: str) -> dict[str, Any]:
    """What an e-mail says of what was done: a link to the page, or all of it where no link would reach its reader."""
    page = DidPage.objects.filter(session=session, up=True).first()
    if page and site:
        return {"page": link(site, "did-page", page.token), "rows": ()}
    return {"page": "", "rows": published(session) if page else ()}


def link(site: str, name: str, token: str) -> str:
    return site.rstrip("/") + reverse(name, args=[token])


# -- sending -----------------------------------------------------------------------------------------------------------


def send(pk: int) -> bool:
    """Sends what is due to one contact, once: a second worker finds it taken. A server that refuses is asked again tomorrow."""
    today = timezone.localdate()
    if not settings.SENDS_MAIL or not Contact.objects.due().filter(pk=pk, until__gt=today).update(sent_on=today):
        return False
    contact = Contact.objects.select_related("session", "note").get(pk=pk)
    if not _post(contact):
        Contact.objects.filter(pk=pk).update(sent_on=None, trouble=True)
        tasks.send_on(pk, today + timedelta(days=1))
        return False
    after_sending(contact)
    return True


def after_sending(contact: Contact) -> None:
    """One e-mail was promised to those who are asked: their address goes with it. News may come again."""
    Contact.objects.filter(pk=contact.pk).update(sent_on=timezone.localdate(), trouble=False)
    if contact.purpose == Contact.Purpose.ASK:
        erase_address(contact)


def _post(contact: Contact) -> bool:
    address = address_of(contact)
    if not address:
        return False
    stop = link(settings.SITE_URL, "later-stop", contact.token)
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMessage(subject_of(contact), words_of(contact, settings.SITE_URL), to=[address], headers=headers)
    try:
        return mail.send() == 1
    except Exception as error:  # a mail server's own words often hold the address: they go into no log
        log.warning("an e-mail was not sent, and is tried again tomorrow: %s", type(error).__name__)
        return False


def send_due() -> int:
    """Sends everything that is due, where no task worker runs. Returns how many went.

    It is called each hour; what a mail server refused today is for tomorrow.
    """
    if not settings.SENDS_MAIL:
        return 0
    today = timezone.localdate()
    due = [pk for pk in Contact.objects.due().values_list("pk", flat=True) if _refused_on.get(pk) != today]
    gone = {pk: send(pk) for pk in due}
    _refused_on.update({pk: today for pk, went in gone.items() if not went})
    return sum(gone.values())
