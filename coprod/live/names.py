"""Group names and socket paths, in one place."""

import re


def group(room: str) -> str:
    """The channel-layer group of a room ("workshops:k3…"): letters, digits, `-`, `_`, `.` only."""
    return "coprod." + re.sub(r"[^A-Za-z0-9_.-]", ".", room)


PHONE_SOCKET = "ws/r/<str:public>/"
STAGE_SOCKET = "ws/stage/<str:stage_token>/"
PANE_SOCKET = "ws/stage/<str:stage_token>/table/<int:number>/"
LOOK_SOCKET = "ws/console/<str:public>/table/<int:number>/"
CONSOLE_SOCKET = "ws/console/<str:public>/"
PLAN_SOCKET = "ws/plan/<str:public>/"
