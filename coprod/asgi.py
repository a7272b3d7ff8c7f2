"""The ASGI entry: pages by Django, live rooms by websocket."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402

pages = get_asgi_application()  # first: it sets Django up

from checklists.sockets import sockets as plans  # noqa: E402
from sessions.sockets import sockets as sessions  # noqa: E402

application = ProtocolTypeRouter({"http": pages, "websocket": AllowedHostsOriginValidator(URLRouter([*sessions, *plans]))})
