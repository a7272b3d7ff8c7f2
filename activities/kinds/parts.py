"""Parts that many kinds show."""

from typing import Any

from activities.drawing.paper import paper_class
from activities.kinds.state import Note
from coprod.live.parts import Part


def note_part(
    note: Note, slot: str, colour: str, template: str = "kinds/_note.html", *, here: bool = True, **context: Any
) -> Part:
    """A note on paper of its colour, as a list item; its tombstone when it is gone or hidden, or belongs elsewhere (not `here`)."""
    return Part(
        id=f"n{note.id}",
        rev=note.rev,
        slot=slot,
        order=f"{note.id:09d}",
        template=template,
        context={"note": note, "colour": colour, **context},
        tag="li",
        classes=f"note {colour} {paper_class(note.id)}",
        gone=note.gone or not (note.shown and here),
    )
