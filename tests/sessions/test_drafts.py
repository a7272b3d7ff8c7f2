"""Our own words for what a toolkit lost can be changed before the start, in this session alone."""

import pytest
from django.test import Client

from activities.models import Plan
from activities.pack_loader import load_packs
from sessions.drafts import drafts_of
from sessions.joining import start_session
from sessions.models import LiveSession


@pytest.fixture
def river(django_user_model) -> LiveSession:
    load_packs()
    owner = django_user_model.objects.create(username="sam", first_name="Sam")
    return start_session(owner, Plan.objects.get(slug="river"), title="The river", facilitator_name="Sam")


@pytest.fixture
def sam(river: LiveSession) -> Client:
    client = Client()
    client.force_login(river.owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
def test_draft_is_changed_in_this_session_alone(river: LiveSession, sam: Client) -> None:
    first = next(draft for draft in drafts_of(river) if draft.long)

    sam.post(f"/sessions/{river.public}/drafts/", {first.field: "Things may be hard to plan."})

    other = start_session(river.owner, Plan.objects.get(slug="river"), title="Another", facilitator_name="Sam")
    assert next(d for d in drafts_of(river) if d.long).words == "Things may be hard to plan."
    assert next(d for d in drafts_of(other) if d.long).words == first.words


@pytest.mark.django_db
def test_empty_draft_is_refused_and_what_was_typed_stays(river: LiveSession, sam: Client) -> None:
    first, second = [draft for draft in drafts_of(river) if draft.long][:2]

    answer = sam.post(f"/sessions/{river.public}/drafts/", {first.field: " ", second.field: "Typed already"})

    assert answer.status_code == 422
    assert "Write a few words here." in answer.content.decode()
    assert "Typed already" in answer.content.decode()
    assert drafts_of(river)[0].words == next(d for d in drafts_of(river)).words


@pytest.mark.django_db
def test_draft_stays_once_the_session_has_started(river: LiveSession, sam: Client) -> None:
    first = next(draft for draft in drafts_of(river) if draft.long)
    river.advance("lobby")

    sam.post(f"/sessions/{river.public}/drafts/", {first.field: "Too late"})

    assert next(d for d in drafts_of(river) if d.long).words == first.words
