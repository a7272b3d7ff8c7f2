import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from coprod import accounts, running

SITE = "http://testserver"


def link_for(person: User) -> str:
    return accounts.sign_in_link(person, SITE).removeprefix(SITE)


def press(client: Client, link: str):
    """What the page's one button does."""
    path, _, token = link.partition("?sesame=")
    return client.post(path, {"sesame": token})


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_link_signs_in_when_pressed(client, newcomer):
    link = link_for(newcomer)
    assert "Robin" in client.get(link).content.decode()
    assert who(client) is None
    assert press(client, link).url == "/welcome/"
    assert who(client) == str(newcomer.pk)


def test_link_survives_being_looked_at(client, newcomer):
    link = link_for(newcomer)
    previews = [Client().get(link).status_code, Client().head(link).status_code, Client().get(link).status_code]
    assert previews == [200, 200, 200]
    assert press(client, link).status_code == 302


def test_link_works_once(client, newcomer):
    link = link_for(newcomer)
    press(client, link)
    outsider = Client()
    assert [press(outsider, link).status_code, outsider.get(link).status_code] == [410, 410]
    assert who(outsider) is None


def test_link_pressed_by_two_at_once_signs_in_one(newcomer):
    first, second = User.objects.get(pk=newcomer.pk), User.objects.get(pk=newcomer.pk)
    assert [accounts.use_up(first), accounts.use_up(second)] == [True, False]


def test_link_ends_after_a_day(client, newcomer, monkeypatch):
    link = link_for(newcomer)
    tomorrow = (timezone.now() + timedelta(hours=25)).timestamp()
    monkeypatch.setattr("time.time", lambda: tomorrow)
    assert press(client, link).status_code == 410


def test_link_ends_when_a_password_is_set(client, newcomer):
    link = link_for(newcomer)
    newcomer.set_password("three brown herons")
    newcomer.save()
    assert press(client, link).status_code == 410


@pytest.mark.parametrize("token", ["", "x", "AAAAAQz2Wj22w7SlD0TXTrId", "%00"])
def test_link_made_up_signs_nobody_in(client, newcomer, token):
    assert press(client, f"/in/?sesame={token}").status_code == 410
    assert who(client) is None


def test_link_of_a_closed_account_signs_nobody_in(client, newcomer):
    link = link_for(newcomer)
    User.objects.update(is_active=False)
    assert press(client, link).status_code == 410


def test_link_needs_the_pages_own_form(newcomer):
    strict = Client(enforce_csrf_checks=True)
    assert press(strict, link_for(newcomer)).status_code == 403


def test_link_that_failed_locks_nobody_out(client, newcomer):
    for _ in range(12):
        press(client, "/in/?sesame=made-up")
    assert press(client, link_for(newcomer)).status_code == 302


def test_link_page_is_kept_by_no_cache(client, newcomer):
    assert "no-store" in client.get(link_for(newcomer)).headers["Cache-Control"]


def test_sign_in_by_password(client, sam):
    answer = client.post("/sign-in/", {"username": "sam", "password": "three brown herons"})
    assert (answer.status_code, answer.url, who(client)) == (302, "/home/", str(sam.pk))


def test_sign_in_refused_says_the_same_for_name_and_password(client, sam):
    def errors(username: str) -> list[str]:
        page = client.post("/sign-in/", {"username": username, "password": "wrong"})
        return page.context["form"].non_field_errors()

    assert errors("sam") == errors("nobody") == ["That name and password do not go together. Check both and try again."]


def test_sign_in_refuses_an_account_without_password(client, newcomer):
    client.post("/sign-in/", {"username": "robin", "password": "!"})
    assert who(client) is None


def test_sign_in_goes_to_no_other_site(client, sam):
    answer = client.post("/sign-in/?next=https://evil.example/", {"username": "sam", "password": "three brown herons"})
    assert answer.url == "/home/"


def test_sign_in_locks_a_name_and_not_the_room(client, sam, newcomer):
    for _ in range(10):
        answer = client.post("/sign-in/", {"username": "sam", "password": "wrong"})
    assert answer.status_code == 429
    assert "Wait a little" in answer.content.decode()
    locked = client.post("/sign-in/", {"username": "sam", "password": "three brown herons"})
    assert locked.status_code == 429
    newcomer.set_password("four grey seals")
    newcomer.save()
    neighbour = client.post("/sign-in/", {"username": "robin", "password": "four grey seals"})
    assert neighbour.status_code == 302


def test_sign_in_that_failed_leaves_no_address_in_the_database(client, sam):
    client.post("/sign-in/", {"username": "sam", "password": "wrong"}, REMOTE_ADDR="192.0.2.77")

    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert "192.0.2.77" not in str(cursor.fetchall()), table


