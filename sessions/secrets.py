"""A participant's secret and the keys that come from it.

The secret lives in the phone's cookie and in the fragment of the personal link, nowhere else: the server keeps its
hash. From it comes, for each step, an author key that means nothing in another step and names nobody, and the key that
seals private entries. Losing the secret therefore deletes what was private.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def new_secret() -> str:
    """256 bits of randomness as text that is safe in a cookie and a link."""
    return secrets.token_urlsafe(32)


def seat_secret(session_public: str, number: int) -> str:
    """The secret of a seat without a phone. It is made again from the server's key each time, so no row holds it."""
    words = f"{session_public} {number}"
    return hmac.new(settings.SECRET_KEY.encode(), b"coprod seat " + words.encode(), hashlib.sha256).hexdigest()


def digest(secret: str) -> str:
    """What the server keeps of a secret."""
    return hashlib.sha256(b"coprod device " + secret.encode()).hexdigest()


def author_key(secret: str, step_salt: str) -> str:
    """The key under which this person's rows of one step stand: HMAC(secret, step), 32 hexadecimal digits."""
    return hmac.new(secret.encode(), b"coprod author " + step_salt.encode(), hashlib.sha256).hexdigest()[:32]


def seal(secret: str, step_salt: str, text: str) -> bytes:
    return _box(secret, step_salt).encrypt(text.encode())


def unseal(secret: str, step_salt: str, sealed: bytes) -> str | None:
    """The text, or None when it was sealed with another secret."""
    try:
        return _box(secret, step_salt).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        return None


def _box(secret: str, step_salt: str) -> Fernet:
    key = HKDF(SHA256(), 32, salt=step_salt.encode(), info=b"coprod private entry").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
