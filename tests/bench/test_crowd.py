"""The measuring tools measure themselves: a wrong ruler would make every figure wrong."""

from array import array

from tests.bench.crowd import Record, client_frame, split_frames
from tests.bench.measure import percentile
from tests.bench.scenarios import deliveries


def test_split_frames_keeps_what_is_not_whole() -> None:
    long = b"x" * 300
    data = b"\x81\x02hi" + b"\x81\x7e\x01\x2c" + long + b"\x81\x05hal"

    assert split_frames(data) == ([(1, b"hi"), (1, long)], b"\x81\x05hal")


def test_client_frame_is_masked_with_zero() -> None:
    assert client_frame(b"hi") == b"\x81\x82\0\0\0\0hi"
    assert client_frame(b"y" * 200)[:8] == b"\x81\xfe\x00\xc8\0\0\0\0"


def test_percentile_is_the_nearest_rank() -> None:
    assert [percentile(range(1, 101), share) for share in (50, 95, 100)] == [50, 95, 100]
    assert percentile([7.0], 95) == 7.0


def test_deliveries_counts_a_jump_for_every_post_it_covers_and_misses_as_lost() -> None:
    posts = [(10.0, 4), (11.0, 5), (12.0, 6)]
    record = Record(
        phones=array("i", [0, 0, 1]), revisions=array("q", [5, 6, 5]), times=array("d", [11.5, 12.5, 11.25])
    )

    delays, lost = deliveries(posts, record, range(3))

    assert sorted(delays) == [0.25, 0.5, 0.5, 1.25, 1.5]
    assert lost == 4
