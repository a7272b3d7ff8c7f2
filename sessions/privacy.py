"""What the privacy of a step means for what may be told of it, on the day and after."""

from pydantic import ValidationError

from sessions.models import SessionStep

# "Your table will see this" was a promise: what was said there goes into no report and on no page.
KEPT_AT_TABLES = ("table_no_names",)


def still_answering(step: SessionStep) -> bool:
    """Whether the room is at this step and people write. Totals that grow by one while somebody looks would tell who said what."""
    session = step.session
    if session.stage != session.Stage.LIVE or session.step_id != step.pk:  # type: ignore[attr-defined]
        return False
    try:
        return bool(step.phase_now.writes)
    except (LookupError, ValidationError):
        return True
