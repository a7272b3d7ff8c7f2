"""`python -m tests.bench`: the live floor beside a bare broadcast, in the same run. `--quick` is a look, not a result.

F and the product take turns (F, Daphne, F, uvicorn ...), each ratio is to the F just before it, and the median of
three is shown: a machine that is busy with something else slows both. Writes a table to the terminal and to var/bench/.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import scenarios
from tests.bench.crowd import CrowdProcess, Orders
from tests.bench.joining import joining
from tests.bench.measure import CLIENT_CORES, SERVER_CORE, median, pin_clients
from tests.bench.papers import WithPapers, beside
from tests.bench.phone_bytes import STEPS, TABLES, phone_bytes
from tests.bench.targets import Floor, Product, Target, fragment_of
from tests.live.server import ROOT, environment, prepare

Figures = dict[str, float]
Rounds = dict[str, list[Figures]]
SERVERS = ("daphne", "uvicorn")


def main() -> None:
    args = parse()
    pin_clients()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coprod-bench-") as folder:
        prepared = prepare(Path(folder) / "prepared")
        bench = Bench(prepared, args.quick, args.only)
        bench.run()
    report = bench.table(time.monotonic() - began)
    print(report)
    out = ROOT / "var" / "bench"
    out.mkdir(parents=True, exist_ok=True)
    (out / "table.md").write_text(report)
    (out / "figures.json").write_text(json.dumps(bench.found, indent=1))
    print(f"\nAlso in {out.relative_to(ROOT)}/table.md and figures.json")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round at 200 phones, a few minutes")
    parser.add_argument(
        "--only",
        default="",
        help="steady, burst, stalled, papers, post, joining or bytes; or one size of it, as in 'steady 1000'",
    )
    return parser.parse_args()


class Bench:
    def __init__(self, prepared: Path, quick: bool, only: str):
        self.prepared, self.quick, self.only = prepared, quick, only
        self.rounds = 1 if quick else 3
        self.sizes = (200,) if quick else (200, 1000)
        self.seconds = 5 if quick else 12
        self.found: dict[str, Any] = {}

    def run(self) -> None:
        self.fragment = asyncio.run(sample_fragment(Product(self.prepared, "daphne")))
        for name, scenario in self.scenarios().items():
            if self.only in ("", name, name.split()[0]):
                print(f"{name} ...", file=sys.stderr, flush=True)
                self.found[name] = scenario()

    def scenarios(self) -> dict[str, Callable[[], Any]]:
        found: dict[str, Callable[[], Any]] = {}
        for phones in self.sizes:
            found[f"steady {phones}"] = lambda n=phones: self.turns(lambda t: scenarios.steady(t, n, self.seconds))
        for phones in self.sizes:
            found[f"burst {phones}"] = lambda n=phones: self.turns(lambda t: scenarios.burst(t, n))
        found["stalled 200"] = self.stalled
        found["papers"] = self.papers
        found["post"] = self.posts
        found["joining"] = lambda: [asyncio.run(joining(self.product("daphne"))) for _ in range(self.rounds)]
        found["bytes"] = lambda: phone_bytes(Product(self.prepared, "daphne", tables=TABLES, steps=STEPS), self.quick)
        return found

    def product(self, kind: str) -> Product:
        return Product(self.prepared, kind)

    def turns(self, run: Callable[[Target], Any]) -> Rounds:
        """F before each server, every round; the figures of each by name, F's beside the server it stands for."""
        rounds: Rounds = {}
        for _ in range(self.rounds):
            for kind in SERVERS:
                rounds.setdefault(f"F {kind}", []).append(asyncio.run(run(Floor(self.fragment))))
                rounds.setdefault(kind, []).append(asyncio.run(run(self.product(kind))))
        return rounds

    def stalled(self) -> Rounds:
        """All reading, then one of them not."""
        rounds: Rounds = {"without": [], "with": []}
        for _ in range(self.rounds):
            for name, count in (("without", 0), ("with", 1)):
                run = scenarios.steady(self.product("daphne"), 200, self.seconds + 8, stalled=count)
                rounds[name].append(asyncio.run(run))
        return rounds

    def papers(self) -> Rounds:
        """A live room alone, then while PDFs are made beside it."""
        rounds: Rounds = {"nothing": [], "ten": [], "report": []}
        for _ in range(self.rounds):
            for what, found in rounds.items():
                run = beside(WithPapers(self.prepared, "daphne"), what, 10 if self.quick else 30)
                found.append(asyncio.run(run))
        return rounds

    def posts(self) -> dict[str, Any]:
        served = {
            kind: [asyncio.run(scenarios.one_post(self.product(kind))) for _ in range(self.rounds)] for kind in SERVERS
        }
        with tempfile.TemporaryDirectory(prefix="coprod-bench-") as folder:
            prepare(Path(folder))
            command = [sys.executable, "-m", "tests.bench.breakdown"]
            done = subprocess.run(command, cwd=ROOT, env=environment(Path(folder)), capture_output=True, check=True)
        return {**served, "breakdown": json.loads(done.stdout)}

    # -- the table -----------------------------------------------------------------------------------------------

    def table(self, seconds: float) -> str:
        lines = [
            f"{len(SERVER_CORE | CLIENT_CORES)} cores, server on one, phones on the other; "
            f"Python {sys.version.split()[0]}; {self.rounds} rounds, median; {seconds / 60:.0f} minutes; "
            f"load {os.getloadavg()[0]:.1f}; fragment {len(self.fragment)} bytes",
            "",
        ]
        for name, found in self.found.items():
            lines += WRITERS[name.split()[0]](name, found)
        return "\n".join(lines)


