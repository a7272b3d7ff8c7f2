"""What every template owes: nothing inline (the policy would block it), every part it names, and few bytes for a phone."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Paper never meets a browser's policy, and its printer takes no link.
# WeasyPrint reads these, no browser does.
PAPER = ("pdf.html", "copy_pdf.html", "page_pdf.html", "workbook_pdf.html", "drawing.html")
SCREENS = [path for path in TEMPLATES if "pdf" not in path.parts and path.name not in PAPER]
FIRST_LOAD = 150_000
# A guess at the page itself, its socket handshake and headers, which the browser test measures for real.
PAGE = 25_000


def without_comments(text: str) -> str:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.S)
    return re.sub(r"{#.*?#}", "", text)


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_has_nothing_inline(path):
    html = without_comments(path.read_text())
    found = re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_compiles_and_its_pieces_exist(path):
    html = without_comments(path.read_text())
    get_template(str(path.relative_to(ROOT / "templates")))
    missing = [name for name in re.findall(r"{% include \"([^\"]+)\"", html) if not exists(name)]
    missing += [name for name in re.findall(r"name=\"([a-z-]+)\" ?(?:class=\"\w+\" )?%}", html) if not icon(name)]
    missing += [name for name in re.findall(r"{% static '([^']+)' %}", html) if finders.find(name) is None]
    assert missing == []


def exists(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def icon(name: str) -> bool:
    return (ROOT / f"templates/components/icons/{name}.html").exists()


def test_styles_scripts_and_type_of_a_phone_fit_its_first_load():
    css = [ROOT / f"static/css/{name}.css" for name in ("tokens", "base", "phone")]
    scripts = [
        path for path in (ROOT / "static/js").glob("*.js") if path.stem not in ("console", "stage", "checklists")
    ]
    packed = sum(len(gzip.compress(path.read_bytes())) for path in css + scripts)
    assert packed + (ROOT / "static/fonts/ahn.woff2").stat().st_size + PAGE < FIRST_LOAD


def test_only_the_latin_face_is_preloaded():
    base = (ROOT / "templates/base.html").read_text()
    assert re.findall(r"preload\" href=\"{% static '([^']+)'", base) == ["fonts/ahn.woff2"]


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "403_csrf"])
def test_error_page_needs_no_context(name):
    html = get_template(f"{name}.html").render()
    assert (html.count("<h1>"), "data-exit" in html, "None" in html) == (1, True, False)
