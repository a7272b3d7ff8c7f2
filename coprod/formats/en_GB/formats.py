"""Dates as the words on every screen have them: 21 November 2026."""

DATE_FORMAT = "j F Y"
