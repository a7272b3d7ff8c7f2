from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    name = "checklists"
    label = "checklists"

    def ready(self) -> None:
        from checklists import checks  # noqa: F401
        from checklists.source import PlanSource
        from coprod.live.sources import register

        register("plan", PlanSource())
