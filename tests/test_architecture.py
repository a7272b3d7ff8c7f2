"""The direction of the arrows: coprod's urls -> checklists -> sessions -> activities -> coprod/{live,pdf}."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# What each room of the house may import, besides libraries and itself. The top of coprod ties everything together.
MAY = {
    "activities": {"coprod.live", "coprod.pdf"},
    "sessions": {"activities", "coprod"},
    "checklists": {"sessions", "activities", "coprod"},
    "coprod.live": set(),
    "coprod.pdf": set(),
}
TOP = {"coprod.urls", "coprod.asgi", "coprod.settings", "coprod.views"}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def sources(folder: str) -> list[Path]:
    return [p for p in (ROOT / folder).rglob("*.py") if "migrations" not in p.parts and not p.name.startswith("test_")]


def imports(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str:
    """The room a module is in: "activities", "coprod.live" …; "" for a library."""
    for room in sorted(MAY, key=len, reverse=True):
        if module == room or module.startswith(room + "."):
            return room
    return "coprod" if module.split(".")[0] == "coprod" else ""


def wrong_arrows(room: str, text: str) -> list[str]:
    """Imports of a module of that room which point back."""
    allowed = MAY[room]
    return sorted(
        {
            name
            for name in imports(text)
            if room_of(name) not in ("", room)
            and not any(name == may or name.startswith(may + ".") for may in allowed)
            or name in TOP - {"coprod.settings"}
        }
    )


@pytest.mark.parametrize("room", MAY)
def test_arrows_never_point_back(room: str) -> None:
    folder = room.replace(".", "/")
    paths = sources(folder) if (ROOT / folder).is_dir() else [ROOT / f"{folder}.py"]

    found = {module_of(path): wrong for path in paths if (wrong := wrong_arrows(room, path.read_text()))}

    assert found == {}


def test_arrow_that_points_back_is_found() -> None:
    """The control."""
    assert wrong_arrows("activities", "from sessions.models import Note") == ["sessions.models", "sessions.models.Note"]
    assert wrong_arrows("coprod.live", "import activities.models") == ["activities.models"]


def test_weasyprint_has_one_importer() -> None:
    folders = ("coprod", "activities", "sessions", "checklists")
    users = {
        module_of(p)
        for f in folders
        for p in sources(f)
        if any(n.split(".")[0] == "weasyprint" for n in imports(p.read_text()))
    }

    assert users == {"coprod.pdf"}


def test_kinds_do_not_know_each_other() -> None:
    """What some have in common stands beside their folders, as a module."""
    found = {}
    shared = {path.stem for path in (ROOT / "activities/kinds").glob("*.py")}
    for path in sources("activities/kinds"):
        own = path.relative_to(ROOT / "activities/kinds").parts[0]
        others = {n for n in imports(path.read_text()) if n.startswith("activities.kinds.")}
        wrong = {n for n in others if n.split(".")[2] not in {own, *shared}}
        if wrong and own != "registry.py":
            found[module_of(path)] = wrong

    assert found == {}
