from sessions.models.contributions import Answer, Note, PrivateEntry, Receipt, Theme
from sessions.models.files import MadeFile
from sessions.models.kept import KeptPage
from sessions.models.people import Participant, Signal, Table
from sessions.models.session import LiveSession, SessionStep

__all__ = [
    "Answer",
    "KeptPage",
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
