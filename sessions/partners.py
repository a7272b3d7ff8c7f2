"""What one phone shows of its partner, and the lines that partners pass to each other. No other screen has a word of it."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.kinds.base import Own, Refusal, Write
from coprod.live.parts import Part
from sessions import models, secrets
from sessions.changing_tables import table_now, who_writes
from sessions.source import RoomState

# What one person writes for a table; marks and private pages need no pen.
WITH_THE_PEN = {"note", "theme", "rename", "move"}


def sign(pair: models.Pair) -> str:
    """The sign in words. The shape alone names it: nobody has to tell colours apart."""
    names = {
        "sun": pgettext("a sign for two people", "circle"),
        "leaf": pgettext("a sign for two people", "triangle"),
        "sky": pgettext("a sign for two people", "square"),
        "rose": pgettext("a sign for two people", "diamond"),
    }
    return f"{names[pair.mark]} {pair.number}"


def words_for(participant: models.Participant, step: models.SessionStep) -> Iterable[models.PairWord]:
    """What was passed in this pair since this person came to it."""
    return models.PairWord.objects.filter(
        pair=participant.pair, step=step, rev__gt=participant.paired_rev
    )  # a late comer does not see what two said before


def parts(participant: models.Participant, secret: str, state: RoomState) -> list[Part]:
    """Who my partner is, what they passed to me and I to them; nothing where people do not work in pairs."""
    step = state.step
    live = state.session.stage == models.LiveSession.Stage.LIVE and not state.session.paused
    if step is None or not live or not step.phase_now.pairs:
        return []
    if "pass" not in step.phase_now.writes:
        return [_partner(participant, state)]
    _give_key(participant, secret)
    author = secrets.author_key(secret, step.salt)
    rows = words_for(participant, step) if participant.pair is not None else ()
    opened = [(word, _opened(word, secret)) for word in rows]
    words = [{"word": word, "text": text, "mine": word.author == author} for word, text in opened if text is not None]
    return [_partner(participant, state, sum(not word["mine"] for word in words)), _passed(words, state, step)]


def _give_key(participant: models.Participant, secret: str) -> None:
    """For somebody who joined while lines were not sealed yet."""
    if not participant.public_key:
        models.Participant.objects.filter(pk=participant.pk).update(public_key=secrets.public_key(secret))


def _opened(word: models.PairWord, secret: str) -> str | None:
    copies = (secrets.unseal_own(secret, b64decode(copy)) for copy in word.sealed)
    return next((text for text in copies if text is not None), None)


def _sealed(pair: models.Pair, text: str) -> list[str]:
    """A copy for each of the pair, in no order that says whose it is."""
    keys = [bytes(key) for key in pair.people.filter(removed=False).values_list("public_key", flat=True) if key]
    return sorted(b64encode(secrets.seal_for(key, text)).decode() for key in keys)


def _partner(participant: models.Participant, state: RoomState, passed: int = 0) -> Part:
    pair = participant.pair
    others = list(pair.people.filter(removed=False).exclude(pk=participant.pk)) if pair else []
    context: dict[str, Any] = {
        "session": state.session, "pair": pair, "sign": sign(pair) if pair else "", "others": others,
        "names": [other.name for other in others if other.name], "alone": participant.alone,
        "nameless": sum(not other.name for other in others), "table": participant.table,
        "no_phone": any(other.no_phone for other in others), "passed": passed,
    }  # fmt: skip
    classes = "my-pair" if others else "my-pair no-partner"
    return Part("my-pair", 0, "pair", "", "sessions/phone/_pair.html", context, "section", classes)


def _passed(words: list[dict[str, Any]], state: RoomState, step: models.SessionStep) -> Part:
    """All lines as one part, so that one that was taken away leaves the page with the next look."""
    context = {"words": words, "step": step, "session": state.session}
    return Part("passed", 0, "pair-words", "", "sessions/phone/_pair_words.html", context, "ul", "mine")


def write(writer: Any, step: models.SessionStep, rev: int, write: Write) -> dict[str, Any]:
    """Passes a line on, or takes one away. Returns what the phone is told; the caller tells the partners."""
    participant: models.Participant | None = writer.participant
    if participant is None or participant.pair is None:
        raise Refusal(_("You have no partner just now. Your words are still in the box."))
    if write.verb == "drop":
        models.PairWord.objects.filter(
            pk=write.note or 0, pair=participant.pair, rev__gt=participant.paired_rev
        ).delete()
        return {"ok": True, "rev": rev}
    if "pass" not in step.phase_now.writes:
        raise Refusal(_("This part has ended. Your words are still in the box. You can copy them."))
    if not write.text:
        raise Refusal(_("Write a word first, or skip."))
    sealed = _sealed(participant.pair, write.text)
    word = models.PairWord.objects.create(
        pair=participant.pair, step=step, author=writer.author(step.salt), sealed=sealed, rev=rev
    )
    return {"ok": True, "word": word.pk, "rev": rev}


def pen(participant: models.Participant, state: RoomState, own: Own | None) -> list[Part]:
    """Who writes for my table, while one person does and there is something to write together."""
    session, table = state.session, table_now(state.step, participant)
    if not session.one_scribe or not state.at_tables or table is None or session.paused or own is None:
        return []
    if state.step is None or not state.step.phase_now.writes & WITH_THE_PEN:
        return []
    scribe = who_writes(state.step, participant)
    mine = scribe == participant
    context = {"session": session, "mine": mine, "scribe": scribe, "table": table}
    classes = "my-pen" if mine else "my-pen no-pen"
    return [Part("my-pen", 0, "pen", "", "sessions/phone/_pen.html", context, "section", classes)]
