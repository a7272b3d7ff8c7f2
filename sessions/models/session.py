"""A live session and its steps, frozen when it starts."""

import datetime
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from pydantic import ValidationError

from activities.kinds.base import Phase, StepInfo
from activities.kinds.registry import kind
from activities.models import step_info
from coprod.live.hub import poke
from coprod.prepared import PreparedModels, PreparedUpdate
from coprod.public import new_public

_raise_rev = PreparedUpdate(lambda pk: LiveSession.objects.filter(pk=pk), rev=F("rev") + 1)
_with_step = PreparedModels(lambda pk: LiveSession.objects.select_related("step").filter(pk=pk))


def new_token() -> str:
    return secrets.token_urlsafe(18)


def new_code() -> str:
    """Eight digits: a number pad is enough, and there are no letters to mix up."""
    return f"{secrets.randbelow(10**8):08d}"


def default_delete_on() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=settings.KEEP_DAYS)


class LiveSession(models.Model):
    """A workshop as it runs. Everything a screen follows stands in rows, so a restart changes nothing for anyone."""

    class Stage(models.TextChoices):
        LOBBY = "lobby"
        LIVE = "live"
        ENDED = "ended"

    public = models.CharField(max_length=12, unique=True, default=new_public)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="live_sessions",
        help_text="nobody, where one person works alone: no facilitator may open it",
    )  # fmt: skip
    alone = models.BooleanField(default=False, help_text="one person works through it on their own link")
    title = models.CharField(max_length=100)
    facilitator_name = models.CharField(max_length=40)
    language = models.CharField(max_length=10, default="en-gb")
    support = models.TextField(blank=True)
    code = models.CharField(max_length=8, unique=True, default=new_code)
    join_token = models.CharField(max_length=32, unique=True, default=new_token)
    stage_token = models.CharField(max_length=32, unique=True, default=new_token)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.LOBBY)
    step = models.ForeignKey("SessionStep", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    locked = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)
    read_first = models.BooleanField(default=False)
    own_seats = models.BooleanField(default=False, help_text="people say on their phones at which table they sit")
    one_scribe = models.BooleanField(default=False, help_text="at each table one person writes for all")
    writes_for = models.ForeignKey(
        "Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="the seat without a phone whose words the facilitator puts in",
    )  # fmt: skip
    side_by_side = models.BooleanField(default=False, help_text="the big screen shows a pane for each table")
    # The table that the big screen shows alone; of tables side by side the first on its page.
    shared_screen = models.PositiveSmallIntegerField(null=True, blank=True)
    timer_ends = models.DateTimeField(null=True, blank=True)
    timer_left = models.PositiveIntegerField(null=True, blank=True, help_text="seconds, while it is stopped")
    timer_hidden = models.BooleanField(default=False)
    epoch = models.CharField(max_length=32, default=new_token, help_text="a restored backup gets a new one")
    rev = models.PositiveBigIntegerField(default=0)
    view_rev = models.PositiveBigIntegerField(default=0, help_text="last change of step, phase, pause or tables")
    settings_rev = models.PositiveBigIntegerField(default=0, help_text="last change of code, lock, read-first")
    agenda_rev = models.PositiveBigIntegerField(default=0)
    timer_rev = models.PositiveBigIntegerField(default=0)
    created_on = models.DateField(default=timezone.localdate)
    delete_on = models.DateField(default=default_delete_on)
    deleted_on = models.DateField(null=True, blank=True, help_text="when everything personal was deleted")
    deletion = models.JSONField(default=dict, blank=True, help_text="what was deleted and what stays, in numbers")
    report_wishes = models.JSONField(default=dict, blank=True, help_text="what the report leaves out, and its note")
    origin = models.JSONField(
        default=dict, blank=True, help_text="of a session from a file: the day it came, people, toolkits"
    )

    class Meta:
        ordering = ["-created_on", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def room(self) -> str:
        """The name of this session's room on the live floor."""
        return f"workshops:{self.public}"

    @property
    def code_groups(self) -> str:
        return f"{self.code[:4]} {self.code[4:]}"

    @property
    def ended(self) -> bool:
        return self.stage == self.Stage.ENDED

    # -- changes -------------------------------------------------------------------------------------------------

    @contextmanager
    def change(self, person: int | None = None) -> Iterator[int]:
        """One transaction that raises the revision; yields it, for the rows that change to be stamped with.

        The row is locked until commit, so revisions reach the database in order; what this object says of the session
        is read anew under the lock. After commit the room is poked, and `person`'s own screens too.
        """
        with transaction.atomic():
            _raise_rev(self.pk)
            fresh = _with_step.first(self.pk)
            if fresh is None:
                raise LiveSession.DoesNotExist("this session was deleted")
            self.__dict__.update({name: value for name, value in fresh.__dict__.items() if name != "_state"})
            self._state.fields_cache.update(fresh._state.fields_cache)
            yield self.rev
            transaction.on_commit(lambda: poke(self.room, person), robust=True)

    def set(self, *, view: bool = False, **values: Any) -> None:
        """Changes settings of the session. `view` means every screen is to be drawn anew."""
        with self.change() as rev:
            values["settings_rev"] = rev
            if view:
                values["view_rev"] = rev
            self._store(values)

    def _store(self, values: dict[str, Any]) -> None:
        LiveSession.objects.filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)

    def touch_agenda(self) -> None:
        """The agenda changed: consoles draw it again; phones and the big screen do not show it."""
        with self.change() as rev:
            self._store({"agenda_rev": rev})

    # -- walking the agenda --------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """Where the session stands, as Next names it: "lobby", "<step>.<phase>" or "ended"."""
        if self.stage != self.Stage.LIVE or self.step is None:
            return str(self.stage)
        return f"{self.step.pk}.{self.step.phase}"

    def agenda(self) -> list["SessionStep"]:
        return list(self.steps.all())

    def advance(self, leaving: str) -> bool:
        """One press of Next. Says False, changing nothing, when the session has already left `leaving`."""
        return self._move(leaving, 1)

    def go_back(self, leaving: str) -> bool:
        """One press of Back. Nothing that people wrote is touched."""
        return self._move(leaving, -1)

    def _move(self, leaving: str, by: int) -> bool:
        with transaction.atomic():
            # The step is read after the lock is held: joined to it, PostgreSQL gives the step as it was before the wait.
            fresh = LiveSession.objects.select_for_update().get(pk=self.pk)
            if fresh.place != leaving:
                return False
            places = fresh.places()
            index = places.index(fresh.place) + by if fresh.place in places else 0
            if not 0 <= index < len(places):
                return False
            fresh.go_to(places[index])
        self.refresh_from_db()
        return True

    def places(self) -> list[str]:
        """Every place in order: the lobby, each phase of each step, the end."""
        steps = [f"{step.pk}.{phase.key}" for step in self.agenda() for phase in step.walked(alone=self.alone)]
        return [self.Stage.LOBBY.value, *steps, self.Stage.ENDED.value]

    def go_to(self, place: str) -> None:
        """Stands the session at a place that `places` names."""
        with self.change() as rev:
            self._cut_links(place, rev)
            values: dict[str, Any] = {"view_rev": rev, "shared_screen": None, "paused": False}
            if place in (self.Stage.LOBBY, self.Stage.ENDED):
                values |= {"stage": place, "timer_ends": None, "timer_left": None, "timer_rev": rev}
            else:
                step_pk, _, phase = place.partition(".")
                step = self.steps.get(pk=step_pk)
                values |= self._clock_at(step, phase, rev)
                if self.stage != self.Stage.LIVE or self.step_id != step.pk:  # type: ignore[attr-defined]
                    values["side_by_side"] = False
                began = step.began or timezone.now()
                SessionStep.objects.filter(pk=step.pk).update(phase=phase, visited=True, began=began, rev=rev)
                values |= {"stage": self.Stage.LIVE, "step_id": step.pk}
            self._store(values)
            self._find_partners(rev)
        self.refresh_from_db()

    def _clock_at(self, step: "SessionStep", phase: str, rev: int) -> dict[str, Any]:
        """The clock at a new place. A phase with minutes of its own starts it, and it ends with that phase; any other
        clock runs on to the end of its step."""
        minutes = kind(step.kind).phase(step.info.config, phase).minutes
        ends = timezone.now() + datetime.timedelta(minutes=minutes) if minutes else None
        here = self.step if self.stage == self.Stage.LIVE else None
        if not minutes and here is not None and here.pk == step.pk and not here.phase_now.minutes:
            return {}
        return {"timer_ends": ends, "timer_left": None, "timer_rev": rev}

    def _find_partners(self, rev: int) -> None:
        """Where the room now stands people may work in pairs: whoever has no partner is given one."""
        from sessions import pairs

        fresh = LiveSession.objects.select_related("step").get(pk=self.pk)
        if pairs.needed(fresh):
            pairs.settle(self, rev)

    def _cut_links(self, place: str, rev: int) -> None:
        """An anonymous step that leaves a phase in which people wrote: from here on nothing says who wrote what."""
        from sessions.models.contributions import cut_links

        fresh = LiveSession.objects.select_related("step").get(pk=self.pk)
        if fresh.stage != self.Stage.LIVE or fresh.step is None or place == fresh.place:
            return
        if fresh.step.privacy == "anonymous" and fresh.step.phase_now.writes:
            cut_links(fresh.step, rev)

    @property
    def timer_text(self) -> str:
        """What the clock says as it is drawn ("04:10"); empty when none is set. A running one counts on in the browser."""
        if self.timer_ends is None and self.timer_left is None:
            return ""
        left = self.timer_left or 0
        if self.timer_ends:
            left = max(0, round((self.timer_ends - timezone.now()).total_seconds()))
        return f"{left // 60:02d}:{left % 60:02d}"

    @property
    def timer_ends_ms(self) -> int:
        """When the clock reaches zero, in milliseconds since 1970, as browsers count."""
        return round(self.timer_ends.timestamp() * 1000) if self.timer_ends else 0

    # -- timer ---------------------------------------------------------------------------------------------------

    def set_timer(self, *, ends: datetime.datetime | None, left: int | None = None, hidden: bool | None = None) -> None:
        with self.change() as rev:
            values: dict[str, Any] = {"timer_ends": ends, "timer_left": left, "timer_rev": rev}
            if hidden is not None:
                values["timer_hidden"] = hidden
            self._store(values)


