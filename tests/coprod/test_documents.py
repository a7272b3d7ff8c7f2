import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_readme_lists_every_environment_variable_of_the_settings():
    used = set(re.findall(r'"(COPROD_[A-Z_]+)"', (ROOT / "coprod/settings.py").read_text()))
    listed = set(re.findall(r"^\| `(COPROD_[A-Z_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert used == listed


def test_scripts_may_be_run():
    for name in ("script/bootstrap", "script/server", "script/test", "script/bench", ".ci/run"):
        assert (ROOT / name).stat().st_mode & 0o111 == 0o111
