"""What settings do beside being read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


@pytest.mark.skipif(os.name != "posix", reason="other systems keep a person's folders apart by themselves")
def test_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever else the umask lets other accounts of the machine read."""
    new = tmp_path / "a" / "new folder"
    order = [sys.executable, "-c", "import os; os.umask(0o022); import coprod.settings"]
    subprocess.run(order, cwd=settings.BASE_DIR, env=os.environ | {"COPROD_VAR_DIR": str(new)}, check=True)

    assert new.stat().st_mode & 0o777 == 0o700
    assert (new / "secret_key").stat().st_mode & 0o777 == 0o600