async def sample_fragment(target: Product) -> str:
    """A frame as the product sends it, for F to send too."""
    with scenarios.running(target, 4), CrowdProcess(Orders(target.port, target.seats())) as crowd:
        await target.open(1)
        for serial in range(3):
            await target.post(serial)
            await asyncio.sleep(0.3)
        record, _ = crowd.stop()
        await target.close()
    return fragment_of(record.last_frame)


def middle(rounds: list[Figures], figure: str) -> float:
    return median([one[figure] for one in rounds])


def ratio(rounds: list[Figures], base: list[Figures], figure: str) -> float:
    return median([one[figure] / other[figure] for one, other in zip(rounds, base, strict=True)])


def steady_table(name: str, found: Rounds) -> list[str]:
    lines = [f"**{name.split()[1]} phones, 10 posts a second**", ""]
    lines += ["| | CPU per delivery | of F | p50 | p95 | of F | p99 | lost |", "|---|---|---|---|---|---|---|---|"]
    for kind in SERVERS:
        base, own = found[f"F {kind}"], found[kind]
        if kind == SERVERS[0]:
            lines.append(steady_row("F", base, base))
        lines.append(steady_row(kind, own, base))
    return [*lines, ""]


def steady_row(name: str, own: list[Figures], base: list[Figures]) -> str:
    cpu, p95 = ratio(own, base, "cpu_us"), ratio(own, base, "p95_ms")
    lost = sum(int(one["lost"]) for one in own)
    return (
        f"| {name} | {middle(own, 'cpu_us'):.1f} µs | {cpu:.2f} | {middle(own, 'p50_ms'):.1f} ms "
        f"| {middle(own, 'p95_ms'):.1f} ms | {p95:.2f} | {middle(own, 'p99_ms'):.1f} ms | {lost} |"
    )


def burst_table(name: str, found: Rounds) -> list[str]:
    lines = [
        f"**200 posts at once, {name.split()[1]} phones**",
        "",
        "| | last phone has all | of F | lost |",
        "|---|---|---|---|",
    ]
    lines.append(f"| F | {middle(found['F daphne'], 'last_s'):.2f} s | 1.00 | 0 |")
    for kind in SERVERS:
        own, base = found[kind], found[f"F {kind}"]
        lost = sum(int(one["lost"]) for one in own)
        lines.append(f"| {kind} | {middle(own, 'last_s'):.2f} s | {ratio(own, base, 'last_s'):.2f} | {lost} |")
    return [*lines, ""]


