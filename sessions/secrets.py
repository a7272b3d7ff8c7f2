"""A participant's secret and the keys that come from it.

The secret lives in the phone's cookie and in the fragment of the personal link, nowhere else: the server keeps its
hash. From it comes, for each step, an author key that means nothing in another step and names nobody, and the key that
seals private entries. Losing the secret therefore deletes what was private. A pair of keys comes from it too: with the public
half, which the server keeps, a partner's line is sealed so that this secret alone opens it.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY = 32  # bytes


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


def page_locator(secret: str, place: int) -> str:
    """Where a page that its owner keeps stands: HMAC(secret, place). Two of one person's have nothing in common."""
    return hmac.new(secret.encode(), b"coprod kept page %d" % place, hashlib.sha256).hexdigest()[:32]


def seal(secret: str, step_salt: str, text: str) -> bytes:
    return _box(secret, step_salt).encrypt(text.encode())


def unseal(secret: str, step_salt: str, sealed: bytes) -> str | None:
    """The text, or None when it was sealed with another secret."""
    try:
        return _box(secret, step_salt).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        return None


def _box(secret: str, step_salt: str) -> Fernet:
    return _fernet(secret.encode(), step_salt.encode(), b"coprod private entry")


def _fernet(key: bytes, salt: bytes, use: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(HKDF(SHA256(), KEY, salt=salt, info=use).derive(key)))


# -- from one person to another ----------------------------------------------------------------------------------------


def public_key(secret: str) -> bytes:
    """What others seal with for the holder of this secret."""
    return _private_key(secret).public_key().public_bytes_raw()


def seal_for(public: bytes, text: str) -> bytes:
    """Sealed with a key that is made for this once, so that the one who sealed it cannot open it either."""
    once = X25519PrivateKey.generate()
    made = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(bytes(public)))
    return made + _fernet(shared, made + bytes(public), b"coprod line").encrypt(text.encode())


def unseal_own(secret: str, sealed: bytes) -> str | None:
    """The text, or None when it was sealed for somebody else."""
    private, made = _private_key(secret), bytes(sealed[:KEY])
    shared = private.exchange(X25519PublicKey.from_public_bytes(made))
    box = _fernet(shared, made + private.public_key().public_bytes_raw(), b"coprod line")
    try:
        return box.decrypt(bytes(sealed[KEY:])).decode()
    except InvalidToken:
        return None


def _private_key(secret: str) -> X25519PrivateKey:
    seed = HKDF(SHA256(), KEY, salt=None, info=b"coprod own key").derive(secret.encode())
    return X25519PrivateKey.from_private_bytes(seed)
