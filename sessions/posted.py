"""A write as it comes in from a phone or a console, cleaned.

Every note passes here. A Django form of eleven fields costs more than keeping the note does, so this one is a model of values.
"""

import secrets
from typing import Annotated, Any, Self

from django.http import QueryDict
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints, ValidationError

from activities.kinds.base import VERBS, Write
from sessions.forms import cleaned


def _verb(value: str) -> str:
    if value not in VERBS:
        raise ValueError("not a verb")
    return value


def _or_nothing(value: Any) -> Any:
    return value or None


Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00]*$")]
Value = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00]*$")]
Words = Annotated[str, AfterValidator(cleaned), Field(max_length=20000)]
Number = Annotated[int, Field(ge=1, lt=2**63)]
Maybe = Annotated[Number | None, BeforeValidator(_or_nothing)]
ID = r"^[A-Za-z0-9_-]{16,40}$"


class Posted(BaseModel):
    """The fields of a write. `id` is made by the phone; a page without a script leaves it out and gets a fresh one."""

    id: Annotated[str, BeforeValidator(lambda made: made or secrets.token_urlsafe(16)), Field(pattern=ID)] = ""
    verb: Annotated[str, AfterValidator(_verb)]
    step: Number
    zone: Name = ""
    item: Name = ""
    value: Value = ""
    text: Words = ""
    note: Maybe = None
    unsent: Annotated[str, Field(pattern=ID)] = ""  # to take back: the write that made the note, if it ever came
    theme: Maybe = None
    table: Maybe = None  # for whom the facilitator writes; phones have theirs
    room: Annotated[bool, BeforeValidator(bool)] = False  # the facilitator speaks for the room, whoever they write for

    @classmethod
    def read(cls, post: QueryDict) -> Self | None:
        """None where the page sent what no page of ours sends."""
        try:
            return cls.model_validate({"id": "", **post.dict()})
        except ValidationError:
            return None

    @property
    def asked(self) -> Write:
        return Write(self.verb, self.zone, self.item, self.value, self.text, self.note, self.theme)
