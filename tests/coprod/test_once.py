"""A form that makes a session or a project, sent twice: one is made, and both answers lead to it."""

import threading
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from activities.models import Plan
from checklists.models import Project
from sessions.models import LiveSession
from sessions.moving import out
from tests.sessions.conftest import make_session

START = {"plan": "short", "title": "Tuesday", "facilitator_name": "Sam", "once": "k" * 22}


@pytest.fixture
def sam(db: None, django_user_model: Any) -> Client:
    Plan.objects.create(slug="short", title="A short one", about="", minutes=10, items=[{"break": 10, "title": "Tea"}])
    return signed_in(django_user_model.objects.create_user("sam", first_name="Sam"))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_two_presses_on_start_make_one_session(sam: Client) -> None:
    first, second = sam.post("/sessions/new/", START), sam.post("/sessions/new/", START)

    session = LiveSession.objects.get()
    assert first.url == second.url == f"/sessions/{session.public}/"
    assert session.steps.count() == 1


@pytest.mark.parametrize("other", [{"title": "Wednesday"}, {"once": "l" * 22}, {"once": ""}])
def test_other_words_or_another_page_make_another(sam: Client, other: dict[str, str]) -> None:
    for form in (START, START | other):
        assert sam.post("/sessions/new/", form).status_code == 302
    assert LiveSession.objects.count() == 2


def test_nobody_comes_by_a_key_to_what_somebody_else_made(sam: Client, django_user_model: Any) -> None:
    kim = signed_in(django_user_model.objects.create_user("kim"))

    assert sam.post("/sessions/new/", START).url != kim.post("/sessions/new/", START).url
    assert sorted(LiveSession.objects.values_list("owner__username", flat=True)) == ["kim", "sam"]


def test_each_page_has_a_key_of_its_own(sam: Client) -> None:
    project = sam.post("/plan/new/", {"name": "A warmer welcome"}).url
    for path in ("/sessions/new/", "/sessions/bring-in/", "/plan/new/", f"{project}people/"):
        keys = [sam.get(path).content.decode().partition('name="once" value="')[2].partition('"')[0] for _ in range(2)]
        assert len(set(keys)) == 2 and min(map(len, keys)) >= 16, path


def test_two_presses_on_bring_in_bring_one(sam: Client) -> None:
    ended = make_session(stage=LiveSession.Stage.ENDED)
    body = out.write(ended)

    def send(text: bytes) -> Any:
        return sam.post("/sessions/bring-in/", {"file": SimpleUploadedFile("a.json", text), "once": "k" * 22})

    first, second = send(body), send(body)
    assert first.url == second.url
    assert LiveSession.objects.count() == 2

    assert send(body.replace(b"Having a real say", b"Another day")).url != first.url


def test_two_presses_on_start_make_one_project(sam: Client) -> None:
    form = {"name": "Drop-in", "starts": date(2027, 1, 1), "once": "k" * 22}
    first, second = sam.post("/plan/new/", form), sam.post("/plan/new/", form)

    project = Project.objects.get()
    assert first.url == second.url == project.get_absolute_url()
    assert project.members.count() == 1


@pytest.mark.django_db(transaction=True)
def test_presses_in_the_same_moment_make_one(django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("sam")
    clients, answers = [signed_in(user) for _ in range(4)], []
    together = threading.Barrier(len(clients))

    def press(client: Client) -> None:
        together.wait()
        answers.append(client.post("/plan/new/", {"name": "Drop-in", "once": "k" * 22}).url)
        connection.close()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [Project.objects.get().get_absolute_url()] * 4
