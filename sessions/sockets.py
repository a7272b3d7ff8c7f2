"""The websocket paths of sessions."""

from typing import Any

from django.urls import path

from coprod.live.endpoint import endpoint
from coprod.live.names import CONSOLE_SOCKET, LOOK_SOCKET, PANE_SOCKET, PHONE_SOCKET, STAGE_SOCKET
from sessions.access import admit_console, admit_phone, admit_stage

sockets: list[Any] = [
    path(PHONE_SOCKET, endpoint(admit_phone)),  # type: ignore[arg-type]
    path(STAGE_SOCKET, endpoint(admit_stage)),  # type: ignore[arg-type]
    path(PANE_SOCKET, endpoint(admit_stage)),  # type: ignore[arg-type]
    path(LOOK_SOCKET, endpoint(admit_console)),  # type: ignore[arg-type]
    path(CONSOLE_SOCKET, endpoint(admit_console)),  # type: ignore[arg-type]
]
