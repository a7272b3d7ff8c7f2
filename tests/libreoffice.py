"""What LibreOffice makes of a file: its cells, as somebody who opens it sees them."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

MISSING = "This test opens files in LibreOffice. Type: sudo apt install --no-install-recommends libreoffice-calc-nogui"
COMMAS = "CSV:44/59/9,34,UTF8"  # the three separators that its window has ticked for somebody who opens a CSV file
SPACES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE, TEXT = (SPACES % name for name in ("table", "office", "text"))


@dataclass(frozen=True)
class Cell:
    shown: str
    type: str
    formula: str


def opened(files: Mapping[str, bytes], folder: Path) -> dict[str, list[Cell]]:
    """The filled cells of each file by its name; a name ends in .xlsx or .csv. One start of the program for each of the two."""
    program = shutil.which("soffice")
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    for ending, reading in ((".xlsx", []), (".csv", [f"--infilter={COMMAS}"])):
        if names := [name for name in files if name.endswith(ending)]:
            convert = ["--headless", *reading, "--convert-to", "fods", "--outdir", ending[1:], *names]
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            subprocess.run([program, profile, *convert], cwd=folder, check=True, capture_output=True, timeout=120)
    return {name: _cells(folder / Path(name).suffix[1:] / f"{Path(name).stem}.fods") for name in files}


def _cells(path: Path) -> list[Cell]:
    found = ElementTree.parse(path).iter(f"{TABLE}table-cell")
    return [
        Cell(_shown(cell), cell.get(f"{OFFICE}value-type", ""), cell.get(f"{TABLE}formula", ""))
        for cell in found
        if cell.get(f"{OFFICE}value-type")
    ]


def _shown(cell: ElementTree.Element) -> str:
    return "\n".join(_words(paragraph) for paragraph in cell.iter(f"{TEXT}p"))


def _words(element: ElementTree.Element) -> str:
    """Its text; blanks and tabs are elements of their own."""
    own = {f"{TEXT}s": " " * int(element.get(f"{TEXT}c", 1)), f"{TEXT}tab": "\t"}.get(element.tag, element.text or "")
    return own + "".join(_words(child) + (child.tail or "") for child in element)
