"""The style sheets of all kinds stand on one page: a name that two of them give to different things would change both."""

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = [ROOT / f"static/css/{name}.css" for name in ("base", "desk", "phone", "stage", "paper")]
KINDS = sorted(ROOT.glob("activities/kinds/*/static/*.css"))


def plain(path: Path) -> dict[str, str]:
    """What a sheet says of each class that stands alone in a selector: `.ask { … }`, not `.step .ask { … }` nor `@media`."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    css = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
    found: dict[str, str] = defaultdict(str)
    for selectors, said in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        for selector in map(str.strip, re.sub(r"\([^()]*\)", "()", selectors).split(",")):
            if re.fullmatch(r"\.[\w-]+", selector):
                found[selector] += " ".join(said.split())
    return found


def clashes(sheets: list[Path], others: list[Path]) -> list[str]:
    """Classes that a sheet and another one describe differently."""
    return sorted(
        f"{name}: {one.name}, {other.name}"
        for one in sheets
        for other in others
        if one != other
        for name in plain(one).keys() & plain(other).keys()
        if plain(one)[name] != plain(other)[name]
    )


def test_no_kind_gives_a_name_of_another_kind_to_something_else() -> None:
    assert clashes(KINDS, KINDS) == []


def test_no_kind_changes_what_every_page_has() -> None:
    assert clashes(KINDS, SHARED) == []


def test_names_that_clash_are_found(tmp_path: Path) -> None:
    one, other = tmp_path / "one.css", tmp_path / "other.css"
    one.write_text("@layer kind { .still, .step .ask { font-size: 1rem; } @media print { .cup { color: red; } } }")
    other.write_text("@layer kind { .still { font-size: 3rem; } .ask { color: red; } .cup { color: blue; } }")

    assert clashes([one], [other]) == [".still: one.css, other.css"]
