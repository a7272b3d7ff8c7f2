"""What comes in after the day: an address with its consent, how it went, and what was done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sessions.contacts import NEWS_MONTHS, NEWS_PRESET, months_on
from sessions.forms import WordsField
from sessions.models import Note, Outcome, Response

WRONG_ADDRESS = _("That is not a whole e-mail address. It looks like this: name@example.org")


def month_choices(months: Sequence[int], today: date, words: Any) -> list[tuple[int, str]]:
    """(months, "In 3 months: 28 February 2027") for each; `words` says it for a count."""
    return [(n, words(n) % {"n": n, "day": date_format(months_on(today, n), "DATE_FORMAT")}) for n in months]


def after_months(n: int) -> str:
    return ngettext("In %(n)d month: %(day)s", "In %(n)d months: %(day)s", n)


def for_months(n: int) -> str:
    return ngettext("For %(n)d month, until %(day)s", "For %(n)d months, until %(day)s", n)


class AddressForm(forms.Form):
    """An address, for how long, and a box that nobody ticked beforehand."""

    address = forms.EmailField(
        label=_("Your e-mail address"), max_length=254,
        error_messages={"required": _("Write your e-mail address, or leave this page."), "invalid": WRONG_ADDRESS},
    )  # fmt: skip
    months = forms.TypedChoiceField(
        coerce=int, error_messages={"required": _("Choose one of the times."), "invalid_choice": _("Choose one of the times.")}
    )  # fmt: skip
    consent = forms.BooleanField(
        error_messages={"required": _("Tick the box if we may write to you. Without the tick we keep nothing.")}
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], preset: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["months"] = preset
        self.fields["months"].choices = choices  # type: ignore[attr-defined]


def ask_form(offer: Any, today: date, data: Any = None, prefix: str = "ask") -> AddressForm:
    choices = month_choices(offer.choices, today, after_months)
    return AddressForm(data, prefix=prefix, choices=choices, preset=offer.months)


def news_form(today: date, data: Any = None) -> AddressForm:
    choices = month_choices(NEWS_MONTHS, today, for_months)
    return AddressForm(data, prefix="news", choices=choices, preset=NEWS_PRESET)


class NoteChoiceForm(forms.Form):
    """Which of several promises is meant."""

    note = forms.ModelChoiceField(Note.objects.none(), required=False)

    def __init__(self, *args: Any, notes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].queryset = notes  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    how = forms.ChoiceField(choices=Outcome.How.choices)


class OutcomeWordsForm(forms.Form):
    text = WordsField(
        required=False, max_length=500,
        error_messages={"max_length": _("That is too long. Your words are still in the box. 500 letters fit.")},
    )  # fmt: skip


class ResponseForm(forms.ModelForm):
    text = WordsField(
        required=False, max_length=1000, widget=forms.Textarea,
        error_messages={"max_length": _("That is too long. Your words are still in the box. 1,000 letters fit.")},
    )  # fmt: skip

    class Meta:
        model = Response
        fields = ["state", "text", "day"]
        error_messages = {
            "state": {"required": _("Choose how things stand."), "invalid_choice": _("Choose how things stand.")},
            "day": {"invalid": _("That is no date we can read. Leave it empty, or pick one.")},
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == Response.State.NO and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say why it is not possible. People are owed a reason."))
        return data
