"""An example session through every kind, at tables or not, with all that must never leave it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from activities.kinds.base import Write
from sessions import models, secrets, writes
from sessions.models import LiveSession
from sessions.tables import move, seat_everyone
from tests.kind_room import EXAMPLES, KINDS, PHONES, Room, example
from tests.sessions.conftest import Phone, join, make_session

CANARIES = (
    "canary-private",
    "canary-held",
    "canary-off",
    "canary-back",
    "canary-name",
    "canary-receipt",
    "canary-table",
    "canary-address",
    "canary-words-left-out",
)


class Part(Room):
    """One step of the day, walked as the contract test walks a session of its own."""

    def __init__(self, day: "Day", step: models.SessionStep, number: int) -> None:
        self.name, self.where, self.hostile, self.names = step.key.removeprefix("day."), day.where, "", {}
        self.example = example(self.name)
        self.session, self.phones, self.step = day.session, day.phones, step
        self.made, self.kept = number * 1000 * PHONES, None


@dataclass
class Day:
    where: str = "room"
    session: LiveSession = field(init=False)
    phones: list[Phone] = field(init=False)

    def __post_init__(self) -> None:
        self.session = make_session(steps=[*map(self._step, KINDS), *self._more()])
        self.phones = [join(self.session, "canary-name") for _ in range(PHONES)]
        if self.where == "tables":
            seat_everyone(self.session, 2)
            for i, phone in enumerate(self.phones):
                move(self.session, phone.participant.pk, i % 2 + 1)
                phone.participant.refresh_from_db()

    def _step(self, name: str) -> dict[str, Any]:
        return {
            "kind": EXAMPLES[name][0], "config": example(name)["config"], "key": f"day.{name}", "title": name.replace("_", " "),
            "privacy": "anonymous" if name == "survey" else "everyone_names" if name == "commitment" else "everyone_no_names",
            "grouping": "tables" if self.where == "tables" else "everyone",
            "words": {"say": "Say this.", "purpose": "What it is for.", "now": "Do this now", "do": ["A hint"]},
        }  # fmt: skip

    def _more(self) -> list[dict[str, Any]]:
        """A grid whose rows are notes of the board, and a part that one table alone may read."""
        grid = self._step("grid") | {"key": "day.carried", "carry": {"from": "day.board", "output": "all"}}
        table = self._step("board") | {"key": "day.table", "privacy": "table_no_names"}
        return [grid, table]

    def walk(self) -> LiveSession:
        """Every contribution of every example, then what the two more are for, then the end."""
        *parts, carried, table = self.session.steps.all()
        for number, step in enumerate(parts):
            for _ in Part(self, step, number).walk():
                pass
        self.session.go_to(f"{carried.pk}.write")
        row = models.Note.objects.filter(step__key="day.board", state="shown").first()
        assert row is not None
        self.say(1, "note", zone=f"n{row.pk}:looks", text="About a row from the board")
        self.say(2, "answer", item=f"take:n{row.pk}", value="1")
        self.session.go_to(f"{table.pk}.write-list")
        self.say(1, "note", zone="all", text="canary-table")
        self._hide()
        self.session.go_to("ended")
        self._say_what_came_later()
        self.session.refresh_from_db()
        return self.session

    def _say_what_came_later(self) -> None:
        """An answer to a note; how a promise went, and how two went whose writers nobody can tell."""
        notes = models.Note.objects.filter(step__session=self.session, state="shown").exclude(text="")
        board = notes.filter(step__key="day.board").first()
        promise = notes.filter(step__key="day.commitment").first()
        models.Response.objects.create(note=board, state="done", text="We changed the hours.", day=date(2026, 11, 20))
        step, until = promise.step, date(2027, 1, 1)
        contact = models.Contact.objects.create(
            session=self.session,
            purpose="ask",
            step=step,
            note=promise,
            sealed=b"canary-address",
            months=3,
            until=until,
        )
        models.Outcome.objects.create(step=step, note=promise, contact=contact, how="partly", text="Half of it")
        models.Outcome.objects.create(step=step, how="not-yet", text="canary-words-left-out", text_off=True)
        models.Outcome.objects.create(step=step, how="did", text="I rang them")
        models.DidPage.objects.create(session=self.session, up=True)

    def say(self, who: int, verb: str, **fields: Any) -> int:
        writer = writes.Writer(self.phones[who].participant, self.phones[who].secret)
        number = models.Receipt.objects.count()
        answer = writes.keep(
            self.session, writer, f"canary-receipt-{number:06d}", self.session.step_id, Write(verb, **fields)
        )  # type: ignore[attr-defined]
        return answer.get("note") or 0

    def _hide(self) -> None:
        """What waits, what was kept off, what was taken back, and what was only ever somebody's own."""
        board = self.session.steps.get(key="day.board")
        rows = {"canary-held": "held", "canary-off": "kept_off", "canary-back": "shown"}
        for text, state in rows.items():
            note = models.Note.objects.create(step=board, zone="all", text=text, state=state, author="a" * 32, rev=1)
        note.take_back(self.session.rev)
        phone = self.phones[0]
        for step in self.session.steps.filter(kind__in=["sheet", "interview"]):
            sealed = secrets.seal(phone.secret, step.salt, "canary-private")
            author = secrets.author_key(phone.secret, step.salt)
            models.PrivateEntry.objects.update_or_create(
                step=step, author=author, field="know", defaults={"sealed": sealed}
            )
        self.session.signals.create(participant=phone.participant, what="break")

    @property
    def secrets(self) -> list[str]:
        """What leads to a person or into the room."""
        session = self.session
        found = [session.public, session.code, session.join_token, session.stage_token, session.epoch]
        found += [phone.secret for phone in self.phones] + [phone.participant.digest for phone in self.phones]
        found += [step.salt for step in session.steps.all()]
        found += [session.did_page.token, *session.contacts.values_list("token", flat=True)]
        rows: list[Any] = [models.Note, models.Answer, models.Theme]
        found += [a for model in rows for a in model.objects.values_list("author", flat=True) if len(a) > 12]
        return found
