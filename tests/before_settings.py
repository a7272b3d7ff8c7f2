"""A pytest plugin: what must be in the environment before settings are read, which is before any conftest. It is named in `addopts`.

Where several workers share a run, each has a data folder of its own, as two servers would. With COPROD_TEST_ON=postgresql
the run has a PostgreSQL of its own, which goes afterwards.
"""

import atexit
import os
from pathlib import Path

from tests.live import postgresql

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    folder = Path(os.environ.get("COPROD_VAR_DIR", "var/test")) / worker
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["COPROD_VAR_DIR"] = str(folder)
elif (wanted := os.environ.get("COPROD_TEST_ON")) == "postgresql":
    cluster = postgresql.cluster()
    os.environ["COPROD_DATABASE_URL"] = cluster.__enter__()
    atexit.register(cluster.__exit__, None, None, None)
elif wanted:
    raise SystemExit(f"COPROD_TEST_ON can be postgresql, or left out for SQLite. It is: {wanted}")
