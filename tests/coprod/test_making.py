"""Files are made in a process of their own, which gives way to everything else and says what went wrong in words."""

import os

import pytest
from django.contrib.auth.models import User
from django.utils.translation import get_language

from coprod import making, pdf
from coprod.making import Work
from sessions.models import LiveSession

HERE = "tests.coprod.test_making."


def tell(what: str) -> bytes:
    return f"{what} {os.nice(0)} {os.getpid()} {get_language()}".encode()


def refuse() -> bytes:
    raise pdf.PdfFailed("Too long by Tuesday, naïvely.")


def crash() -> bytes:
    raise RuntimeError("boom")


def test_the_work_is_done_elsewhere_at_the_lowest_priority_in_the_language_of_who_asked() -> None:
    what, niceness, process, language = making.run(Work(HERE + "tell", {"what": "tea"}), "cy").decode().split()

    assert (what, niceness, language) == ("tea", "19", "cy")
    assert int(process) != os.getpid()


def test_a_refusal_comes_back_word_for_word() -> None:
    with pytest.raises(pdf.PdfFailed, match="Too long by Tuesday, naïvely."):
        making.run(Work(HERE + "refuse", {}), "en-gb")


def test_a_crash_is_told_in_words_that_are_fit_to_be_shown() -> None:
    with pytest.raises(pdf.PdfFailed, match="Your words are safe"):
        making.run(Work(HERE + "crash", {}), "en-gb")


def test_work_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SECONDS", 0.05)

    with pytest.raises(pdf.PdfFailed, match="longer than 0.05 seconds"):
        making.run(Work(HERE + "tell", {"what": "tea"}), "en-gb")


@pytest.mark.django_db
def test_what_a_stopped_server_left_half_made_is_forgotten() -> None:
    session = LiveSession.objects.create(owner=User.objects.create_user("kim"), title="Files", facilitator_name="Kim")
    for recipe, found in {"half": {}, "made": {"body": b"%PDF-"}, "failed": {"failure": "Too long."}}.items():
        session.files.create(recipe=recipe, stamp="now", **found)

    making.forget_unfinished()

    assert sorted(session.files.values_list("recipe", flat=True)) == ["failed", "made"]
