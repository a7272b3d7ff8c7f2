from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "workshops"  # "sessions" belongs to django.contrib.sessions

    def ready(self) -> None:
        from coprod.live.sources import register
        from sessions.source import ROOM_KIND, SessionSource

        register(ROOM_KIND, SessionSource())
