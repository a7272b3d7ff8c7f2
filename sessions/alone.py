"""What one person can work through alone: a whole toolkit, a ready-made plan, or a plan of their own that is never a group's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from activities.models import Plan, Step, Toolkit
from sessions.joining import is_owner_only, start_alone
from sessions.models import LiveSession, Participant

LINK_DAYS = 90
_signer = signing.TimestampSigner(salt="coprod alone")


@dataclass(frozen=True)
class Choice:
    """One thing to work through. `slug` names it in addresses."""

    slug: str
    title: str
    about: str
    minutes: int
    keys: tuple[str, ...]
    steps: tuple[Step, ...]
    own_plan: bool = False

    @property
    def titles(self) -> list[str]:
        return list(dict.fromkeys(step.title for step in self.steps))


def choices() -> list[Choice]:
    """Everything there is, plans of one's own first; in a fixed number of queries."""
    steps = list(Step.objects.select_related("activity__section__toolkit"))
    owner_only = [step for step in steps if is_owner_only(step)]
    rest = {step.key: step for step in steps if step not in owner_only}
    plans = [_plan(plan, rest) for plan in Plan.objects.all()]
    kits = [_toolkit(kit, rest.values()) for kit in Toolkit.objects.all()]
    return [*map(_own, owner_only), *(choice for choice in [*plans, *kits] if choice.steps)]


def choice_named(slug: str) -> Choice | None:
    return next((choice for choice in choices() if choice.slug == slug), None)


def _own(step: Step) -> Choice:
    about, slug = step.activity.aim, step.activity.slug
    return Choice(slug, step.title, about, step.minutes, (step.key,), (step,), own_plan=True)


def _plan(plan: Plan, steps: dict[str, Step]) -> Choice:
    found = [steps[item["step"]] for item in plan.items if item.get("step") in steps]
    return _choice(plan.slug, plan.title, plan.about, found)


def _toolkit(kit: Toolkit, steps: Iterable[Step]) -> Choice:
    found = [step for step in steps if step.activity.section.toolkit_id == kit.pk]  # type: ignore[attr-defined]
    about = _("Every activity of this toolkit, in its order. Leave out what you like.")
    return _choice(f"all-{kit.slug}", kit.name, about, found)


def _choice(slug: str, title: str, about: str, steps: list[Step]) -> Choice:
    keys = tuple(step.key for step in steps)
    return Choice(slug, title, about, sum(step.minutes for step in steps), keys, tuple(steps))


def start(choice: Choice) -> tuple[LiveSession, Participant, str]:
    return start_alone(choice.title[:100], choice.keys, support=settings.SUPPORT)


# -- a link to hand out ------------------------------------------------------------------------------------------------


def token_for(slug: str) -> str:
    """For a facilitator's link: it works where the server does not offer this to everybody, for 90 days."""
    return _signer.sign(slug).replace(":", "~")


def slug_of(token: str) -> str | None:
    try:
        return _signer.unsign(token.replace("~", ":"), max_age=LINK_DAYS * 86400)
    except signing.BadSignature:
        return None
