"""Reads packs from YAML into the database. A pack with a fault is refused as a whole, with every fault named."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from activities.kinds.registry import kind
from activities.models import Activity, Plan, Section, Step, Toolkit
from activities.packs_schema import ActivityFile, PlansFile, ToolkitFile

T = TypeVar("T", bound=BaseModel)
PACKS = Path(settings.BASE_DIR) / "activities" / "packs"


@dataclass
class Pack:
    toolkits: list[ToolkitFile] = field(default_factory=list)
    activities: list[tuple[str, ActivityFile]] = field(default_factory=list)  # (toolkit slug, activity)
    plans: list[Any] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # "flic/01-x.yaml: steps.0.title: String should have …"


def read_packs(root: Path = PACKS) -> Pack:
    """Every file below `root`, validated. Nothing is raised: faults are listed with file and key."""
    pack = Pack()
    for folder in sorted(path for path in root.glob("*") if path.is_dir()):
        toolkit = _read(folder / "toolkit.yaml", ToolkitFile, pack, root)
        if toolkit is None:
            continue
        pack.toolkits.append(toolkit)
        for path in sorted(folder.glob("*.yaml")):
            if path.name == "toolkit.yaml":
                continue
            activity = _read(path, ActivityFile, pack, root)
            if activity is not None:
                pack.activities.append((toolkit.slug, activity))
                _check_configs(path.relative_to(root), activity, pack)
    if (root / "plans.yaml").exists():
        plans = _read(root / "plans.yaml", PlansFile, pack, root)
        pack.plans = plans.plans if plans else []
    _check_references(pack)
    return pack


def _read(path: Path, model: type[T], pack: Pack, root: Path) -> T | None:
    name = path.relative_to(root)
    try:
        return model.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except OSError as error:
        pack.faults.append(f"{name}: {error.strerror}")
    except YAMLError as error:
        pack.faults.append(f"{name}: {' '.join(str(error).split())}")
    except ValidationError as error:
        pack.faults += _lines(name, "", error)
    return None


def _lines(name: object, prefix: str, error: ValidationError) -> list[str]:
    return [f"{name}: {prefix}{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]


def _check_configs(name: Path, activity: ActivityFile, pack: Pack) -> None:
    for i, step in enumerate(activity.steps):
        try:
            kind(step.kind).clean_config(step.config)
        except ValidationError as error:
            pack.faults += _lines(name, f"steps.{i}.config.", error)


def _check_references(pack: Pack) -> None:
    sections = {(t.slug, s.slug) for t in pack.toolkits for s in t.sections}
    keys = [f"{a.slug}.{s.slug}" for _, a in pack.activities for s in a.steps]
    pack.faults += [f"{key}: this step's name is used twice" for key in sorted({k for k in keys if keys.count(k) > 1})]
    for toolkit, activity in pack.activities:
        if (toolkit, activity.section) not in sections:
            pack.faults.append(f"{activity.slug}: section: {toolkit} has no section {activity.section!r}")
        for step in activity.steps:
            for name in [name for source in step.carry.sources() for name in source.keys] if step.carry else ():
                if name not in keys:
                    pack.faults.append(f"{activity.slug}: {step.slug}: carry.from: there is no step {name!r}")
    for plan in pack.plans:
        for item in plan.steps:
            if isinstance(item, str) and item not in keys:
                pack.faults.append(f"plans.yaml: {plan.slug}: there is no step {item!r}")
            elif isinstance(item, str) and item in owner_only_steps(pack):
                pack.faults.append(f"plans.yaml: {plan.slug}: {item!r} is one person's alone and goes into no plan")


def owner_only_steps(pack: Pack) -> set[str]:
    """The steps that never are part of a group's session. Steps with a fault of their own are told of elsewhere."""
    found = set()
    for _toolkit, activity in pack.activities:
        for step in activity.steps:
            with suppress(ValidationError):
                if kind(step.kind).owner_only(kind(step.kind).clean_config(step.config)):
                    found.add(f"{activity.slug}.{step.slug}")
    return found


class PackFault(Exception):
    """A pack has faults; `args[0]` lists them, a line each."""


@transaction.atomic
def load_packs(root: Path = PACKS) -> int:
    """Brings the database level with the packs; returns the number of steps. Raises PackFault, changing nothing.

    Sessions that were started keep their own frozen copy and never change.
    """
    pack = read_packs(root)
    if pack.faults:
        raise PackFault("\n".join(pack.faults))
    sections: dict[tuple[str, str], Section] = {}
    for position, toolkit in enumerate(pack.toolkits):
        _load_toolkit(position, toolkit, sections)
    kept: list[str] = []
    for position, (toolkit_slug, activity) in enumerate(pack.activities):
        kept += _load_activity(position, sections[toolkit_slug, activity.section], activity)
    _load_plans(pack)
    slugs = [toolkit.slug for toolkit in pack.toolkits]
    Step.objects.filter(activity__section__toolkit__slug__in=slugs).exclude(key__in=kept).delete()
    Activity.objects.filter(section__toolkit__slug__in=slugs, steps=None).delete()
    return len(kept)


def _load_toolkit(position: int, file: ToolkitFile, sections: dict[tuple[str, str], Section]) -> None:
    fields = file.model_dump(mode="json", exclude={"slug", "sections"})
    toolkit, _ = Toolkit.objects.update_or_create(slug=file.slug, defaults={**fields, "position": position})
    for i, section in enumerate(file.sections):
        values = {**section.model_dump(mode="json", exclude={"slug"}), "position": i}
        sections[file.slug, section.slug], _ = Section.objects.update_or_create(
            toolkit=toolkit, slug=section.slug, defaults=values
        )


def _load_activity(position: int, section: Section, file: ActivityFile) -> list[str]:
    fields = file.model_dump(mode="json", exclude={"slug", "steps", "section"})
    fields |= {"page": str(file.page), "section": section, "position": position}
    activity, _ = Activity.objects.update_or_create(slug=file.slug, defaults=fields)
    keys = []
    for i, step in enumerate(file.steps):
        keys.append(f"{file.slug}.{step.slug}")
        values = step.model_dump(
            mode="json", include={"kind", "title", "grouping", "privacy", "minutes", "hold", "config"}
        )
        values["words"] = step.model_dump(mode="json", include={"now", "purpose", "say", "do", "content_note"})
        values["carry"] = step.carry.model_dump(by_alias=True, exclude_defaults=True) if step.carry else {}
        Step.objects.update_or_create(key=keys[-1], defaults={**values, "activity": activity, "position": i})
    return keys


def _load_plans(pack: Pack) -> None:
    for position, plan in enumerate(pack.plans):
        items = [{"step": item} if isinstance(item, str) else item for item in plan.steps]
        defaults = {"title": plan.title, "about": plan.about, "minutes": plan.minutes}
        Plan.objects.update_or_create(slug=plan.slug, defaults={**defaults, "items": items, "position": position})
    Plan.objects.exclude(slug__in=[plan.slug for plan in pack.plans]).delete()
