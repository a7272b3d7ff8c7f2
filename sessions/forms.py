"""What comes in from phones and consoles, cleaned."""

import datetime
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from sessions import kept
from sessions.models.session import default_delete_on
from sessions.moving import into
from sessions.moving.shape import SessionFile


def cleaned(text: str) -> str:
    """What a person typed, without control characters, which no keyboard makes and no screen shows."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n")).strip()


class WordsField(forms.CharField):
    """Words, `cleaned`."""

    def to_python(self, value: Any) -> str:
        return cleaned(super().to_python(value) or "")


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
    facilitator_name = forms.CharField(
        label=_("Your first name, as people will see it"),
        max_length=40,
        error_messages={"required": _("Write your first name. People need to know who will see their notes.")},
    )
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