def test_sign_out_by_post_alone(client, sam):
    client.force_login(sam)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert who(client) is None


def test_welcome_sets_name_and_password_and_stays_signed_in(client, newcomer):
    client.force_login(newcomer)
    answer = client.post(
        "/welcome/", {"first_name": "Bobbie", "new_password1": "five red kites", "new_password2": "five red kites"}
    )
    newcomer.refresh_from_db()
    assert (answer.url, newcomer.first_name, newcomer.check_password("five red kites")) == ("/home/", "Bobbie", True)
    assert who(client) == str(newcomer.pk)


def test_welcome_is_no_way_round_the_present_password(client, sam):
    client.force_login(sam)
    answer = client.post(
        "/welcome/", {"first_name": "Sam", "new_password1": "five red kites", "new_password2": "five red kites"}
    )
    sam.refresh_from_db()
    assert (answer.url, sam.check_password("three brown herons")) == ("/account/", True)


def test_password_change_asks_for_the_present_one(client, sam):
    client.force_login(sam)
    new = {"new_password1": "five red kites", "new_password2": "five red kites"}
    refused = client.post("/account/password/", {"old_password": "wrong", **new})
    assert refused.context["form"].errors.keys() == {"old_password"}
    assert client.post("/account/password/", {"old_password": "three brown herons", **new}).url == "/home/"
    assert who(client) == str(sam.pk)


def test_people_adds_a_colleague_with_a_working_link(client, sam):
    client.force_login(sam)
    answer = client.post("/people/", {"first_name": "Jo", "username": "jo"}, follow=True)
    page = answer.content.decode()
    link = re.search(r"http://testserver(/in/\?sesame=[\w-]+)", page)[1]
    assert "<svg" in page
    assert "style=" not in page
    colleague = Client()
    press(colleague, link)
    assert who(colleague) == str(User.objects.get(username="jo").pk)


def test_people_refuses_a_name_that_differs_by_capitals(client, sam):
    client.force_login(sam)
    page = client.post("/people/", {"first_name": "Sam", "username": "SAM"})
    assert page.context["form"].errors == {"username": ["Somebody signs in with that name. Choose another."]}


def test_person_link_only_for_newcomers_and_oneself(client, sam, newcomer):
    client.force_login(sam)
    been_here = User.objects.create_user("alex", last_login=timezone.now())
    statuses = [client.get(f"/people/{person.pk}/link/").status_code for person in (newcomer, sam, been_here)]
    assert statuses == [200, 200, 404]


@pytest.mark.parametrize("path", ["/welcome/", "/account/", "/account/password/", "/people/", "/people/1/link/"])
def test_outsider_is_sent_to_sign_in(client, sam, path):
    assert who(client) is None
    assert client.get(path).url == f"/sign-in/?next={path}"
    assert client.post(path, {"first_name": "Eve", "username": "eve"}).url == f"/sign-in/?next={path}"
    assert list(User.objects.values_list("username", flat=True)) == ["sam"]


@pytest.mark.parametrize("others", [1, 3])
def test_people_takes_as_many_queries_for_one_as_for_three(client, sam, others, django_assert_num_queries):
    for number in range(others):
        User.objects.create_user(f"colleague-{number}")
    client.force_login(sam)
    with django_assert_num_queries(3):
        client.get("/people/")


def test_first_facilitator_is_made_once(db):
    first = accounts.first_facilitator()
    assert (first.username, first.has_usable_password(), first.is_superuser) == ("facilitator", False, False)
    assert accounts.first_facilitator() == first


def test_somebody_has_a_password(newcomer):
    assert accounts.somebody_has_a_password() is False
    newcomer.set_password("five red kites")
    newcomer.save()
    assert accounts.somebody_has_a_password() is True


def test_sign_in_link_command_prints_a_working_link(client, newcomer, capsys):
    call_command("sign_in_link", "robin", site=SITE)
    press(client, capsys.readouterr().out.strip().removeprefix(SITE))
    assert who(client) == str(newcomer.pk)


def test_sign_in_link_command_leads_to_the_port_that_is_served(newcomer, settings, tmp_path, monkeypatch, capsys):
    settings.VAR_DIR, settings.SITE_URL = tmp_path, ""
    monkeypatch.setattr(running, "address", {tmp_path: "http://localhost:9000/"}.get)
    call_command("sign_in_link", "robin")
    assert capsys.readouterr().out.startswith("http://localhost:9000/in/?sesame=")


def test_sign_in_link_command_knows_nobody_else(newcomer):
    with pytest.raises(CommandError, match="Nobody here signs in as eve."):
        call_command("sign_in_link", "eve")
