from sessions.models.contributions import Answer, Note, PrivateEntry, Receipt, Theme
from sessions.models.files import MadeFile
from sessions.models.pairs import Pair, PairWord
from sessions.models.people import Participant, Signal, Table
from sessions.models.session import LiveSession, SessionStep

__all__ = [
    "Answer",
    "LiveSession",
    "MadeFile",
    "Note",
    "Pair",
    "PairWord",
    "Participant",
    "PrivateEntry",
    "Receipt",
    "SessionStep",
    "Signal",
    "Table",
    "Theme",
]
