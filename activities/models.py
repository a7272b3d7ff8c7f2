"""What can be done: toolkits, their sections, activities and steps, and ready-made plans. Loaded from packs."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.kinds.base import StepInfo
from activities.kinds.registry import choices, kind


class Toolkit(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    cite = models.TextField(blank=True)
    licence = models.TextField(blank=True)
    about = models.TextField(blank=True)
    links = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    toolkit = models.ForeignKey(Toolkit, on_delete=models.CASCADE, related_name="sections")
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    intro = models.TextField(blank=True)
    items = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["toolkit", "slug"], name="section_slug_in_toolkit")]

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="activities")
    slug = models.SlugField(unique=True)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    short = models.CharField(max_length=30)
    aim = models.TextField(blank=True)
    why = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    materials = models.JSONField(default=list, blank=True)
    uses = models.JSONField(default=list, blank=True)
    links = models.JSONField(default=list, blank=True)
    page = models.CharField(max_length=20, blank=True)
    minutes = models.PositiveSmallIntegerField(default=20)
    own = models.BooleanField(default=False, help_text=_("Written by us because the toolkit lost or never gave it."))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["section__position", "position"]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.short or self.title


class Step(models.Model):
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=40, choices=choices)
    title = models.CharField(max_length=30)
    words = models.JSONField(default=dict, help_text=_("now, purpose, say, do, content_note"))
    grouping = models.CharField(max_length=20, default="everyone")
    privacy = models.CharField(max_length=20, default="everyone_no_names")
    minutes = models.PositiveSmallIntegerField(default=20)
    hold = models.BooleanField(default=False)
    carry = models.JSONField(default=dict, blank=True)
    config = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["activity__section__position", "activity__position", "position"]

    def __str__(self) -> str:
        return self.key


class Plan(models.Model):
    """A ready-made agenda. `items` is a list of {"step": key} and {"break": minutes, "title": …}."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=100)
    about = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    items = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


def step_info(row: Any, activity_title: str) -> StepInfo:
    """A `Step` (or a frozen copy with the same fields) as plain data, with its configuration validated."""
    words = row.words
    return StepInfo(
        id=row.pk,
        key=row.key,
        kind=row.kind,
        activity=activity_title,
        title=row.title,
        now=words.get("now", ""),
        purpose=words.get("purpose", ""),
        say=words.get("say", ""),
        do=tuple(words.get("do", ())),
        content_note=words.get("content_note", ""),
        grouping=row.grouping,
        privacy=row.privacy,
        minutes=row.minutes,
        hold=row.hold,
        config=kind(row.kind).clean_config(row.config),
    )
