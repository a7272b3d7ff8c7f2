from sessions.models.afterwards import Contact, DidPage, Outcome, Response
from sessions.models.contributions import Answer, Note, PrivateEntry, Receipt, Theme
from sessions.models.files import MadeFile
from sessions.models.kept import KeptPage
from sessions.models.pairs import Pair, PairWord
from sessions.models.people import Host, Participant, Signal, Table
from sessions.models.session import LiveSession, SessionStep

__all__ = [
    "Answer",
    "Contact",
    "DidPage",
    "Host",
    "KeptPage",
    "LiveSession",
    "MadeFile",
    "Note",
    "Outcome",
    "Pair",
    "PairWord",
    "Participant",
    "PrivateEntry",
    "Receipt",
    "Response",
    "SessionStep",
    "Signal",
    "Table",
    "Theme",
]
