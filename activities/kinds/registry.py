"""Finds the kinds: every folder here with a `kind.py`."""

from functools import cache
from importlib import import_module
from pathlib import Path

from activities.kinds.base import Kind


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name. Raises ImportError with the folder's name when one cannot be loaded."""
    found: dict[str, Kind] = {}
    for path in sorted(Path(__file__).parent.glob("*/kind.py")):
        module = import_module(f"activities.kinds.{path.parent.name}.kind")
        classes = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Kind) and value.__module__ == module.__name__
        ]
        if len(classes) != 1 or classes[0].name != path.parent.name:
            raise ImportError(f"{path} must hold one Kind whose name is {path.parent.name!r}")
        found[path.parent.name] = classes[0]()
    return found


def kind(name: str) -> Kind:
    """The kind of that name. Raises KeyError."""
    return kinds()[name]


def choices() -> list[tuple[str, str]]:
    """For a model field: callable, so that a new kind needs no migration."""
    return [(name, str(found.label)) for name, found in kinds().items()]
