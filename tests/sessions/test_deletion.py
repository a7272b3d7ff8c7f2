"""The promise on every phone: on the date shown nothing leads to a person any more, in any file we keep."""

import tarfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session as SignIn
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sessions import deletion, erasure, models, secrets, tasks
from sessions.models import LiveSession
from tests.sessions.conftest import Phone, join, make_session

KEPT = "A note on the wall that stays"


def lived_through(session: LiveSession) -> list[bytes]:
    """Two people do everything that leaves something personal. Returns every piece of it, as it would lie in a file."""
    first, second = join(session, "Canary Robin"), join(session)
    for number, (phone, text) in enumerate([(first, KEPT), (second, "canary-taken-back"), (first, "canary-kept-off")]):
        answer = phone.post(session, id=f"canary-receipt-{number:04d}", zone="good", text=text, phase="write-notes")
        assert answer.status_code == 200, answer.content
    wall, back, off = models.Note.objects.order_by("pk")
    second.client.post(f"/r/{session.public}/notes/{back.pk}/back/")
    off.judge("kept_off", session.rev)
    session.set(read_first=True)
    first.post(session, id="canary-receipt-held", zone="good", text="canary-held", phase="write-notes")
    first.post(session, id="canary-receipt-kept", verb="keep", item="", zone="", text="private", value="")
    first.client.post(f"/r/{session.public}/need/", {"need": "help"})
    step = session.steps.get()
    sealed = secrets.seal(first.secret, step.salt, "a private page")
    author = secrets.author_key(first.secret, step.salt)
    models.PrivateEntry.objects.create(step=step, author=author, field="box", sealed=sealed)
    models.Answer.objects.create(step=step, author=author, item="vote:n1", value="1")
    models.Note.objects.filter(pk=wall.pk).update(name="Canary Robin")
    keys = [secrets.author_key(phone.secret, step.salt) for phone in (first, second)]
    digests = [secrets.digest(phone.secret) for phone in (first, second)]
    words = ["Canary Robin", "canary-kept-off", "canary-held", "canary-receipt-", *keys, *digests]
    return [sealed, *(word.encode() for word in words)]


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Database, write-ahead log, media and backups, unpacked."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files lie elsewhere: see tests/live/test_postgresql.py")
    database = Path(connection.settings_dict["NAME"])
    for path in sorted({*database.parent.glob(f"{database.name}*"), *folder.rglob("*")}):
        if path.is_file() and path.name.endswith(".tar.gz"):
            with tarfile.open(path) as tar:
                for member in tar:
                    held = tar.extractfile(member)
                    yield f"{path}:{member.name}", held.read() if held else b""
        elif path.is_file():
            yield str(path), path.read_bytes()


def found(folder: Path, pieces: list[bytes]) -> dict[bytes, list[str]]:
    where: dict[bytes, list[str]] = {piece: [] for piece in pieces}
    for name, content in every_byte(folder):
        for piece in pieces:
            if piece in content:
                where[piece].append(name)
    return where


@pytest.mark.django_db(transaction=True)
def test_after_the_date_no_file_holds_anything_personal(tmp_path: Path, settings: LazySettings, later: Any) -> None:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    session = make_session()
    session.advance("lobby")
    pieces = lived_through(session)
    call_command("backup", tmp_path / "backups", verbosity=0)
    before = found(tmp_path, pieces)
    assert all(before.values()), before  # the control: everything is there, in the backup too
    assert all(any(".tar.gz" in name for name in names) for names in before.values()), before
    later(29)
    call_command("delete_due", verbosity=0)
    assert all(found(tmp_path, pieces).values())
    later(30)
    call_command("delete_due", verbosity=0)
    assert not any(found(tmp_path, pieces).values())
    assert len(list((tmp_path / "backups").iterdir())) == 1
    assert found(tmp_path, [KEPT.encode()])[KEPT.encode()]


