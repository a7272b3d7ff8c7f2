"""One person works through the activities alone: no facilitator, no console, everything on their own link."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pdfua import validate

from activities.kinds.registry import kind, kinds
from activities.models import Plan, Step
from activities.pack_loader import load_packs
from sessions import alone, deletion, joining, limits, models
from sessions.access import cookie_name
from sessions.models import LiveSession, SessionStep
from tests.sessions.conftest import Phone
from tests.sessions.test_deletion import found
from tests.sessions.test_report_files import words_of_pdf

OWN_PLAN = "flic-wellbeing-plan"
Move = Callable[[int], None]


@pytest.fixture
def packs(db: None) -> None:
    load_packs()


def begin(slug: str = "first-conversation") -> tuple[LiveSession, Phone]:
    """Somebody starts from the public page, as a phone would."""
    client = Client()
    answer = client.post(f"/alone/{alone.token_for(slug)}/")
    assert answer.status_code == 302, answer.content
    session = LiveSession.objects.latest("pk")
    participant = session.participants.get()
    return session, Phone(participant, client.cookies[cookie_name(session.public)].value, client)


def turn(phone: Phone, session: LiveSession, by: str = "next") -> str:
    session.refresh_from_db()
    phone.client.post(f"/r/{session.public}/go/", {"by": by, "leaving": session.place})
    session.refresh_from_db()
    return session.place


def write(phone: Phone, session: LiveSession, item: str, text: str, pk: int | None = None) -> Any:
    step = pk or session.steps.get().pk
    return phone.post(session, step=step, verb="keep", item=item, text=text)


# -- coming in ---------------------------------------------------------------------------------------------------------


def test_the_public_page_offers_plans_toolkits_and_ones_own_plan(packs: None) -> None:
    html = Client().get("/alone/").content.decode()
    for title in ("My own plan", "First conversation", "Whole toolkit tour"):
        assert f"<b>{title}</b>" in html
    assert len([choice for choice in alone.choices() if choice.slug.startswith("all-")]) == 2


def test_what_there_is_takes_three_queries_whatever_it_is(packs: None, django_assert_num_queries: Any) -> None:
    for number in (1, 3):
        Plan.objects.all().delete()
        for i in range(number):
            Plan.objects.create(slug=f"p{i}", title="P", items=[{"step": "flic-1.statements"}])
        with django_assert_num_queries(3):
            assert len([choice for choice in alone.choices() if choice.title == "P"]) == number


def test_where_the_server_does_not_offer_it_only_a_link_given_out_works(packs: None, settings: LazySettings) -> None:
    settings.ALONE = False
    assert Client().get("/alone/").status_code == 404
    assert b'href="/alone/"' not in Client().get("/").content
    assert Client().get(f"/alone/{alone.token_for('first-conversation')}/").status_code == 200
    settings.ALONE = True
    assert b'href="/alone/"' in Client().get("/").content


def test_a_link_that_was_made_up_or_is_old_starts_nothing(packs: None, later: Move) -> None:
    token = alone.token_for("first-conversation")
    for wrong in ("first-conversation", token[:-1], alone.token_for("no-such-plan")):
        assert Client().post(f"/alone/{wrong}/").status_code == 404
    assert not LiveSession.objects.exists()


def test_looking_makes_nothing_and_starting_makes_a_session_of_one(packs: None) -> None:
    Client().get(f"/alone/{alone.token_for('first-conversation')}/")
    assert not LiveSession.objects.exists()
    session, phone = begin()
    assert (session.alone, session.owner, session.locked, session.participants.count()) == (True, None, True, 1)
    assert {step.privacy for step in session.steps.all()} == {"only_you"}
    assert not session.steps.filter(kind="interval").exists() and not session.steps.filter(hold=True).exists()
    assert b"My own link" in phone.client.get(f"/r/{session.public}/link/").content


def test_nobody_joins_and_no_facilitator_sees_it(packs: None) -> None:
    session, _phone = begin()
    LiveSession.objects.update(locked=False)
    assert joining.open_session(session.code) is None
    assert Client().get(f"/j/{session.join_token}/").status_code == 404
    user = get_user_model().objects.create(username="sam", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("", "report/", "room/", "deletion/"):
        assert client.get(f"/sessions/{session.public}/{path}").status_code == 404
    assert session.public not in client.get("/home/").content.decode()


def test_there_is_a_limit_for_all_together(packs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "may_start_alone", lambda: False)
    answer = Client().post(f"/alone/{alone.token_for('first-conversation')}/")
    assert answer.status_code == 429 and b"Try again in a few minutes" in answer.content
    assert not LiveSession.objects.exists()


def test_a_facilitator_gives_out_a_link_and_paper(packs: None) -> None:
    client = Client()
    assert client.get("/sessions/alone/").status_code == 302
    user = get_user_model().objects.create(username="sam")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(f"/sessions/alone/?what={OWN_PLAN}").content.decode()
    link = html.split("data-link>")[1].split("</textarea>")[0]
    assert "http://testserver/alone/" in link and 'class="qr"' in html
    assert b"When it is a good day" in Client().get(f"{link}paper/".replace("http://testserver", "")).content
    assert not LiveSession.objects.exists()


# -- at work -----------------------------------------------------------------------------------------------------------


def test_next_and_back_walk_the_parts_that_need_nobody_else(packs: None) -> None:
    session, phone = begin("values")
    assert session.place == "lobby"
    seen = []
    while turn(phone, session) != "ended":
        step = session.step
        assert step is not None
        assert phone.client.get(f"/r/{session.public}/").status_code == 200
        seen.append((step.kind, step.phase))
    assert ("values_tree", "vote") not in seen and len(seen) == len(set(seen)) and len(seen) >= 3
    assert turn(phone, session, "back") == session.places()[-2]


def test_a_second_press_and_a_made_up_place_change_nothing(packs: None) -> None:
    session, phone = begin()
    for _ in range(2):
        phone.client.post(f"/r/{session.public}/go/", {"by": "next", "leaving": "lobby"})
    session.refresh_from_db()
    assert session.place == session.places()[1]
    phone.client.post(f"/r/{session.public}/go/", {"place": "999.nowhere"})
    session.refresh_from_db()
    assert session.place == session.places()[1]


def test_in_a_groups_session_nobody_turns_the_page_from_a_phone(session: LiveSession, phone: Phone) -> None:
    for path in ("go/", "until/", "delete/", "contents/"):
        assert phone.client.post(f"/r/{session.public}/{path}", {"by": "next"}).status_code in (404, 405)
    assert models.Participant.objects.count() == 1


def test_every_activity_opens_alone_at_every_place(packs: None) -> None:
    for choice in alone.choices():
        if not choice.slug.startswith("all-"):
            continue
        session, phone = begin(choice.slug)
        for place in session.places():
            session.go_to(place)
            answer = phone.client.get(f"/r/{session.public}/")
            assert answer.status_code == 200, place
            html = answer.content.decode()
            main = html.split("<dialog")[0]
            assert "your facilitator" not in main and "None" not in main.split("<main")[1], (place, session.step)
            assert "data-turn-page" in main


def test_a_kind_that_takes_others_is_read(db: None) -> None:
    steps = [
        {"kind": "interview", "config": {"alone": False, "questions": [{"id": "a", "text": "What do you bring?"}]}}
    ]
    session = LiveSession.objects.create(alone=True, title="Mine", facilitator_name="")
    row = SessionStep(session=session, position=0, title="In pairs", privacy="only_you", **steps[0])
    row.phase = row.phases[0].key
    row.save()
    participant, secret = joining.admit(session)
    client = Client()
    client.cookies[cookie_name(session.public)] = secret
    session.go_to(session.places()[1])
    html = client.get(f"/r/{session.public}/").content.decode()
    assert "This part is for two or more people" in html and "What do you bring?" in html
    assert 'data-write="keep"' not in html and participant.number == 1


def test_every_kind_says_which_phases_one_person_walks(packs: None) -> None:
    for step in Step.objects.all():
        of = kinds()[step.kind]
        config = of.clean_config(step.config)
        keys = [phase.key for phase in of.phases(config)]
        walked = of.alone(config)
        assert set(walked) <= set(keys), step.key
        assert [key for key in keys if key in walked] == list(walked), step.key


def test_words_for_an_earlier_part_are_kept_after_the_page_was_turned(packs: None) -> None:
    """The phone sends what it kept without a line, however far its owner went on."""
    session, phone = begin("sheffield-day")
    turn(phone, session)
    step = session.step
    assert step is not None and step.kind == "sheet"
    turn(phone, session)
    assert write(phone, session, "know", "Still kept", step.pk).status_code == 200


# -- what is one's own -------------------------------------------------------------------------------------------------


def test_the_copy_holds_answers_a_group_report_would_not_tell(packs: None, tmp_path: Path) -> None:
    session, phone = begin()
    turn(phone, session)
    step = session.step
    assert step is not None and step.kind == "quiz"
    statement = step.config["statements"][0]
    phone.post(session, verb="answer", item=statement["id"], value="true")
    html = phone.client.get(f"/r/{session.public}/copy/").content.decode()
    assert "You said: True." in html and statement["text"] in html and "Fewer than five" not in html
    answer = phone.client.get(f"/r/{session.public}/copy/pdf/")
    words = words_of_pdf(answer.content)
    assert "You said: True." in words and "Led by" not in words
    (tmp_path / "made.pdf").write_bytes(answer.content)
    assert validate(str(tmp_path / "made.pdf")).findings == ()


def test_the_owner_moves_the_date_both_ways(packs: None) -> None:
    session, phone = begin()
    url = f"/r/{session.public}/until/"
    for days in (700, 5):
        until = timezone.localdate() + timedelta(days=days)
        assert phone.client.post(url, {"until": until}).status_code == 302
        session.refresh_from_db()
        assert session.delete_on == until
    for wrong in (timezone.localdate(), timezone.localdate() + timedelta(days=800), "soon"):
        assert phone.client.post(url, {"until": wrong}).status_code == 422
    session.refresh_from_db()
    assert session.delete_on == timezone.localdate() + timedelta(days=5)


@pytest.mark.django_db(transaction=True)
def test_on_its_date_a_workbook_goes_whole_from_every_file(
    tmp_path: Path,
    settings: LazySettings,
    later: Move,
) -> None:
    load_packs()
    settings.VAR_DIR = tmp_path
    session, phone = begin("sheffield-day")
    turn(phone, session)
    write(phone, session, "know", "private words", session.step_id)
    session.go_to(f"{session.steps.get(key='shef-12.promise').pk}.write")
    phone.post(session, id="alone-canary-note-1", verb="note", zone="promise", text="canary-promise")
    pieces = [b"canary-promise", bytes(models.PrivateEntry.objects.get().sealed), session.public.encode()]
    call_command("backup", tmp_path / "backups", verbosity=0)
    assert all(found(tmp_path, pieces).values())
    later(29)
    assert deletion.delete_due() == []
    later(31)
    call_command("delete_due", verbosity=0)
    assert not any(found(tmp_path, pieces).values())
    assert not LiveSession.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_delete_now_takes_everything_at_once_and_the_copies_with_the_next_run(
    tmp_path: Path, settings: LazySettings
) -> None:
    load_packs()
    settings.VAR_DIR = tmp_path
    session, phone = begin(OWN_PLAN)
    turn(phone, session)
    write(phone, session, "work", "private words")
    sealed = bytes(models.PrivateEntry.objects.get().sealed)
    call_command("backup", tmp_path / "backups", verbosity=0)
    assert b"Delete everything" in phone.client.get(f"/r/{session.public}/delete/").content
    answer = phone.client.post(f"/r/{session.public}/delete/")
    assert b"It is deleted" in answer.content and answer["Clear-Site-Data"] == '"storage"'
    assert not models.PrivateEntry.objects.exists() and not models.Participant.objects.exists()
    assert Client().post("/my/", {"link": f"{session.public}.{phone.secret}"}).status_code == 422
    assert found(tmp_path, [sealed])[sealed]  # the backup still has it
    call_command("delete_due", verbosity=0)
    assert not found(tmp_path, [sealed])[sealed]
    assert not LiveSession.objects.exists()


# -- the wellbeing plan ------------------------------------------------------------------------------------------------


def test_the_plan_is_never_part_of_a_groups_session(packs: None) -> None:
    plan = Plan.objects.create(
        slug="t", title="T", items=[{"step": "flic-1.statements"}, {"step": f"{OWN_PLAN}.plan"}, {"break": 5}]
    )
    session = joining.start_session(get_user_model().objects.create(username="sam"), plan, title="T")
    assert [step.kind for step in session.steps.all()] == ["quiz", "interval"]


def test_a_pack_that_puts_it_into_a_plan_is_refused(tmp_path: Path) -> None:
    import shutil

    from activities.pack_loader import PACKS, read_packs

    shutil.copytree(PACKS, tmp_path / "packs")
    plans = tmp_path / "packs" / "plans.yaml"
    plans.write_text(plans.read_text().replace("  - flic-2.ladder\n", f"  - {OWN_PLAN}.plan\n", 1))
    assert read_packs(tmp_path / "packs").faults == [
        f"plans.yaml: first-conversation: '{OWN_PLAN}.plan' is one person's alone and goes into no plan"
    ]


def test_the_plan_has_rows_for_meetings_to_add_and_remove(packs: None) -> None:
    session, phone = begin(OWN_PLAN)
    turn(phone, session)
    page = f"/r/{session.public}/"
    assert 'data-item="log0:meeting"' in phone.client.get(page).content.decode()
    write(phone, session, "log0:meeting", "With Kim")
    write(phone, session, "log0:date", "3 December")
    html = phone.client.get(page).content.decode()
    assert 'data-item="log1:meeting"' in html and "With Kim" in html
    for item in ("log0:meeting", "log0:date"):
        write(phone, session, item, "")
    assert not models.PrivateEntry.objects.exists()
    assert 'data-item="log1:meeting"' not in phone.client.get(page).content.decode()


def test_its_pdf_holds_the_plan_and_the_meetings(packs: None) -> None:
    session, phone = begin(OWN_PLAN)
    turn(phone, session)
    write(phone, session, "good-day", "Walk by the river")
    write(phone, session, "log0:meeting", "With Kim")
    words = words_of_pdf(phone.client.get(f"/r/{session.public}/copy/pdf/").content)
    assert all(text in words for text in ("Walk by the river", "When it is a good day", "With Kim"))


def test_only_its_owner_opens_it(packs: None) -> None:
    session, phone = begin(OWN_PLAN)
    turn(phone, session)
    write(phone, session, "work", "canary-plan")
    for path in ("", "mine/", "notes/", "copy/", "link/"):
        answer = Client().get(f"/r/{session.public}/{path}")
        assert answer.status_code == 403 and b"canary-plan" not in answer.content
    assert b"canary-plan" in phone.client.get(f"/r/{session.public}/").content
    assert kind("sheet").report(models_state(session)) == []


def models_state(session: LiveSession) -> Any:
    from sessions.source import finished_step

    return finished_step(session.steps.get())


def test_nobody_offers_to_write_later_where_nobody_organises(packs: None) -> None:
    session, phone = begin("sheffield-day")
    session.go_to(f"{session.steps.get(key='shef-12.promise').pk}.write")
    phone.post(session, id="alone-promise-note-1", verb="note", zone="promise", text="Ask them")
    assert "later/" not in phone.client.get(f"/r/{session.public}/").content.decode()
    assert phone.client.get(f"/r/{session.public}/later/").status_code == 404
