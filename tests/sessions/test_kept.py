"""What people keep on their own link lasts until the day they pick, past the session, and then goes from every file."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pdfua import validate

from sessions import deletion, kept, models, secrets
from sessions.models import KeptPage, LiveSession
from tests.sessions.conftest import Phone, join, make_session
from tests.sessions.test_deletion import found
from tests.sessions.test_report_files import words_of_pdf

SHEET = {
    "report": "shared",
    "parts": [
        {
            "id": "back",
            "fields": [{"id": "know", "text": "What do you know now?"}, {"id": "bring", "text": "What do you bring?"}],
        }
    ],
}
LATER = {"parts": [{"id": "p", "fields": [{"id": "not", "text": "Not to keep"}]}], "keep": False}
STEPS: list[dict[str, Any]] = [
    {"kind": "sheet", "config": SHEET, "privacy": "only_you", "title": "Looking back", "key": "shef-10.sheet"},
    {"kind": "sheet", "config": LATER, "privacy": "only_you", "title": "Not kept"},
]
Move = Callable[[int], None]


@pytest.fixture
def room(db: None) -> LiveSession:
    session = make_session(steps=STEPS)
    for _ in range(2):
        session.advance(session.place)
    return session


def first(session: LiveSession) -> models.SessionStep:
    step = session.steps.first()
    assert step is not None
    return step


def write(phone: Phone, session: LiveSession, text: str, item: str = "know") -> None:
    answer = phone.post(session, step=first(session).pk, verb="keep", item=item, text=text)
    assert answer.status_code == 200, answer.content


def keep(phone: Phone, session: LiveSession, days: int) -> Any:
    until = timezone.localdate() + timedelta(days=days)
    return phone.client.post(f"/r/{session.public}/page/{first(session).pk}/keep/", {"until": until})


def page(phone: Phone, session: LiveSession, place: int = 0) -> str:
    return phone.client.get(f"/r/{session.public}/kept/{place}/").content.decode()


# -- the promise -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_only_the_kept_page_outlasts_the_session_and_then_goes_from_every_file(
    tmp_path: Path,
    settings: LazySettings,
    later: Move,
) -> None:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    session = make_session(steps=STEPS)
    session.advance("lobby")
    mine, other = join(session, "Canary Robin"), join(session)
    write(mine, session, "canary-mine")
    write(other, session, "canary-other")
    assert keep(mine, session, 90).status_code == 302
    step = first(session)
    sealed = bytes(KeptPage.objects.get().sealed)
    entries = [bytes(entry.sealed) for entry in models.PrivateEntry.objects.all()]
    digests = [secrets.digest(phone.secret).encode() for phone in (mine, other)]
    keys = [secrets.author_key(phone.secret, step.salt).encode() for phone in (mine, other)]
    gone = [*entries, *digests, *keys, b"Canary Robin"]
    call_command("backup", tmp_path / "backups", verbosity=0)
    assert all(found(tmp_path, [sealed, *gone]).values())  # the control: everything is there, in the backup too
    assert not any(found(tmp_path, [b"canary-mine", b"canary-other"]).values())

    later(31)
    call_command("delete_due", verbosity=0)
    assert not any(found(tmp_path, [*gone, step.salt.encode(), b"canary-mine"]).values())
    assert all(".tar.gz" in " ".join(names) for names in found(tmp_path, [sealed]).values())
    assert KeptPage.objects.count() == 1
    assert "canary-mine" in page(mine, session)  # and its owner opens it still

    later(89)
    call_command("delete_due", verbosity=0)
    assert all(found(tmp_path, [sealed]).values())
    later(90)
    call_command("delete_due", verbosity=0)
    assert not any(found(tmp_path, [sealed]).values())
    assert not KeptPage.objects.exists()
    assert "not here any more" in page(mine, session)


@pytest.mark.django_db
def test_a_kept_page_holds_nothing_that_joins_it_to_a_session_a_person_or_another_page(room: LiveSession) -> None:
    phone = join(room)
    write(phone, room, "Mine")
    keep(phone, room, 90)
    kept.keep(room.steps.all()[1], phone.secret, timezone.localdate() + timedelta(days=90))

    assert [field.name for field in KeptPage._meta.fields] == ["locator", "sealed", "keep_until"]
    one, two = KeptPage.objects.all()
    step = first(room)
    stored = {one.locator, two.locator}
    assert not stored & {secrets.author_key(phone.secret, step.salt), secrets.digest(phone.secret)}
    assert secrets.unseal(phone.secret, two.locator, one.sealed) is None
    assert secrets.unseal(phone.secret, step.salt, one.sealed) is None


@pytest.mark.django_db
def test_it_stays_when_the_facilitator_deletes_the_session_and_the_link_opens_it(room: LiveSession) -> None:
    phone, public = join(room), room.public
    write(phone, room, "Mine to keep")
    keep(phone, room, 400)
    room.delete()

    client = Client()
    answer = client.post("/my/", {"link": f"{public}.{phone.secret}"})
    assert answer.url == f"/r/{public}/kept/"
    assert client.cookies[f"coprod_{public}"]["max-age"] > 399 * 86400
    assert "Looking back" in client.get(answer.url).content.decode()
    assert "Mine to keep" in client.get(f"/r/{public}/kept/0/").content.decode()
    assert client.get(f"/r/{public}/").url == f"/r/{public}/kept/"
    assert join_anew(public).get(f"/r/{public}/").status_code == 403


def join_anew(public: str) -> Client:
    """A phone with a key of its own, which opens nothing."""
    client = Client()
    client.cookies[f"coprod_{public}"] = secrets.new_secret()
    return client


@pytest.mark.django_db
def test_somebody_else_in_the_same_session_opens_nothing_of_it(room: LiveSession) -> None:
    phone, other = join(room), join(room)
    write(phone, room, "canary-mine")
    keep(phone, room, 90)
    for path in ("kept/", "kept/0/", "kept/0/pdf/", "notes/", "copy/", f"page/{first(room).pk}/"):
        answer = other.client.get(f"/r/{room.public}/{path}")
        assert b"canary-mine" not in answer.content, path
    for path in ("take/", "delete/", "date/"):
        assert other.client.post(f"/r/{room.public}/kept/0/{path}").status_code == 404
    assert "canary-mine" in page(phone, room)  # the control


# -- keeping, moving, letting go --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_date_starts_with_the_session_and_may_be_two_years_away(room: LiveSession) -> None:
    phone = join(room)
    url = f"/r/{room.public}/page/{first(room).pk}/keep/"
    assert f'value="{room.delete_on:%Y-%m-%d}"' in phone.client.get(url).content.decode()
    for days, words in ((0, "from tomorrow on"), (732, "too far away")):
        answer = keep(phone, room, days)
        assert answer.status_code == 422 and words in answer.content.decode()
    assert phone.client.post(url, {"until": "soon"}).status_code == 422
    assert not KeptPage.objects.exists()
    assert keep(phone, room, 731).status_code == 302


@pytest.mark.django_db
def test_keeping_again_moves_the_day_and_makes_no_second_page(room: LiveSession) -> None:
    phone = join(room)
    write(phone, room, "Mine")
    keep(phone, room, 90)
    keep(phone, room, 40)
    assert KeptPage.objects.get().keep_until == timezone.localdate() + timedelta(days=40)
    until = timezone.localdate() + timedelta(days=10)
    phone.client.post(f"/r/{room.public}/kept/0/date/", {"until": until})
    assert KeptPage.objects.get().keep_until == until
    phone.client.post(f"/r/{room.public}/kept/0/date/", {"until": timezone.localdate()})
    assert KeptPage.objects.get().keep_until == until


@pytest.mark.django_db
def test_what_is_not_for_keeping_has_no_page(room: LiveSession) -> None:
    step = room.steps.all()[1]
    phone = join(room)
    assert phone.client.get(f"/r/{room.public}/page/{step.pk}/keep/").status_code == 404


@pytest.mark.django_db
def test_the_kept_page_follows_what_is_written_in_the_session(room: LiveSession) -> None:
    phone = join(room)
    write(phone, room, "Before")
    keep(phone, room, 90)
    write(phone, room, "After")
    html = page(phone, room)
    assert "After" in html and "Before" not in html


@pytest.mark.django_db(transaction=True)
def test_deleting_at_once_takes_the_words_now_and_the_copies_with_the_next_run(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.VAR_DIR = tmp_path
    session = make_session(steps=STEPS)
    session.advance("lobby")
    phone = join(session)
    write(phone, session, "Mine")
    keep(phone, session, 90)
    sealed = bytes(KeptPage.objects.get().sealed)
    call_command("backup", tmp_path / "backups", verbosity=0)
    phone.client.post(f"/r/{session.public}/kept/0/delete/")
    assert bytes(KeptPage.objects.get().sealed) == b""
    assert "You keep no page" in phone.client.get(f"/r/{session.public}/kept/").content.decode()
    assert any(".tar.gz" in name for name in found(tmp_path, [sealed])[sealed])
    assert deletion.delete_due() == []
    assert not any(found(tmp_path, [sealed]).values())
    assert first(session).entries.count() == 1  # the session's own page stays until its date


@pytest.mark.django_db
def test_a_page_let_go_on_one_phone_stays_gone_when_another_still_writes_on_it(room: LiveSession) -> None:
    phone = join(room)
    write(phone, room, "Mine")
    keep(phone, room, 90)
    open_elsewhere = kept.shelf(phone.secret)[0]
    kept.let_go(open_elsewhere, phone.secret)
    kept.write(open_elsewhere, phone.secret, {"know": "Again"})
    assert kept.shelf(phone.secret) == []
    assert bytes(KeptPage.objects.get().sealed) == b""


@pytest.mark.django_db
def test_a_link_holds_so_many_pages_and_no_more(room: LiveSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "PLACES", 1)
    phone, until = join(room), timezone.localdate() + timedelta(days=9)
    kept.keep(room.steps.all()[1], phone.secret, until)
    answer = keep(phone, room, 90)
    assert answer.status_code == 422 and "Let one go first" in answer.content.decode()


@pytest.mark.django_db
def test_the_shelf_takes_one_query_whatever_is_on_it(room: LiveSession, django_assert_num_queries: Any) -> None:
    phone, until = join(room), timezone.localdate() + timedelta(days=9)
    for number, step in enumerate([*room.steps.all()], start=1):
        kept.keep(step, phone.secret, until)
        with django_assert_num_queries(1):
            assert len(kept.shelf(phone.secret)) == number


# -- continue later ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_continue_later_adds_a_dated_take_and_shows_the_earlier_ones(
    room: LiveSession,
    later: Move,
) -> None:
    phone = join(room)
    write(phone, room, "What I knew first")
    keep(phone, room, 400)
    began = timezone.localdate()
    later(100)
    deletion.delete_due()
    url = f"/r/{room.public}/kept/0/"
    phone.client.post(f"{url}take/")
    phone.client.post(url, {"w:know": "What I know now", "w:bring": ""})
    phone.client.post(f"{url}take/")

    (shelf,) = kept.shelf(phone.secret)
    assert [take.on for take in shelf.takes] == [began, *[began + timedelta(days=100)] * 2]
    assert [[asked.text for asked in take.filled] for take in shelf.takes] == [
        ["What I knew first"],
        ["What I know now"],
        [],
    ]
    html = page(phone, room)
    assert html.index("What I know now") < html.index("What I knew first")
    assert "What do you bring?" in html.split("Continue later")[0]


@pytest.mark.django_db
def test_words_go_to_the_take_that_the_page_showed(room: LiveSession) -> None:
    """A page was left open on one phone; on another its owner began a new take and wrote there."""
    phone = join(room)
    write(phone, room, "What I knew first")
    keep(phone, room, 400)
    room.delete()
    url = f"/r/{room.public}/kept/0/"
    assert '<input type="hidden" name="take" value="1">' in phone.client.get(url).content.decode()
    phone.client.post(f"{url}take/")
    phone.client.post(url, {"take": "2", "w:know": "What I know now"})

    phone.client.post(url, {"take": "1", "w:know": "What I knew at first", "w:bring": "Tea"})

    takes = kept.shelf(phone.secret)[0].takes
    assert [[asked.text for asked in take.filled] for take in takes] == [
        ["What I knew at first", "Tea"],
        ["What I know now"],
    ]


@pytest.mark.django_db
def test_an_empty_take_is_not_followed_by_another(room: LiveSession) -> None:
    phone = join(room)
    keep(phone, room, 90)
    answer = phone.client.post(f"/r/{room.public}/kept/0/take/", follow=True)
    assert "still empty" in answer.content.decode()
    assert len(kept.shelf(phone.secret)[0].takes) == 1


@pytest.mark.django_db
def test_words_that_are_too_long_stay_in_the_box(room: LiveSession) -> None:
    phone = join(room)
    write(phone, room, "Short")
    keep(phone, room, 90)
    room.delete()
    answer = phone.client.post(f"/r/{room.public}/kept/0/", {"w:know": "y" * 4001})
    assert answer.status_code == 422 and "y" * 4001 in answer.content.decode()
    assert kept.shelf(phone.secret)[0].now.filled[0].text == "Short"


@pytest.mark.django_db
def test_the_pdf_holds_every_take_and_is_tagged(room: LiveSession, tmp_path: Path) -> None:
    phone = join(room)
    write(phone, room, "First take")
    keep(phone, room, 90)
    phone.client.post(f"/r/{room.public}/kept/0/take/")
    phone.client.post(f"/r/{room.public}/kept/0/", {"w:know": "Second take"})
    answer = phone.client.get(f"/r/{room.public}/kept/0/pdf/")
    words = words_of_pdf(answer.content)
    assert all(text in words for text in ("First take", "Second take", "What do you know now?"))
    (tmp_path / "made.pdf").write_bytes(answer.content)
    assert validate(str(tmp_path / "made.pdf")).findings == ()


# -- the page of a step ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_can_be_opened_and_changed_after_the_room_went_on(room: LiveSession) -> None:
    phone = join(room)
    write(phone, room, "Before")
    url = f"/r/{room.public}/page/{first(room).pk}/"
    assert ">Before</textarea>" in phone.client.get(url).content.decode()
    assert phone.client.post(url, {"w:know": "After", "w:bring": "Tea"}).status_code == 302
    html = phone.client.get(url).content.decode()
    assert ">After</textarea>" in html and ">Tea</textarea>" in html


@pytest.mark.django_db
def test_a_commitment_can_be_kept_and_stays_in_step_with_its_note(db: None) -> None:
    steps = [
        {"kind": "commitment", "config": {"start": {"text": "One thing I will do"}}, "privacy": "everyone_no_names"}
    ]
    session = make_session(steps=steps)
    session.advance("lobby")
    phone = join(session)
    phone.post(session, id="kept-commitment-0001", zone="promise", text="Ask for the minutes")
    keep(phone, session, 90)
    note = models.Note.objects.get()
    phone.client.post(f"/r/{session.public}/page/{first(session).pk}/", {f"w:note:{note.pk}": "Ask twice"})
    assert models.Note.objects.get().text == "Ask twice"
    assert [asked.text for asked in kept.shelf(phone.secret)[0].now.filled] == ["Ask twice"]
    phone.client.post(f"/r/{session.public}/notes/{note.pk}/back/")
    assert kept.shelf(phone.secret)[0].now.filled == []
