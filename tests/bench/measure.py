"""Clocks, processor time and order statistics, from the operating system's own books."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))
# One core for the server, the rest for the phones: otherwise each waits for the other and neither is measured.
SERVER_CORE = {CORES[0]}
CLIENT_CORES = set(CORES[1:]) or SERVER_CORE


def pin_clients() -> None:
    os.sched_setaffinity(0, CLIENT_CORES)


def pin_server() -> None:
    """For `preexec_fn`: the child and everything it starts stays on the server's core."""
    os.sched_setaffinity(0, SERVER_CORE)


def cpu_seconds(pid: int) -> float:
    """Processor time of a process, its ended threads and its living and ended children; in steps of 10 ms."""
    return sum(_own_seconds(each) for each in family(pid))


def _own_seconds(pid: int) -> float:
    fields = _stat(pid)
    return sum(int(fields[index]) for index in (11, 12, 13, 14)) / TICKS


def _stat(pid: int) -> list[str]:
    """The fields after the command's name, which may itself hold spaces and brackets."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


def family(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                children.setdefault(int(_stat(int(folder.name))[1]), []).append(int(folder.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    found, queue = [], [pid]
    while queue:
        found.append(queue.pop())
        queue += children.get(found[-1], [])
    return found


def resident_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def percentile(values: Iterable[float], share: float) -> float:
    """The nearest-rank percentile; NaN of nothing, so that an empty run cannot look fast."""
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * share // 100).__int__() - 1))]


def median(values: Sequence[float]) -> float:
    return percentile(values, 50)
