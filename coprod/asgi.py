"""The ASGI entry: pages by Django, live rooms by websocket."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")

import django  # noqa: E402

django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402

from checklists.sockets import sockets as plans  # noqa: E402
from coprod.pages import Pages  # noqa: E402
from sessions.sockets import sockets as sessions  # noqa: E402

application = ProtocolTypeRouter(
    {"http": Pages(), "websocket": AllowedHostsOriginValidator(URLRouter([*sessions, *plans]))}
)
