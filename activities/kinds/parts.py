"""Parts that many kinds show."""

from typing import Any

from activities.drawing.paper import paper_class
from activities.kinds.state import Note
from coprod.live.parts import Part


def note_part(note: Note, slot: str, template: str, *, visible: bool = True, **context: Any) -> Part:
    """A note as a list item of a slot; its tombstone when it is gone, hidden or no longer belongs there."""
    return Part(
        id=f"n{note.id}",
        rev=note.rev,
        slot=slot,
        order=f"{note.id:09d}",
        template=template,
        context={"note": note, **context},
        tag="li",
        classes=paper_class(note.id),
        gone=note.gone or not visible,
    )
