"""`manage.py check` names every fault of a pack with its file and key."""

from typing import Any

from django.core.checks import CheckMessage, Error, register


@register("packs")
def packs_are_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from activities.pack_loader import read_packs

    return [Error(fault, id="activities.E001") for fault in read_packs().faults]
