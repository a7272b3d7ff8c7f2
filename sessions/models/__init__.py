from sessions.models.contributions import Answer, Note, PrivateEntry, Receipt, Theme
from sessions.models.files import MadeFile
from sessions.models.people import Host, Participant, Signal, Table
from sessions.models.session import LiveSession, SessionStep

__all__ = [
    "Answer",
    "Host",
    "LiveSession",
    "MadeFile",
    "Note",
    "Participant",
    "PrivateEntry",
    "Receipt",
    "SessionStep",
    "Signal",
    "Table",
    "Theme",
]
