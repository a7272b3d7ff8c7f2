"""What the room made, as plain data (`gather`) and as files (`files`)."""

from sessions.report.gather import Report, Section, gather

__all__ = ["Report", "Section", "gather"]
