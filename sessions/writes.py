"""What phones write. Each write is one transaction with a receipt; the same write again gets the same answer."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from activities.kinds.base import Own, Refusal, Write
from activities.kinds.registry import kind
from coprod.prepared import PreparedInsert
from sessions import kept, models, pairs, partners, secrets
from sessions.changing_tables import moving, table_now, who_writes
from sessions.source import own_rows

_new_note, _new_receipt = PreparedInsert(models.Note), PreparedInsert(models.Receipt)
Answer = dict[str, Any]  # what the phone is told: {"ok", "note", "state", "rev"}


@dataclass(frozen=True)
class Writer:
    """Who writes: a participant with their secret, or the facilitator (for the room, or for somebody without a phone).

    With the secret of a seat, what the facilitator puts in is that one person's, however many things they say.
    """

    participant: models.Participant | None = None
    secret: str = ""
    table: int | None = None  # the table the facilitator writes for

    def table_of(self, session: models.LiveSession) -> int | None:
        """The id of the table whose row this is, while a step is done at tables."""
        if self.participant is not None:
            if not moving(session.step):
                return self.participant.table_id  # type: ignore[attr-defined]
            now = table_now(session.step, self.participant)
            return now.pk if now else None
        return session.tables.filter(number=self.table).values_list("id", flat=True).first() if self.table else None

    def author(self, salt: str) -> str:
        """The author key for a step; without a seat, what the facilitator writes down is a new person's each time."""
        return secrets.author_key(self.secret or secrets.new_secret(), salt)


def keep(session: models.LiveSession, writer: Writer, client_id: str, step_pk: int, write: Write) -> Answer:
    """Keeps one write and returns what its writer is told. Raises Refusal in words for them.

    A write that was kept before (the same `client_id`) is answered as it was the first time, and nothing is kept twice.
    """
    person = writer.participant.pk if writer.participant else None
    try:
        with session.change(person=person) as rev:
            writing = _Writing(session, writer, step_pk, rev, private=write.verb == "keep")
            answer = writing.keep(write)
            _follow(writing.step, writer.secret)
            # Last, and unique: when this very write was kept before, all of it is undone.
            _new_receipt(session=session, client_id=client_id, answer=answer)
            return answer
    except (IntegrityError, Refusal):
        receipt = models.Receipt.objects.filter(session=session, client_id=client_id).first()
        if receipt is None:
            raise
        return receipt.answer


def take_back(session: models.LiveSession, participant: models.Participant, secret: str, note_pk: int) -> None:
    """Takes back a note of one's own from any step of the session, whatever the room is doing now."""
    with session.change(person=participant.pk) as rev:
        note = models.Note.objects.select_related("step").filter(pk=note_pk, step__session=session).first()
        if note is not None and note.author == secrets.author_key(secret, note.step.salt):
            note.take_back(rev)
            _follow(note.step, secret)


def take_back_unsent(
    session: models.LiveSession, participant: models.Participant, secret: str, client_id: str
) -> Answer:
    """Takes back a note that its phone could not see arrive: it is here, or it may still be on its way and is then not kept."""
    with session.change(person=participant.pk) as rev:
        receipt = models.Receipt.objects.filter(session=session, client_id=client_id).first()
        if receipt is None:
            _new_receipt(session=session, client_id=client_id, answer={"ok": True, "rev": rev})
            return {"ok": True, "rev": rev}
    take_back(session, participant, secret, receipt.answer.get("note") or 0)
    return {"ok": True, "rev": session.rev}


def change(session: models.LiveSession, participant: models.Participant, secret: str, note_pk: int, text: str) -> None:
    """Changes a note of one's own from any step, whatever the room is doing now; where notes are read first, it waits again.

    Raises Refusal in words for its writer.
    """
    with session.change(person=participant.pk) as rev:
        note = models.Note.objects.select_related("step").filter(pk=note_pk, step__session=session).first()
        if note is None or note.author != secrets.author_key(secret, note.step.salt) or note.state == "gone":
            raise Refusal(_("That note is not there any more."))
        step = note.step
        step.session = session
        write = _accepted_change(step, secret, Write("change", text=text, note=note.pk))
        held = (session.read_first or step.hold) and not session.alone
        note.text, note.zone, note.rev = write.text, write.zone or note.zone, rev
        note.state = models.Note.State.HELD if held else models.Note.State.SHOWN
        note.save(update_fields=["text", "zone", "state", "rev"])
        _follow(step, secret)