def stalled_table(_: str, found: Rounds) -> list[str]:
    others, held = ratio(found["with"], found["without"], "p95_ms"), middle(found["with"], "held_kb")
    return [
        "**One phone of 200 stops reading** (Daphne)",
        "",
        f"The others' p95: {middle(found['with'], 'p95_ms'):.1f} ms, {others:.2f} of what it is without. "
        f"Held for the stalled one, in the server and the kernel: {held:.0f} KB.",
        "",
    ]


def papers_table(_: str, found: Rounds) -> list[str]:
    lines = ["**A live room of 200 phones while PDFs are made** (Daphne)", ""]
    lines += ["| beside it | p50 | p95 | of p95 alone | lost | made in | size |", "|---|---|---|---|---|---|---|"]
    names = {"nothing": "nothing", "ten": "ten PDFs of filled checklists", "report": "the report of a full day"}
    for key, name in names.items():
        own = found[key]
        paper = f"{middle(own, 'papers_s'):.0f} s | {middle(own, 'papers_kb'):.0f} KB" if key != "nothing" else "|"
        lines.append(
            f"| {name} | {middle(own, 'p50_ms'):.1f} ms | {middle(own, 'p95_ms'):.1f} ms "
            f"| {ratio(own, found['nothing'], 'p95_ms'):.2f} | {sum(int(one['lost']) for one in own)} | {paper} |"
        )
    return [*lines, ""]


def post_table(_: str, found: dict[str, Any]) -> list[str]:
    parts = found["breakdown"]
    served = middle(found["daphne"], "cpu_ms")
    rows = {
        "server, ASGI, thread": served - parts["in_process_ms"],
        "middleware (session, CSRF, language ...)": parts["middleware_ms"],
        "who is it": parts["who_ms"],
        "form": parts["form_ms"],
        "keeping the note, its receipt and the revision": parts["keep_ms"],
        "commit": parts["commit_ms"],
        "the rest of the view": parts["view_rest_ms"],
    }
    lines = ["**One post over HTTP, nobody listening**", "", "| | CPU |", "|---|---|"]
    lines += [f"| {kind}, all of it | {middle(found[kind], 'cpu_ms'):.2f} ms |" for kind in SERVERS]
    lines += [f"| of Daphne's: {name} | {value:.2f} ms |" for name, value in rows.items()]
    lines.append(
        f"| afterwards, once for all phones: read what is newer, make the fragment | {parts['draw_ms']:.2f} ms |"
    )
    return [*lines, ""]


def joining_table(_: str, found: list[Figures]) -> list[str]:
    return [
        "**200 phones join within 10 s** (Daphne)",
        "",
        f"Join pages p50 {middle(found, 'page_p50_ms'):.0f} ms, p95 {middle(found, 'page_p95_ms'):.0f} ms; "
        f"all pages, {found[0]['files']:.0f} files and the first frame p95 {middle(found, 'in_p95_ms'):.0f} ms.",
        "",
    ]


def bytes_table(_: str, found: Figures) -> list[str]:
    return [
        "**Bytes on a phone** (Chromium)",
        "",
        f"First load {found['first_kb']:.0f} KB. Two hours of a lively session {found['session_kb']:.0f} KB: "
        f"socket {found['socket_kb']:.0f}, own requests {found['requests_kb']:.0f}, heartbeats {found['heartbeats_kb']:.0f}.",
        "",
    ]


WRITERS: dict[str, Callable[[str, Any], list[str]]] = {
    "steady": steady_table,
    "burst": burst_table,
    "stalled": stalled_table,
    "papers": papers_table,
    "post": post_table,
    "joining": joining_table,
    "bytes": bytes_table,
}

if __name__ == "__main__":
    main()
