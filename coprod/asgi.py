"""The ASGI entry: pages by Django, live rooms by websocket."""
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")

from channels.routing import ProtocolTypeRouter  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402

application = ProtocolTypeRouter({"http": get_asgi_application()})
