"""The plan's pages: what they show, what they cost, what changed since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checklists import content
from checklists.models import Checklist


def queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def fill(plan, slugs) -> None:
    for slug in slugs:
        for box in content.sheets()[slug].questions[:3]:
            plan.write(box.ref, text="Words", who="Sam", due=date(2027, 1, 1), hard=True, challenge="Hard")


@pytest.mark.parametrize(("name", "args"), [("plan", ()), ("actions", ()), ("files", ()), ("sheet", ("2a",))])
def test_a_page_costs_the_same_queries_with_1_and_8_checklists(plan, name, args):
    client = plan.owner()
    Checklist.objects.exclude(slug="flic-2a").delete()
    fill(plan, ["flic-2a"])
    one = queries(client, plan.url(name, *args))
    Checklist.objects.bulk_create(
        Checklist(project=plan.project, slug=slug) for slug in content.sheets() if slug != "flic-2a"
    )
    fill(plan, content.sheets())
    assert queries(client, plan.url(name, *args)) == one <= 9


def test_the_plan_shows_how_far_each_checklist_is(plan):
    plan.write("flic-2a.01", text="x", state="agreed")
    plan.write("flic-2a.02", state="talking", hard=True)
    page = plan.owner().get(plan.url("plan")).content.decode()
    assert "1 of 8 agreed, 1 hard" in page
    assert "Next: What has to get done" not in page
    assert "Next: Which jobs make up this project?" in page
    assert "1 hard thing waiting here" in page


def test_2g_is_told_by_its_areas(plan):
    for question in content.sheets()["flic-2g"].areas[0].asked:
        plan.write(question.ref, state="agreed")
    plan.write("flic-2g.2.01", text="Respect")
    page = plan.owner().get(plan.url("plan")).content.decode()
    assert "2 of 10 areas looked at" in page


def test_what_was_marked_hard_waits_in_2h(plan):
    plan.write("flic-2d.10", hard=True, challenge="No ground floor room", needs=["space", "money"])
    page = plan.owner().get(plan.url("sheet", "2h")).content.decode()
    assert "2D.10: What might stop people joining?" in page
    assert "No ground floor room" in page
    assert "What would help: Space, Money and materials" in page


def test_a_shared_answer_shows_in_both_checklists(plan):
    plan.write("flic-2d.01", text="Night workers")
    client = plan.owner()
    assert "Night workers" in client.get(plan.url("sheet", "2b")).content.decode()
    page = client.get(plan.url("sheet", "2d")).content.decode()
    assert "Night workers" in page
    assert "2B Motivations asks this too. One answer serves both." in page


def test_the_action_plan_has_each_shared_answer_once(plan):
    plan.write("flic-2d.01", who="Sam")
    rows = plan.owner().get(plan.url("actions")).context["board"].actions
    assert [row.label for row in rows] == ["2B.4"]


def test_the_action_plan_goes_by_date_and_by_person(plan):
    plan.write("flic-2a.01", who="Zoe", due=date(2027, 1, 2))
    plan.write("flic-2a.02", who="ayesha", due=date(2027, 1, 1))
    plan.write("flic-2a.03", due=date(2027, 3, 1))
    plan.write("flic-2a.04", who="Zoe")
    shown = plan.owner().get(plan.url("actions") + "?by=person").context
    assert [row.asked.number for row in shown["board"].actions] == ["2", "1", "3", "4"]
    assert [(who, [row.asked.number for row in rows]) for who, rows in shown["people"]] == [
        ("ayesha", ["2"]), ("Zoe", ["1", "4"]), ("", ["3"]),
    ]  # fmt: skip


def test_settled_questions_are_not_next_to_do(plan):
    plan.write("flic-2a.01", who="Sam", state="agreed", due=date.today() - timedelta(days=9))
    page = plan.owner().get(plan.url("plan")).content.decode()
    assert "This date has passed" not in page
    assert "Give a question a person or a date" in page


def test_2g_can_be_taken_again_and_compared(plan):
    client = plan.owner()
    plan.write("flic-2g.1.01", text="The council")
    assert client.post(plan.url("again", "2g")).url == plan.url("sheet", "2g-2")
    plan.write("flic-2g.1.01", text="All of us", take=2, state="agreed")
    assert plan.text("flic-2g.1.01") == "The council"
    page = client.get(plan.url("compare", "2g-2")).content.decode()
    assert page.index("The council") < page.index("All of us")
    assert "What you said last time" in client.get(plan.url("question", "2g-2", "1.1")).content.decode()


def test_two_presses_on_take_it_again_begin_one_take(plan):
    client = plan.owner()
    page = client.get(plan.url("sheet", "2g")).content.decode()
    assert 'name="after" value="1"' in page
    for pressed, shown in (("1", "2g-2"), ("1", "2g-2"), ("2", "2g-3")):
        assert client.post(plan.url("again", "2g"), {"after": pressed}).url == plan.url("sheet", shown)
    assert 'name="after" value="3"' in client.get(plan.url("sheet", "2g")).content.decode()
    assert [sheet.take for sheet in plan.project.checklists.filter(slug="flic-2g")] == [1, 2, 3]


def test_a_take_that_was_taken_out_is_not_begun_again_in_its_place(plan):
    client = plan.owner()
    client.post(plan.url("again", "2g"), {"after": "1"})
    client.post(plan.url("sheet-removal", "2g-2"))
    assert client.post(plan.url("again", "2g"), {"after": "1"}).url == plan.url("sheet", "2g-3")


def test_other_checklists_are_taken_once(plan):
    assert plan.owner().post(plan.url("again", "2a")).status_code == 404


def test_comparing_needs_two_takes(plan):
    assert plan.owner().get(plan.url("compare", "2g")).status_code == 404


def test_a_checklist_off_the_plan_is_gone_and_comes_back_with_its_answers(plan):
    client = plan.owner()
    plan.write("flic-2a.01", text="Kept")
    client.post(plan.url("sheet-removal", "2a"))
    assert client.get(plan.url("sheet", "2a")).status_code == 404
    assert "Taken out of this project" in client.get(plan.url("plan")).content.decode()
    client.post(plan.url("sheet-removal", "2a"), {"back": "1"})
    assert "Kept" in client.get(plan.url("sheet", "2a")).content.decode()


@pytest.mark.parametrize(
    ("name", "args"),
    [("sheet", ("2z",)), ("area", ("2g", "no")), ("area", ("2a", "topic")), ("question", ("2a", "99"))],
)
def test_what_is_not_there_is_not_found(plan, name, args):
    assert plan.owner().get(plan.url(name, *args)).status_code == 404


def test_starting_a_plan_needs_a_name_and_dates_in_order(plan):
    client = plan.owner()
    wrong = client.post(reverse("checklists:new"), {"name": "", "starts": "2027-01-02", "ends": "2027-01-01"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"name", "ends"}
    assert "This is before the start." in wrong.content.decode()
    right = client.post(reverse("checklists:new"), {"name": "A new plan"})
    assert right.status_code == 302
    assert client.get(right.url).context["project"].checklists.count() == 8


# What changed since


def since(plan, client, **query):
    return client.get(plan.url("since"), query)


def test_nothing_new_is_204(plan):
    client = plan.owner()
    first = since(plan, client, rev=0).json()
    assert since(plan, client, rev=first["rev"], here=first["mark"]).status_code == 204


def test_a_change_brings_the_question_and_no_other(plan):
    plan.write("flic-2d.03", text="Eight")
    seen = plan.project.answers.get().rev
    plan.write("flic-2d.05", text="A flyer")
    frame = since(plan, plan.owner(), rev=seen, at="2d").json()
    assert frame["rev"] == seen + 1
    assert 'id="q-flic-2d-05-1"' in frame["html"]
    assert 'id="q-flic-2d-03-1"' not in frame["html"]


def test_a_change_of_the_twin_question_is_brought_too(plan):
    seen = plan.project.rev
    plan.write("flic-2b.04", text="Everyone")
    assert 'id="q-flic-2d-01-1"' in since(plan, plan.owner(), rev=seen, at="2d").json()["html"]


def test_the_plan_itself_brings_its_board(plan):
    seen = plan.project.rev
    plan.write("flic-2a.01", text="x", state="agreed")
    assert "1 of 8 agreed" in since(plan, plan.owner(), rev=seen).json()["html"]


def test_people_see_who_is_here_and_who_is_writing(plan):
    _ayesha, client = plan.invited()
    since(plan, client, rev=0, writing="flic-2d.03")
    frame = since(plan, plan.owner(), rev=0).json()
    assert "Ayesha" in frame["here"]
    assert frame["writing"] == {"flic-2d.03": "Ayesha"}
    assert since(plan, client, rev=0, writing="flic-2d.03").json()["writing"] == {}


@pytest.mark.parametrize("rev", ["", "x", "-1", "²", "9" * 30, "9" * 5000])
def test_an_odd_revision_is_no_error(plan, rev):
    assert since(plan, plan.owner(), rev=rev, at="2d").status_code == 200


def test_asking_costs_few_queries_when_nothing_changed(plan):
    client = plan.owner()
    frame = since(plan, client, rev=0).json()
    url = f"{plan.url('since')}?rev={frame['rev']}&here={frame['mark']}"
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 204
    assert len(seen) <= 5


def test_the_first_page_shows_my_projects_and_nobody_elses(plan):
    stranger = type(plan.user).objects.create_user("stranger")
    type(plan.project).start(stranger, "Not yours")
    page = plan.owner().get(reverse("home")).content.decode()
    assert plan.url("plan") in page
    assert "Not yours" not in page
