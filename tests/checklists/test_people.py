"""Who may open a plan and change it: every page, for everybody who should not."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from checklists.access import cookie_name
from checklists.models import Invite, Member

PAGES = [
    ("plan", ()), ("since", ()), ("people", ()), ("actions", ()), ("calendar", ()), ("action-sheet", ()), ("files", ()),
    ("sheet", ("2d",)), ("sheet", ("2g",)), ("area", ("2g", "topic")), ("question", ("2d", "3")),
    ("history", ("2d", "flic-2d.03")), ("file", ("2d", "md")),
]  # fmt: skip
CHANGES = [
    ("write", ("2d", "flic-2d.03"), "edit"), ("again", ("2g",), "edit"), ("comment", ("2d", "flic-2d.03"), "comment"),
    ("invite", (), "owner"), ("removal", (), "owner"), ("sheet-removal", ("2d",), "owner"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_an_outsider_finds_no_plan(plan, name, args):
    stranger = Client()
    stranger.force_login(get_user_model().objects.create_user("stranger"))
    assert not plan.project.members.filter(user__username="stranger").exists()
    assert stranger.get(plan.url(name, *args)).status_code == 404
    assert Client().get(plan.url(name, *args)).status_code == 404


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_reader_opens_every_page(plan, name, args):
    _reader, client = plan.invited(role="view")
    answer = client.get(plan.url(name, *args))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]  # a shared laptop shows it to nobody afterwards


@pytest.mark.parametrize(("name", "args", "role"), CHANGES)
def test_a_lower_role_changes_nothing(plan, name, args, role):
    roles = ["view", "comment", "edit", "owner"]
    for lower in roles[: roles.index(role)]:
        _member, client = plan.invited(role=lower)
        assert client.post(plan.url(name, *args), {"text": "x", "key": "k" * 16}).status_code == 403
    assert not plan.project.answers.exists()
    assert plan.project.checklists.filter(removed_at=None).count() == 8


def test_the_cookie_of_one_plan_opens_no_other(plan):
    member, client = plan.invited()
    other = type(plan.project).start(plan.user, "Another")
    client.cookies[cookie_name(other.public)] = client.cookies[cookie_name(plan.project.public)].value
    assert client.get(reverse("checklists:plan", args=[other.public])).status_code == 404


def test_inviting_a_colleague_from_link_to_plan(plan):
    made = plan.owner().post(plan.url("invite"), {"role": "edit", "label": "The Tuesday group"})
    link = made.context["link"]
    assert made.content.decode().count(link) == 1
    friend = Client()
    welcome = friend.get(link)
    assert "Tuesday drop-in" in welcome.content.decode()
    assert friend.post(link, {"name": "  Robin   of Leeds "}).url == plan.url("plan")
    assert friend.get(plan.url("sheet", "2a")).status_code == 200
    person = plan.project.members.get(user=None)
    assert (person.name, person.role, person.credited, person.user) == ("Robin of Leeds", "edit", False, None)


def test_two_presses_on_make_a_link_make_one_and_show_it_both_times(plan):
    owner, form = plan.owner(), {"role": "edit", "label": "The Tuesday group", "once": "k" * 22}
    first, second = owner.post(plan.url("invite"), form), owner.post(plan.url("invite"), form)
    assert first.context["link"] == second.context["link"]
    assert plan.project.invites.count() == 1

    plan.project.invites.get().stop()  # and then Back, and the same press: a link that works
    third = owner.post(plan.url("invite"), form).context["link"]
    assert third != first.context["link"]
    assert Client().get(third).status_code == 200

    other = owner.post(plan.url("invite"), form | {"once": "l" * 22}).context["link"]
    assert len({first.context["link"], third, other}) == 3


def test_a_link_without_a_name_asks_again(plan):
    _link, secret = Invite.open(plan.project, "edit")
    page = Client().post(reverse("checklists:join", args=[secret]), {"name": " "})
    assert "Write a name first. Any name will do." in page.content.decode()
    assert not plan.project.members.filter(user=None).exists()


def test_secrets_are_kept_as_hashes(plan):
    link, secret = Invite.open(plan.project, "edit")
    member, client = plan.invited()
    key = client.cookies[cookie_name(plan.project.public)].value
    stored = [
        *Invite.objects.values_list("fingerprint", flat=True),
        *Member.objects.values_list("fingerprint", flat=True),
    ]
    assert secret not in stored
    assert key not in stored
    assert len(link.fingerprint) == 64


def test_a_stopped_link_lets_nobody_in_and_tells_those_who_came(plan):
    member, client = plan.invited()
    plan.owner().post(plan.url("stop-link", member.invite.pk))
    page = client.get(plan.url("plan"))
    assert page.status_code == 403
    assert "Your link to this project has been stopped." in page.content.decode()
    sent = plan.post(client, "flic-2a.01", text="My words")
    assert sent.status_code == 403
    assert "Your words are still in the box. You can copy them." in sent.json()["message"]
    plain = client.post(plan.url("write", "2a", "flic-2a.01"), {"text": "My words"})
    assert "My words" in plain.content.decode()
    assert not plan.project.answers.exists()


def test_a_stopped_or_made_up_link_says_so(plan):
    link, secret = Invite.open(plan.project, "edit")
    link.stop()
    for wrong in (secret, "made-up"):
        page = Client().get(reverse("checklists:join", args=[wrong]))
        assert page.status_code == 404
        assert "That link did not work" in page.content.decode()


def test_what_a_removed_person_wrote_stays(plan):
    member, client = plan.invited()
    plan.write("flic-2a.01", member, text="Still here")
    plan.owner().post(plan.url("remove-person", member.pk))
    assert client.get(plan.url("plan")).status_code == 403
    page = plan.owner().get(plan.url("sheet", "2a")).content.decode()
    assert "Still here" in page
    assert "Last written by <bdi>Ayesha</bdi>" in page


def test_who_was_taken_off_does_not_come_back_by_the_same_link(plan):
    link, secret = Invite.open(plan.project, "edit", "Tuesday group")
    other, secret_of_other = Invite.open(plan.project, "comment")
    client = Client()
    client.post(reverse("checklists:join", args=[secret]), {"name": "Ayesha"})
    member = link.members.get()
    page = plan.owner().post(plan.url("remove-person", member.pk), follow=True).content.decode()
    assert "The link they came by still works" in page and "Tuesday group" in page

    assert client.post(reverse("checklists:join", args=[secret]), {"name": "Someone"}).url == plan.url("plan")
    assert client.get(plan.url("plan")).status_code == 403
    assert list(link.members.all()) == [member]
    client.post(reverse("checklists:join", args=[secret_of_other]), {"name": "Ayesha"})  # the owner may send another
    assert client.get(plan.url("plan")).status_code == 200 and other.members.count() == 1


def test_a_persons_own_link_brings_them_back_under_their_name(plan):
    member, client = plan.invited()
    way_back = client.get(plan.url("people")).context["way_back"]
    phone = Client()
    assert phone.get(way_back).url == plan.url("plan")
    assert phone.get(plan.url("people")).context["seat"].member == member


def test_a_role_changes_at_once(plan):
    member, client = plan.invited()
    plan.owner().post(plan.url("role", member.pk), {"role": "view"})
    assert plan.post(client, "flic-2a.01", text="x").status_code == 403


def test_nobody_can_be_made_an_owner(plan):
    member, _client = plan.invited()
    assert plan.owner().post(plan.url("role", member.pk), {"role": "owner"}).status_code == 404


def test_the_owner_cannot_be_taken_off(plan):
    assert plan.owner().post(plan.url("remove-person", plan.sam.pk)).status_code == 404


def test_the_list_of_plans_is_for_those_who_signed_in(plan):
    assert Client().get(reverse("checklists:plans")).url.startswith("/sign-in/")
    stranger = Client()
    stranger.force_login(get_user_model().objects.create_user("stranger"))
    assert list(stranger.get(reverse("checklists:plans")).context["plans"]) == []


def test_a_plan_put_away_opens_for_nobody_until_it_is_taken_back_out(plan):
    owner = plan.owner()
    owner.post(plan.url("removal"))
    assert owner.get(plan.url("plan")).status_code == 404
    owner.post(plan.url("removal"), {"back": "1"})
    assert owner.get(plan.url("plan")).status_code == 200


def test_deleting_for_good_takes_everything_and_only_from_what_was_put_away(plan):
    member, _client = plan.invited()
    plan.write("flic-2a.01", member, text="x")
    owner = plan.owner()
    owner.post(plan.url("removal"), {"delete": "1"})
    plan.project.refresh_from_db()
    assert plan.project.removed_at
    owner.post(plan.url("removal"), {"delete": "1"})
    assert not type(plan.project).objects.exists()
    assert not Member.objects.exists()
