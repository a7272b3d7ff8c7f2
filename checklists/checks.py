from django.core.checks import Error, register

from checklists import content


@register()
def check_packs(app_configs, **kwargs) -> list[Error]:
    """A broken checklist stops the start and names its file and key."""
    return [Error(problem, id="checklists.E001") for problem in content.problems()]
