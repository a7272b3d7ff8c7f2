from __future__ import annotations

import json
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from checklists import content
from checklists.access import cookie_name
from checklists.models import Answer, Invite, Member, Project
from checklists.models.answers import Change

JSON = {"HTTP_ACCEPT": "application/json"}


class Plan:
    """A plan with its owner Sam, and short ways to write in it and to open its pages."""

    def __init__(self) -> None:
        self.user = get_user_model().objects.create_user("sam", first_name="Sam")
        self.project = Project.start(self.user, "Tuesday drop-in", starts=date(2026, 9, 1))
        self.sam = self.project.members.get()

    def invited(self, name: str = "Ayesha", role: str = "edit") -> tuple[Member, Client]:
        link, _secret = Invite.open(self.project, role)
        member = Member.objects.create(project=self.project, invite=link, role=role, name=name)
        client = Client()
        client.cookies[cookie_name(self.project.public)] = member.new_key()
        return member, client

    def owner(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client

    def sheet(self, slug: str, take: int = 1):
        return self.project.checklists.get(slug=slug, take=take)

    def write(self, ref: str, member: Member | None = None, was: dict | None = None, take: int = 1, **new) -> Answer:
        sheet = self.sheet(ref.split(".")[0], take)
        return Answer.write(sheet, content.boxes()[ref], member or self.sam, Change(new, was or {}))

    def url(self, name: str, *args) -> str:
        return reverse(f"checklists:{name}", args=[self.project.public, *args])

    def post(self, client: Client, ref: str, at: str = "", was: dict | None = None, **fields):
        """What the page's script sends: the fields that changed, and what they said before."""
        sent = {"only": ",".join(fields), "was": json.dumps(was or {}), **fields}
        return client.post(self.url("write", at or ref[5:7], ref), sent, **JSON)

    def text(self, ref: str, take: int = 1) -> str:
        return self.project.answers.get(ref=ref, take=take).text


@pytest.fixture
def plan(db) -> Plan:
    return Plan()
