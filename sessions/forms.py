"""What comes in from phones and consoles, cleaned."""

import datetime
import re
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from activities.kinds.base import VERBS, Write
from sessions import kept
from sessions.models.session import default_delete_on
from sessions.moving import into
from sessions.moving.shape import SessionFile

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{16,40}")


def whole_number(text: str) -> int | None:
    """A number as our own forms send it; None for anything else, such as "²", which Python calls a digit."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


class WordsField(forms.CharField):
    """What a person typed: control characters go, which no keyboard makes and no screen shows."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n")).strip()


class WriteForm(forms.Form):
    """A write. `id` is made by the phone; a page without a script leaves it out and gets a fresh one."""

    id = forms.CharField(required=False)
    verb = forms.ChoiceField(choices=[(verb, verb) for verb in VERBS])
    step = forms.IntegerField(min_value=1)
    zone = forms.CharField(required=False, max_length=120)
    item = forms.CharField(required=False, max_length=120)
    value = forms.CharField(required=False, max_length=200)
    text = WordsField(required=False, max_length=20000)
    note = forms.IntegerField(required=False, min_value=1)
    theme = forms.IntegerField(required=False, min_value=1)
    table = forms.IntegerField(
        required=False, min_value=1, help_text="for whom the facilitator writes; phones have theirs"
    )

    room = forms.BooleanField(required=False, help_text="the facilitator speaks for the room, whoever they write for")

    def clean_id(self) -> str:
        made = self.cleaned_data["id"] or secrets.token_urlsafe(16)
        if not CLIENT_ID.fullmatch(made):
            raise forms.ValidationError(
                _("This phone sent something we could not read. Reload the page and try again.")
            )
        return made

    def write(self) -> Write:
        data = self.cleaned_data
        return Write(
            data["verb"], data["zone"].strip(), data["item"].strip(), data["value"].strip(), data["text"],
            data["note"], data["theme"],
        )  # fmt: skip


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=40)

    def clean_code(self) -> str:
        return re.sub(r"\D", "", self.cleaned_data["code"])


class EnterForm(forms.Form):
    name = forms.CharField(label=_("A name to go by"), max_length=40, required=False)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class SeatForm(forms.Form):
    """A person without a phone: what they want to be called, if anything, and where they sit."""

    name = forms.CharField(max_length=40, required=False)
    table = forms.IntegerField(required=False, min_value=1, max_value=40)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class NewSessionForm(forms.Form):
    plan = forms.SlugField()
    title = forms.CharField(label=_("What is this session called?"), max_length=100, required=False)
    facilitator_name = forms.CharField(label=_("Your first name, as people will see it"), max_length=40)
    support = forms.CharField(
        label=_("Who can people talk to?"), widget=forms.Textarea, required=False, max_length=1000
    )
    delete_on = forms.DateField(label=_("Delete everything on"), required=False)

    def clean_title(self) -> Any:
        return " ".join(self.cleaned_data["title"].split())


class OwnLinkForm(forms.Form):
    """A personal link as it was pasted. `instead` says that it may take the place of who this phone is now."""

    link = forms.CharField(max_length=600)
    instead = forms.BooleanField(required=False)


class KeepUntilForm(forms.Form):
    """The day a person picks for something of their own: from tomorrow, for two years at most."""

    until = forms.DateField(label=_("Keep it until"))

    def clean_until(self) -> datetime.date:
        until: datetime.date = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError(_("Pick a day from tomorrow on. To delete it today, use Delete it now."))
        if until > kept.last_day():
            last = {"date": date_format(kept.last_day(), "DATE_FORMAT")}
            raise forms.ValidationError(_("That is too far away. The last day you can pick is %(date)s.") % last)
        return until


def words_from(data: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the boxes of a page, by the ids of their questions: fields named "w:<id>"."""
    field = WordsField(required=False)
    return {name[2:]: field.to_python(text) for name, text in data.items() if name.startswith("w:")}


class DeleteOnForm(forms.Form):
    delete_on = forms.DateField(label=_("Delete on"))


class ReportForm(forms.Form):
    note = WordsField(required=False, max_length=1500)


class BringInForm(forms.Form):
    """A session's file. `cleaned_data["file"]` is what it holds, read and checked."""

    file = forms.FileField(label=_("The file"), error_messages={"required": _("Choose a file first.")})
    delete_on = forms.DateField(label=_("Keep until"), required=False)

    def clean_file(self) -> SessionFile:
        file = self.cleaned_data["file"]
        if file.size > into.LARGEST:
            raise forms.ValidationError(
                _("This file is larger than 10 MB, so it cannot be a session. Choose another file.")
            )
        try:
            return into.read(file.read())
        except into.Unreadable as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean_delete_on(self) -> date:
        day = self.cleaned_data["delete_on"] or default_delete_on()
        if day <= timezone.localdate():
            raise forms.ValidationError(_("This date has passed. Choose a later one."))
        return day
