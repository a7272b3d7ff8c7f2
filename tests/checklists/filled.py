"""A plan that is filled with whatever people may type."""

from __future__ import annotations

from datetime import date

from checklists.board import Board

NASTY = "=HYPERLINK(\"http://x\")\n+1\n@SUM(A1)\n<img src='file:///etc/passwd'><script>alert(1)</script>"
WORLD = "Siân, Llŷr â ŵ\nمرحبا بكم في الخطة\nשלום לכולם\n- 🙂 👩🏽‍🦽\n1. First\n2. Second"


def filled(plan) -> Board:
    plan.write("flic-2a.01", text=WORLD, state="agreed", who="محمد علي", due=date(2026, 12, 4))
    plan.write("flic-2a.01a", text="The rota")
    plan.write("flic-2a.02", text=NASTY, hard=True, challenge="=1+1", needs=["time"])
    plan.write("flic-2a.03", text="\n".join(f"- row {n}" for n in range(99)))
    plan.write("flic-2a.04", text="A" * 400 + " " + "word " * 900)
    plan.project.name = "=Tuesday <b>drop-in</b> & more"
    plan.project.save()
    return Board(plan.project)