@pytest.mark.django_db(transaction=True)
def test_a_round_that_was_cut_short_is_done_again(
    tmp_path: Path, settings: LazySettings, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are gone, and then the disk is full or the machine goes off: the backup must not keep them for ever."""
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    session = make_session()
    session.advance("lobby")
    pieces = lived_through(session)
    call_command("backup", tmp_path / "backups", verbosity=0)
    later(30)
    with monkeypatch.context() as broken:
        broken.setattr(deletion, "replace_backups", lambda: (_ for _ in ()).throw(OSError("no space left")))
        with pytest.raises(OSError, match="no space left"):
            deletion.delete_due()
    assert session.__class__.objects.get().deleted_on and any(found(tmp_path, pieces).values())
    deletion.delete_due()
    assert not any(found(tmp_path, pieces).values())
    assert not erasure.owed()


@pytest.mark.django_db(transaction=True)
def test_a_session_that_the_facilitator_deletes_leaves_the_backups_too(tmp_path: Path, settings: LazySettings) -> None:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    session = make_session()
    session.advance("lobby")
    pieces = lived_through(session)
    call_command("backup", tmp_path / "backups", verbosity=0)
    client = Client()
    client.force_login(session.owner, "django.contrib.auth.backends.ModelBackend")
    client.post(f"/sessions/{session.public}/delete/")
    assert any(found(tmp_path, pieces).values())  # the control: a backup still holds it
    call_command("delete_due", verbosity=0)
    assert not any(found(tmp_path, pieces).values())


@pytest.mark.django_db(transaction=True)
def test_the_organiser_keeps_the_wall_and_gets_a_certificate(later: Any) -> None:
    session = make_session()
    session.advance("lobby")
    lived_through(session)
    epoch, owner = session.epoch, Client()
    owner.force_login(session.owner, backend="django.contrib.auth.backends.ModelBackend")
    page = owner.get(f"/sessions/{session.public}/deletion/").content.decode()
    assert "Not deleted yet" in page
    later(31)
    assert deletion.delete_due() == [session]
    assert deletion.delete_due() == []
    session.refresh_from_db()
    assert session.epoch != epoch and session.ended
    assert deletion.personal_rows(session) == 0
    assert [note.text for note in models.Note.objects.all()] == [KEPT]
    assert models.Answer.objects.get().author == "1"
    page = owner.get(f"/sessions/{session.public}/deletion/").content.decode()
    assert "Certificate of deletion" in page and "1 note from the wall" in page
    assert owner.get(f"/sessions/{session.public}/room/").status_code == 200
    assert owner.get(f"/sessions/{session.public}/").status_code == 200


@pytest.mark.django_db
def test_counts_of_people_stay_true_and_steps_cannot_be_joined(later: Any) -> None:
    session = make_session(steps=[{"kind": "board", "config": {"zones": [{"id": "a", "title": "A"}]}}] * 2)
    phones = [join(session) for _ in range(9)]
    for step in session.steps.all():
        for phone in phones:
            for item in ("one", "two"):
                author = secrets.author_key(phone.secret, step.salt)
                models.Answer.objects.create(step=step, author=author, item=item, value="1")
    orders = [list(step.answers.values_list("author", flat=True)[::2]) for step in session.steps.all()]
    assert len({len(set(order)) for order in orders}) == 1
    later(40)
    deletion.delete_due()
    after = [list(step.answers.order_by("pk").values_list("author", flat=True)[::2]) for step in session.steps.all()]
    assert [len(set(order)) for order in after] == [9, 9]
    assert after[0] != after[1]  # one in 362,880 by chance


@pytest.mark.django_db
def test_a_phone_after_the_date_is_told_how_to_join_and_nobody_comes_in(
    phone: Phone, session: LiveSession, later: Any
) -> None:
    code = session.code
    later(30)
    deletion.delete_due()
    assert phone.client.get(f"/r/{session.public}/").status_code == 403
    assert "did not work" in Client().post("/", {"code": code}).content.decode()


@pytest.mark.django_db
def test_the_date_moves_to_sooner_only_once_somebody_joined(facilitator: Client, session: LiveSession) -> None:
    url = f"/sessions/{session.public}/date/"
    promised = session.delete_on
    facilitator.post(url, {"delete_on": promised + timedelta(days=3)})
    session.refresh_from_db()
    assert session.delete_on == promised + timedelta(days=3)
    join(session)
    for refused in (promised + timedelta(days=4), timezone.localdate() - timedelta(days=1), "soon"):
        page = facilitator.post(url, {"delete_on": refused}, follow=True)
        session.refresh_from_db()
        assert session.delete_on == promised + timedelta(days=3), refused
        assert "error" in page.content.decode()
    facilitator.post(url, {"delete_on": promised})
    session.refresh_from_db()
    assert session.delete_on == promised
    assert "Change the date" in facilitator.get(f"/sessions/{session.public}/room/").content.decode()


@pytest.mark.django_db
def test_the_date_may_be_today_which_deletes_at_once(facilitator: Client, session: LiveSession, phone: Phone) -> None:
    answer = facilitator.post(f"/sessions/{session.public}/date/", {"delete_on": timezone.localdate()})
    assert answer.url.endswith("/deletion/")
    session.refresh_from_db()
    assert session.deleted_on == timezone.localdate()
    assert not session.participants.exists()


@pytest.mark.django_db
def test_another_facilitator_can_neither_see_nor_move_it(session: LiveSession, django_user_model: Any) -> None:
    other = Client()
    other.force_login(django_user_model.objects.create(username="kim"), "django.contrib.auth.backends.ModelBackend")
    assert other.get(f"/sessions/{session.public}/deletion/").status_code == 404
    assert other.post(f"/sessions/{session.public}/date/", {"delete_on": date.today()}).status_code == 404


def test_what_restore_set_aside_goes_after_a_week(tmp_path: Path, settings: LazySettings) -> None:
    settings.VAR_DIR = tmp_path
    for days in (6, 8):
        when = (datetime.now() - timedelta(days=days)).strftime("%Y-%m-%d-%H%M%S")
        (tmp_path / f"before-restore-{when}-coprod.sqlite3").touch()
    deletion._remove_set_aside()
    assert len(list(tmp_path.iterdir())) == 1


def test_sign_ins_that_are_over_and_old_tasks_go_too(facilitator: Client, later: Any) -> None:
    tasks.delete_due.enqueue()
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())
    SignIn.objects.create(session_key="a" * 32, session_data="", expire_date=timezone.now() - timedelta(days=1))

    deletion.delete_due()
    assert [row.session_key for row in SignIn.objects.all()] == [facilitator.session.session_key]
    assert DBTaskResult.objects.count() == 1

    later(15)
    deletion.delete_due()
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_the_task_worker_does_it_and_comes_back_the_next_night(session: LiveSession, phone: Phone, later: Any) -> None:
    later(31)
    assert tasks.delete_due.call() == 1
    (night,) = DBTaskResult.objects.all()
    assert timezone.now() < night.run_after < timezone.now() + timedelta(days=1, minutes=11)
    tasks.delete_due.call()
    assert list(DBTaskResult.objects.all()) == [night]  # begun twice, it still comes once a night


@pytest.mark.django_db
def test_a_night_that_went_wrong_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deletion, "delete_due", lambda: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space left"):
        tasks.delete_due.call()
    assert DBTaskResult.objects.count() == 1
