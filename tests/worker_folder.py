"""A pytest plugin: where several workers share a run, each has a data folder of its own, as two servers would.

It is named in `addopts`, since settings are read before any conftest.
"""

import os
from pathlib import Path

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    folder = Path(os.environ.get("COPROD_VAR_DIR", "var/test")) / worker
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["COPROD_VAR_DIR"] = str(folder)
