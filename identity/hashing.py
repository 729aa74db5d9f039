"""Passwords as argon2id hashes (RFC 9106), and nothing else of them kept."""

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

ARGON2ID = PasswordHash((Argon2Hasher(),))
DECOY = "$argon2id$v=19$m=65536,t=3,p=4$QnEAJMLwgyvtM5hBGD3zIA$rFX8sa5sEv8p+7ugoaNN9Hu3p3Dr3H7LkcqfrbxvEas"
"""The hash of a random password nobody kept, for those who have none: checking it takes as long."""


def hash_password(plain: str) -> str:
    """What is stored of a password. Slow on purpose: where others wait, call it between transactions."""
    return ARGON2ID.hash(plain)


def verify(plain: str, hashed: str | None) -> bool:
    """Whether the password is the hashed one; without a hash it takes the same time and is False."""
    right = ARGON2ID.verify(plain, hashed or DECOY)
    return right and hashed is not None
