"""Who is on a plan: its owner, who has an account, and those who came by an invited link, who need none."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def fingerprint(secret: str) -> str:
    """What the database keeps of a secret. The secret has 192 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Role(models.TextChoices):
    VIEW = "view", _("Can read")
    COMMENT = "comment", _("Can read and comment")
    EDIT = "edit", _("Can read, comment and write")
    OWNER = "owner", pgettext_lazy("role", "Owner")


INVITED = [(role.value, role.label) for role in (Role.EDIT, Role.COMMENT, Role.VIEW)]
RANK = {Role.VIEW: 0, Role.COMMENT: 1, Role.EDIT: 2, Role.OWNER: 3}


class Invite(models.Model):
    """A link that lets people in with one role. Stopping it shuts out everyone who came by it."""

    project = models.ForeignKey("checklists.Project", models.CASCADE, related_name="invites")
    role = models.CharField(max_length=8, choices=INVITED)
    label = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.label or self.get_role_display()

    @classmethod
    def open(cls, project, role: str, label: str = "", secret: str = "") -> tuple[Invite, str]:
        """Return the invite and its secret, which is shown once and never stored. One secret opens one link, until it is stopped."""
        secret = secret or new_secret()
        made = {"project": project, "role": role, "label": label}
        link, _new = cls.objects.get_or_create(fingerprint=fingerprint(secret), defaults=made)
        return cls.open(project, role, label) if link.stopped_at else (link, secret)

    def stop(self) -> None:
        self.stopped_at = timezone.now()
        self.save(update_fields=["stopped_at"])


class MemberQuerySet(models.QuerySet):
    def let_in(self) -> MemberQuerySet:
        """Those who may still open the plan."""
        return self.filter(removed_at=None).filter(models.Q(invite=None) | models.Q(invite__stopped_at=None))


class Member(models.Model):
    """One person on one plan, under a name of their own choosing."""

    project = models.ForeignKey("checklists.Project", models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    invite = models.ForeignKey(Invite, models.RESTRICT, null=True, blank=True, related_name="members")
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=8, choices=Role.choices)
    fingerprint = models.CharField(max_length=64, unique=True, null=True, blank=True)  # noqa: DJ001
    credited = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="one_member_per_user")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in(self) -> bool:
        return self.removed_at is None and (self.invite is None or self.invite.stopped_at is None)

    def may(self, role: str) -> bool:
        return RANK[Role(self.role)] >= RANK[Role(role)]

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + words[-1][:1] if len(words) > 1 else self.name[:2]).upper()

    @property
    def paper(self) -> str:
        """One of the four post-it colours, the same on every screen."""
        return ("sun", "sky", "leaf", "rose")[self.pk % 4]

    def new_key(self) -> str:
        """Give this person a fresh way back; the one before stops working."""
        secret = new_secret()
        self.fingerprint = fingerprint(secret)
        self.save(update_fields=["fingerprint"])
        return secret

    def remove(self) -> None:
        self.removed_at = timezone.now()
        self.save(update_fields=["removed_at"])
