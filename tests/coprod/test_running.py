"""One server for a data folder; the second is told where the first one is."""

import subprocess
import sys

import pytest

from coprod import running

WAIT = "import sys; from pathlib import Path; from coprod import running; f = running.Folder(Path(sys.argv[1]))"


@pytest.fixture
def other(tmp_path):
    """Another process that serves the folder."""
    order = [
        sys.executable,
        "-c",
        f"{WAIT}; f.tell('http://localhost:8000/'); print('up', flush=True); input()",
        tmp_path,
    ]
    process = subprocess.Popen(order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "up\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_server_is_told_where_the_first_is(other, tmp_path) -> None:
    with pytest.raises(running.Taken, match="^http://localhost:8000/$"):
        running.Folder(tmp_path)


def test_the_folder_is_free_once_the_first_was_killed(other, tmp_path) -> None:
    other.kill()
    other.wait()

    folder = running.Folder(tmp_path)
    folder.tell("http://localhost:8001/")

    assert (tmp_path / "serving").read_text() == "http://localhost:8001/"
    folder.close()


def test_the_address_is_told_while_somebody_serves(other, tmp_path) -> None:
    assert running.address(tmp_path) == "http://localhost:8000/"
    other.kill()
    other.wait()

    assert running.address(tmp_path) == ""
