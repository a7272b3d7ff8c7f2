"""A whole session as a file, to bring it in elsewhere: `out` writes it, `into` reads it, `shape` says what it holds."""