def _accepted_change(step: models.SessionStep, secret: str, write: Write) -> Write:
    """What the kind says of the new words, as if a writing phase were still on."""
    writing = next((p for p in step.phases if "change" in p.writes), step.phase_now)
    open_again = replace(writing, writes=writing.writes | {"change"})
    return kind(step.kind).accept(write, step.info, open_again, own_rows(step, secret))


def _follow(step: models.SessionStep, secret: str) -> None:
    """A page that its owner keeps on their link says what they wrote last."""
    if secret and kept.may_keep(step):
        kept.follow(step, secret)


class _Writing:
    """One write, inside its transaction."""

    def __init__(
        self, session: models.LiveSession, writer: Writer, step_pk: int, rev: int, *, private: bool = False
    ) -> None:
        self.session, self.writer, self.rev = session, writer, rev
        self.step = self._own_page(step_pk) if private and writer.participant else self._current(step_pk)
        self.author = writer.author(self.step.salt)
        person = writer.participant
        self.table_id = writer.table_of(session) if self._keeps_table() else None
        self.proxy = person is None or person.proxy

    def _keeps_table(self) -> bool:
        """What is shared alone or in pairs is known by its table too: a later step may start from it there."""
        return self.step.grouping != "everyone" and self.step.privacy != "anonymous"

    def _current(self, step_pk: int) -> models.SessionStep:
        session = self.session
        if session.alone:
            return self._own_page(step_pk)
        if session.step is None or session.step.pk != step_pk or session.stage != session.Stage.LIVE:
            raise Refusal(_("This step has ended. Your words are still in the box. You can copy them."))
        if session.paused:
            raise Refusal(_("The session is paused. Your words are still in the box. Try again in a moment."))
        return session.step

    def _own_page(self, step_pk: int) -> models.SessionStep:
        """What is only one's own may be written as long as it is kept, wherever the room has gone."""
        step = self.session.steps.filter(pk=step_pk, visited=True).first()
        if step is None:
            raise Refusal(_("This step has ended. Your words are still in the box. You can copy them."))
        step.session = self.session
        return step

    def keep(self, write: Write) -> Answer:
        if write.verb == "keep":
            return self._keep_private(write)
        if write.verb == "take-back":  # allowed in every phase: your own words stay yours
            return self._take_back(write)
        if write.verb in ("pass", "drop"):
            return self._to_partner(write)
        self._check_pen(write)
        self._check_reach(write)
        write = kind(self.step.kind).accept(write, self.step.info, self.step.phase_now, self._own())
        return getattr(self, "_" + write.verb.replace("-", "_"))(write)

    def _to_partner(self, write: Write) -> Answer:
        kind(self.step.kind).check_length(write, self.step.info.config)
        told = partners.write(self.writer, self.step, self.rev, write)
        pair = self.writer.participant.pair if self.writer.participant else None
        pairs.tell(self.session, pair.people.values_list("pk", flat=True) if pair else ())
        return told

    def _check_pen(self, write: Write) -> None:
        """While one person writes for a table, shared words come from their phone. Marks and private pages are each one's own."""
        person = self.writer.participant
        if person is None or not self.session.one_scribe or self.step.grouping != "tables" or person.table is None:
            return
        if write.verb in partners.WITH_THE_PEN and who_writes(self.step, person) != person:
            raise Refusal(_("One person writes for your table. Tell them, or take the pen. Your words are still here."))

    def _own(self) -> Own:
        own = own_rows(self.step, self.writer.secret) if self.writer.secret else Own()
        own = own if self.writer.participant else replace(own, facilitator=True)
        if not moving(self.step):
            return own
        tables = dict(self.session.tables.values_list("id", "number"))
        return replace(own, table=tables.get(self.table_id or 0), tables=tuple(sorted(tables.values())))

    def _check_reach(self, write: Write) -> None:
        """A note or theme that is named must be of this step, and at tables of the writer's own table."""
        near: dict[str, Any] = {"step": self.step}
        if self.writer.participant is not None:
            near["table_id"] = self.table_id
        if write.theme is not None and not models.Theme.objects.filter(pk=write.theme, gone=False, **near).exists():
            raise Refusal(_("That group is not there any more. Choose another."))
        if write.note is None or write.verb == "change":
            return
        shown = models.Note.State.SHOWN
        if not models.Note.objects.filter(pk=write.note, state=shown, **near).exists():
            raise Refusal(_("That note is not there any more."))

    # -- notes ---------------------------------------------------------------------------------------------------

    def _note(self, write: Write) -> Answer:
        note = _new_note(
            step=self.step, table_id=self.table_id, author=self.author, rev=self.rev, zone=write.zone,
            text=write.text, state=self._first_state(), proxy=self.proxy, name=self._name(),
        )  # fmt: skip
        return self._told(note)

    def _name(self) -> str:
        named = self.step.privacy == "everyone_names" and self.writer.participant is not None
        return self.writer.participant.name if named and self.writer.participant else ""

    def _first_state(self) -> str:
        read = (self.session.read_first or self.step.hold) and not self.session.alone
        held = read and self.writer.participant is not None
        return models.Note.State.HELD if held else models.Note.State.SHOWN

    def _change(self, write: Write) -> Answer:
        note = self._my_note(write.note)
        note.text, note.zone = write.text, write.zone or note.zone
        note.state, note.rev = self._first_state(), self.rev
        note.save(update_fields=["text", "zone", "state", "rev"])
        return self._told(note)

    def _take_back(self, write: Write) -> Answer:
        note = self._my_note(write.note)
        note.take_back(self.rev)
        return self._told(note)

    def _my_note(self, pk: int | None) -> models.Note:
        note = models.Note.objects.filter(pk=pk or 0, step=self.step, author=self.author).exclude(state="gone").first()
        if note is None:
            raise Refusal(_("That note is not there any more."))
        return note

    def _told(self, note: models.Note) -> Answer:
        return {"ok": True, "note": note.pk, "state": note.state, "rev": self.rev}

    # -- answers, themes, private entries ------------------------------------------------------------------------

    def _answer(self, write: Write) -> Answer:
        said = {"value": write.value, "text": write.text, "rev": self.rev, "proxy": self.proxy}
        models.Answer.objects.update_or_create(
            step=self.step, author=self.author, item=write.item, defaults=said,
            create_defaults={**said, "table_id": self.table_id},  # it stays with the table where it was first given
        )  # fmt: skip
        return {"ok": True, "item": write.item, "rev": self.rev}

    def _clear(self, write: Write) -> Answer:
        return self._answer(replace(write, value="", text=""))

    def _check_reading(self) -> None:
        """A group's name shows at once, so while notes are read first the facilitator gives it."""
        if self._first_state() == models.Note.State.HELD:
            name = {"name": self.session.facilitator_name}
            raise Refusal(
                _("%(name)s reads words first today, and names the groups. Say your name for it out loud.") % name
            )

    def _theme(self, write: Write) -> Answer:
        self._check_reading()
        theme = models.Theme.objects.create(
            step=self.step, table_id=self.table_id, author=self.author, rev=self.rev, title=write.text, zone=write.zone
        )
        if write.note is not None:
            models.Note.objects.filter(pk=write.note).update(theme=theme, rev=self.rev)
        return {"ok": True, "theme": theme.pk, "rev": self.rev}

    def _rename(self, write: Write) -> Answer:
        self._check_reading()
        models.Theme.objects.filter(pk=write.theme or 0).update(title=write.text, rev=self.rev)
        return {"ok": True, "theme": write.theme, "rev": self.rev}

    def _move(self, write: Write) -> Answer:
        values: dict[str, Any] = {"theme_id": write.theme, "rev": self.rev}
        if write.zone:
            values["zone"] = write.zone
        models.Note.objects.filter(pk=write.note or 0).update(**values)
        return {"ok": True, "note": write.note, "rev": self.rev}

    def _stay(self, write: Write) -> Answer:
        """Somebody stays at the table where they sit while the others move on, or moves on with them again."""
        if self.writer.participant is None or self.table_id is None:
            raise Refusal(_("Say where you sit first."))
        where = {"table_id": self.table_id if write.value else None, "rev": self.rev}
        models.Host.objects.update_or_create(step=self.step, participant=self.writer.participant, defaults=where)
        return {"ok": True, "rev": self.rev}

    def _keep_private(self, write: Write) -> Answer:
        if self.writer.participant is None:
            raise Refusal(_("A private page is written by its owner alone, on their phone or on paper."))
        found, entries = kind(self.step.kind), models.PrivateEntry.objects
        found.check_length(write, self.step.info.config)
        field = write.item or "note"
        if not found.keeps(self.step.info.config, field):
            raise Refusal(_("This is not kept. Your words are still in the box."))
        if not write.text:
            entries.filter(step=self.step, author=self.author, field=field).delete()
            return {"ok": True, "field": write.item, "rev": self.rev}
        sealed = secrets.seal(self.writer.secret, self.step.salt, write.text)
        entries.update_or_create(step=self.step, author=self.author, field=field, defaults={"sealed": sealed})
        return {"ok": True, "field": write.item, "rev": self.rev}
