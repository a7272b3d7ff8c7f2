"""Starting a session from a plan, and coming into one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.kinds.base import Kind
from activities.kinds.registry import kind
from activities.models import Plan, Step
from sessions import pairs, secrets
from sessions.models import LiveSession, Participant, SessionStep
from sessions.tables import seat_newcomer


def start_session(owner: Any, plan: Plan, **values: Any) -> LiveSession:
    """A session whose steps are frozen copies of the plan's: a pack that is loaded again never changes it."""
    session = LiveSession.objects.create(owner=owner, **values)
    steps = _steps_of(plan.items)
    items = [item for item in plan.items if "step" not in item or not is_owner_only(steps[item["step"]])]
    _store_frozen([_freeze(session, position, item, steps) for position, item in enumerate(items)])
    return session


def start_alone(title: str, keys: Sequence[str], **values: Any) -> tuple[LiveSession, Participant, str]:
    """A session of one person without a facilitator, its only participant, and their secret.

    Nobody else sees anything in it, so every step's promise is "only you", and nothing waits for a reader.
    """
    session = LiveSession.objects.create(
        owner=None, alone=True, locked=True, title=title, facilitator_name="", **values
    )
    steps = _steps_of([{"step": key} for key in keys])
    frozen = [_freeze(session, position, {"step": key}, steps) for position, key in enumerate(keys)]
    for step in frozen:
        step.privacy, step.hold, step.grouping = "only_you", False, "alone"
    _store_frozen(frozen)
    return session, *admit(session)


def is_owner_only(step: Step) -> bool:
    """Whether a step is never part of a group's session, such as the wellbeing plan."""
    of = kind(step.kind)
    if type(of).owner_only is Kind.owner_only:  # most kinds: their configuration need not be read
        return False
    return of.owner_only(of.clean_config(step.config))


def _steps_of(items: Iterable[dict[str, Any]]) -> dict[str, Step]:
    keys = [item["step"] for item in items if "step" in item]
    return {step.key: step for step in Step.objects.filter(key__in=keys).select_related("activity")}


def _store_frozen(frozen: list[SessionStep]) -> None:
    for step in frozen:
        step.phase = step.phases[0].key
    SessionStep.objects.bulk_create(frozen)


def _freeze(session: LiveSession, position: int, item: dict[str, Any], steps: dict[str, Step]) -> SessionStep:
    """A step of the plan as it is now; or a break, a welcome, a goodbye: time without phones."""
    place: dict[str, Any] = {"session": session, "position": position}
    if "step" not in item:
        return SessionStep(
            **place, kind="interval", title=item.get("title") or _("A break"), minutes=item.get("break", 10)
        )
    step = steps[item["step"]]
    fields = {name: getattr(step, name) for name in SessionStep.FROZEN}
    return SessionStep(**place, activity_title=str(step.activity), **fields)


def open_session(code: str) -> LiveSession | None:
    """The session a typed code leads to; None for a wrong, an old and a locked code alike."""
    return _open(code=code) if len(code) == 8 else None


def session_by_token(token: str) -> LiveSession | None:
    return _open(join_token=token)


def _open(**key: str) -> LiveSession | None:
    return (
        LiveSession.objects.filter(locked=False, alone=False, delete_on__gt=timezone.localdate(), **key)
        .exclude(stage=LiveSession.Stage.ENDED)
        .first()
    )


def admit(session: LiveSession, name: str = "", *, proxy: bool = False) -> tuple[Participant, str]:
    """A new participant and the secret that is theirs alone; the server keeps the secret's hash."""
    secret = secrets.new_secret()
    with session.change() as rev:
        last = session.participants.aggregate(last=Max("number"))["last"] or 0
        participant = Participant(
            session=session, number=last + 1, digest=secrets.digest(secret), public_key=secrets.public_key(secret),
            name=name, proxy=proxy, rev=rev,
        )  # fmt: skip
        seat_newcomer(session, participant)
        participant.save()
        pairs.keep_up(session, rev)
    return participant, secret
