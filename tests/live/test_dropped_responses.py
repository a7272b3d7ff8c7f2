"""Every answer is lost after the server has committed. A phone cannot tell that from a lost request, so it tries
again; the id it made for the note is what keeps the note from doubling."""

import pytest

from tests.live.herd import Herd, doubled, notes_in, wait
from tests.live.proxy import Proxy
from tests.live.server import Server
from tests.live.simulated_phone import Rules

pytestmark = pytest.mark.live
PHONES, EACH = 10, 4


class FirstAnswers:
    """Loses the first answers to every note, known by the words in it."""

    def __init__(self, times: int = 2):
        self.times = times
        self.seen: dict[bytes, int] = {}

    def __call__(self, request: bytes, response: bytes) -> bool:
        if b"/write/ " not in request.partition(b"\r\n")[0] or b" 200 " not in response.partition(b"\r\n")[0]:
            return False
        words = request.partition(b"text=")[2].partition(b"&")[0]
        self.seen[words] = self.seen.get(words, 0) + 1
        return self.seen[words] <= self.times


def post_all(server: Server, rules: Rules) -> tuple[list[str], Herd, Proxy]:
    world = server.make_world(PHONES)
    server.start()
    with Proxy(server.port, lose=FirstAnswers()) as proxy, Herd(proxy.port, world, range(PHONES), rules) as herd:
        herd.write(EACH, within=2)
        assert wait(herd.all_answered, 60)
    return notes_in(server.database), herd, proxy


def test_dropped_responses_leave_one_row_each(server: Server) -> None:
    notes, herd, proxy = post_all(server, Rules())

    assert proxy.lost == 2 * PHONES * EACH
    assert notes == sorted(herd.acknowledged())
    assert len(notes) == len(set(notes)) == PHONES * EACH


def test_control_fresh_ids_double_every_note(server: Server) -> None:
    notes, _herd, proxy = post_all(server, Rules(same_id_on_retry=False))

    assert proxy.lost == 2 * PHONES * EACH
    assert len(doubled(notes)) == PHONES * EACH
    assert len(notes) == 3 * PHONES * EACH
