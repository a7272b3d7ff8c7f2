"""What sessions and projects are called in addresses: letters and digits that nobody mixes up when they read them out."""

import secrets

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LETTERS = 12


def new_public() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def public_of(number: int) -> str:
    """The same for the same number, which must be far above what twelve letters can tell, and not to be guessed."""
    return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LETTERS))