class SessionStep(models.Model):
    """A step as it was when the session started; a pack that is loaded again never changes it."""

    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=100, blank=True)
    salt = models.CharField(max_length=32, default=new_token)
    kind = models.CharField(max_length=40)
    activity_title = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=30)
    words = models.JSONField(default=dict)
    config = models.JSONField(default=dict)
    carry = models.JSONField(default=dict, blank=True)
    grouping = models.CharField(max_length=20, default="everyone")
    privacy = models.CharField(max_length=20, default="everyone_no_names")
    minutes = models.PositiveSmallIntegerField(default=20)
    hold = models.BooleanField(default=False)
    phase = models.CharField(max_length=60, blank=True)
    visited = models.BooleanField(default=False)
    began = models.DateTimeField(
        null=True, blank=True, help_text="when the room came to it first; for the agenda's times"
    )
    rev = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["session", "position"], name="step_position_in_session")]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def info(self) -> StepInfo:
        return step_info(self, self.activity_title)

    @cached_property
    def phases(self) -> list[Phase]:
        """In order; none when the kind is not here any more, or cannot read what was frozen."""
        try:
            return list(kind(self.kind).phases(self.info.config))
        except (LookupError, ValidationError):
            return []

    def walked(self, *, alone: bool) -> list[Phase]:
        """The phases that Next walks through: all in a room; for one person alone those that need nobody else."""
        wanted = kind(self.kind).alone(self.info.config) if alone else ()
        return [phase for phase in self.phases if phase.key in wanted] or self.phases[: 1 if alone else None]

    @property
    def first_alone(self) -> str:
        """The place where somebody who works alone comes into this step."""
        return f"{self.pk}.{self.walked(alone=True)[0].key}"

    @property
    def to_read(self) -> bool:
        """Whether one person alone can only read this step, because it takes others."""
        return not kind(self.kind).alone(self.info.config)

    @property
    def phase_now(self) -> Phase:
        return kind(self.kind).phase(self.info.config, self.phase)

    FROZEN: ClassVar[tuple[str, ...]] = (
        "key", "kind", "title", "words", "config", "carry", "grouping", "privacy", "minutes", "hold",
    )  # fmt: skip
