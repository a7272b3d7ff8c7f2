"""Packs: a fault is named with its file and key, nothing is half loaded, and past sessions never change."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from activities.management.commands import load_packs as load_packs_command
from activities.models import Plan, Step
from activities.pack_loader import PackFault, load_packs, read_packs
from sessions.joining import start_session

TOOLKIT = "slug: t\nname: A toolkit\nsections:\n- {slug: one, title: One}\n"
ACTIVITY = """
slug: t-1
number: "1"
section: one
title: A first activity
short: First
steps:
- slug: notes
  kind: board
  title: What helps?
  config:
    zones:
    - {id: a, title: What helps}
"""
PLANS = "plans:\n- {slug: p, title: A plan, minutes: 30, steps: [t-1.notes]}\n"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "t"
    folder.mkdir()
    (folder / "toolkit.yaml").write_text(TOOLKIT)
    (folder / "1-first.yaml").write_text(ACTIVITY)
    (tmp_path / "plans.yaml").write_text(PLANS)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: board", "kind: bored", "t/1-first.yaml: steps.0.kind:"),
        (
            "title: What helps}",
            "title: A head that is far too long for it}",
            "t/1-first.yaml: steps.0.config.zones.0.title:",
        ),
        ("title: What helps?", "title: A title that is much too long to stand", "t/1-first.yaml: steps.0.title:"),
        ("short: First", "shorts: First", "t/1-first.yaml: short:"),
        ("section: one", "section: two", "t-1: section: t has no section 'two'"),
        ("- slug: notes", "- slug: [notes", "t/1-first.yaml: while parsing"),
    ],
)
def test_fault_is_named_with_file_and_key(packs: Path, old: str, new: str, said: str) -> None:
    path = packs / "t" / "1-first.yaml"
    path.write_text(ACTIVITY.replace(old, new))

    faults = read_packs(packs).faults

    assert any(fault.startswith(said) for fault in faults), faults


@pytest.mark.django_db
def test_pack_with_a_fault_changes_nothing(packs: Path) -> None:
    load_packs(packs)
    (packs / "t" / "1-first.yaml").write_text(ACTIVITY.replace("What helps?", "What else?").replace("board", "bored"))

    with pytest.raises(PackFault):
        load_packs(packs)

    assert Step.objects.get().title == "What helps?"


@pytest.mark.django_db
def test_command_says_what_is_wrong_in_words(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (packs / "t" / "1-first.yaml").write_text(ACTIVITY.replace("short: First", ""))
    monkeypatch.setattr(load_packs_command, "load_packs", lambda: load_packs(packs))

    with pytest.raises(
        CommandError, match="Nothing was changed. These faults stand in the packs:\nt/1-first.yaml: short"
    ):
        call_command("load_packs")


@pytest.mark.django_db
def test_loading_again_never_rewrites_a_session(packs: Path) -> None:
    load_packs(packs)
    owner = get_user_model().objects.create(username="sam")
    session = start_session(owner, Plan.objects.get(), title="Before", facilitator_name="Sam")
    (packs / "t" / "1-first.yaml").write_text(ACTIVITY.replace("What helps?", "What else?"))

    load_packs(packs)

    assert Step.objects.get().title == "What else?"
    assert session.steps.get().title == "What helps?"


@pytest.mark.django_db
def test_step_that_left_the_pack_goes(packs: Path) -> None:
    load_packs(packs)
    (packs / "t" / "1-first.yaml").write_text(ACTIVITY.replace("slug: notes", "slug: other"))
    (packs / "plans.yaml").write_text(PLANS.replace("t-1.notes", "t-1.other"))

    load_packs(packs)

    assert [step.key for step in Step.objects.all()] == ["t-1.other"]


def test_our_own_packs_are_whole() -> None:
    assert read_packs().faults == []
