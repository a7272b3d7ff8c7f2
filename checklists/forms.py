from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checklists.models import Member, Project
from checklists.models.answers import LONGEST, Change, Need, State
from checklists.models.people import INVITED

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TOO_LONG = _(
    "This is longer than %(limit_value)d characters. Your words are still in the box. Move a part to another question."
)


class ProjectForm(forms.ModelForm):
    class Meta:
        model = Project
        fields = ["name", "about", "people", "starts", "ends"]
        widgets = {
            "about": forms.Textarea(attrs={"rows": 3}),
            "people": forms.Textarea(attrs={"rows": 3}),
            "starts": DATE,
            "ends": DATE,
        }
        labels = {
            "name": _("What is the project called?"),
            "about": _("What is it about?"),
            "people": _("Who is involved?"),
            "starts": _("When does it start?"),
            "ends": _("When should it be done?"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", _("This is before the start. Change one of the two dates."))
        return cleaned


class JoinForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = ["name", "credited"]
        labels = {
            "name": _("What should the others call you?"),
            "credited": _("Print this name on downloads, as someone who took part"),
        }

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class InviteForm(forms.Form):
    role = forms.ChoiceField(label=_("What may they do?"), choices=INVITED, initial="edit", widget=forms.RadioSelect)
    label = forms.CharField(label=_("Who is this link for?"), max_length=80, required=False)


class CommentForm(forms.Form):
    text = forms.CharField(max_length=2000, label=_("Your comment"), error_messages={"max_length": TOO_LONG})
    key = forms.RegexField(r"^[A-Za-z0-9_-]{16,32}$")


class WordsField(forms.CharField):
    """Text as people typed it, with the line ends of one kind and none trailing."""

    widget = forms.Textarea

    def __init__(self, longest: int) -> None:
        super().__init__(required=False, max_length=longest, strip=False, error_messages={"max_length": TOO_LONG})

    def to_python(self, value: Any) -> str:
        lines = (
            str(super().to_python(value) or "")
            .replace("\r\n", "\n")
            .replace("\r", "\n")
            .replace("\x00", "")
            .split("\n")
        )
        return "\n".join(line.rstrip() for line in lines).strip("\n")


class AnswerForm(forms.Form):
    """What somebody changed about one answer. `only` names the fields they sent; without it, the whole form.

    `was` is what those fields said when the person began, as JSON: see Answer.write.
    """

    text = WordsField(LONGEST)
    state = forms.ChoiceField(choices=State.choices, required=False)
    who = forms.CharField(max_length=80, required=False)
    due = forms.DateField(required=False, widget=DATE, error_messages={"invalid": _("That is not a date we know.")})
    hard = forms.BooleanField(required=False)
    challenge = WordsField(2000)
    needs = forms.MultipleChoiceField(choices=Need.choices, required=False)

    def __init__(self, data: Any, *, follow_up: bool = False) -> None:
        super().__init__(data)
        only = set(filter(None, data.get("only", "").split(",")))
        for name in list(self.fields):
            if (only and name not in only) or (follow_up and name != "text"):
                del self.fields[name]

    def clean_state(self) -> str:
        return self.cleaned_data["state"] or State.OPEN

    def change(self) -> Change:
        return Change(self.cleaned_data, self._seen())

    def _seen(self) -> dict[str, Any]:
        try:
            was = json.loads(self.data.get("was") or "{}")
        except ValueError:
            return {}
        known = {name: was[name] for name in self.fields if name in was} if isinstance(was, dict) else {}
        seen = AnswerForm({**known, "only": ",".join(known) or "-"})
        return seen.cleaned_data if seen.is_valid() else {}
