"""A prepared query asks what the ORM would ask, with the values of each call."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from coprod.prepared import Prepared, PreparedInsert, PreparedModels, PreparedUpdate
from sessions.models import LiveSession, Receipt, SessionStep

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


def test_a_change_touches_the_rows_it_finds_and_says_how_many() -> None:
    sam, kim = (User.objects.create_user(name, first_name="?") for name in ("sam", "kim"))
    rename = PreparedUpdate(lambda pk: User.objects.filter(pk=pk, is_active=True), first_name="Sunny")

    assert (rename(sam.pk), rename(kim.pk + 1)) == (1, 0)
    assert list(User.objects.order_by("pk").values_list("first_name", flat=True)) == ["Sunny", "?"]


def test_a_change_may_count_on_from_what_stands_there() -> None:
    kim = User.objects.create_user("kim")
    session = LiveSession.objects.create(owner=kim, title="Prepared", facilitator_name="Kim")
    raise_rev = PreparedUpdate(lambda pk: LiveSession.objects.filter(pk=pk), rev=F("rev") + 1)

    for _ in range(3):
        raise_rev(session.pk)
    assert LiveSession.objects.get().rev == 3


def test_an_added_row_is_what_create_would_add() -> None:
    kim = User.objects.create_user("kim")
    session = LiveSession.objects.create(owner=kim, title="Prepared", facilitator_name="Kim")
    add = PreparedInsert(Receipt)

    for client_id, answer in (("first", {"ok": True}), ("second", {"words": "Łódź 🙂"})):
        added = add(session=session, client_id=client_id, answer=answer)
        found = Receipt.objects.get(pk=added.pk)
        assert (found.session, found.client_id, found.answer) == (session, client_id, answer)
        assert found.__dict__.keys() == added.__dict__.keys()
        added.client_id += " changed"
        added.save()
        assert Receipt.objects.get(pk=added.pk).client_id == f"{client_id} changed"
    assert Receipt.objects.count() == 2


def test_a_row_that_may_not_be_twice_is_refused() -> None:
    kim = User.objects.create_user("kim")
    session = LiveSession.objects.create(owner=kim, title="Prepared", facilitator_name="Kim")
    add = PreparedInsert(Receipt)
    add(session=session, client_id="same", answer={})

    with pytest.raises(IntegrityError), transaction.atomic():
        add(session=session, client_id="same", answer={})
