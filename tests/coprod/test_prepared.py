"""A prepared query asks what the ORM would ask, with the values of each call."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coprod.prepared import Prepared, PreparedModels
from sessions.models import LiveSession, SessionStep

pytestmark = pytest.mark.django_db
User = get_user_model()


def test_each_call_has_its_own_values() -> None:
    sam, kim = (User.objects.create_user(name, is_active=True) for name in ("sam", "kim"))
    by_name = Prepared(
        lambda name, pk: User.objects.filter(username=name, pk__gte=pk, is_active=True).values_list("pk")
    )

    assert by_name("sam", 0) == [(sam.pk,)]
    assert by_name("kim", sam.pk) == [(kim.pk,)]
    assert by_name("kim", kim.pk + 1) == []


def test_the_sql_is_made_once() -> None:
    made = []
    every = Prepared(lambda pk: made.append(pk) or User.objects.filter(pk=pk).values_list("pk"))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert [every(pk) for pk in (1, 2, 3)] == [[], [], []]

    assert len(made) == 1
    assert len(asked) == 3


def test_a_value_that_the_query_changes_is_refused() -> None:
    """Its place among the parameters could not be told from another's."""
    starting = Prepared(lambda name: User.objects.filter(username__startswith=name).values_list("pk"))

    with pytest.raises(ValueError, match="as they are"):
        starting("sam")


def test_models_come_with_what_they_join() -> None:
    kim = User.objects.create_user("kim")
    session = LiveSession.objects.create(owner=kim, title="Prepared", facilitator_name="Kim")
    step = SessionStep.objects.create(session=session, position=0, kind="board", words={"now": "Write"})
    LiveSession.objects.filter(pk=session.pk).update(step=step)
    by_title = PreparedModels(lambda title: LiveSession.objects.select_related("step", "owner").filter(title=title))

    with CaptureQueriesContext(connection) as asked:
        found = by_title.first("Prepared")
        assert found is not None and found.step is not None
        assert (found, found.owner, found.step.words) == (session, kim, {"now": "Write"})
        assert found.delete_on == session.delete_on
        assert found.locked is False

    assert len(asked) == 1
    assert by_title.first("Another") is None


def test_a_joined_row_that_is_not_there_is_none() -> None:
    session = LiveSession.objects.create(owner=User.objects.create_user("kim"), title="Empty", facilitator_name="Kim")
    by_pk = PreparedModels(lambda pk: LiveSession.objects.select_related("step").filter(pk=pk))

    assert [found.step for found in by_pk(session.pk)] == [None]
