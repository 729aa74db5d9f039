"""What must be read again but may not lie open in the database: encrypted under a key kept as a file.

    vault = Vault(settings.keys_dir)
    stored = vault.seal("https://…secret…")

A digest would do for what is only compared. Fernet (AES-128-CBC with HMAC-SHA-256): what was changed is not
opened. The key is made at first use, readable by the program's own user alone; of two processes that begin at
once the first one's key counts for both. Whoever holds the database, or a copy of it, holds no secret.
"""

import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

_NAME = "vault.key"


class NotOpened(Exception):
    """The sealed text does not open: the key is another, or the text was changed. The secret is lost."""


class Vault:
    """The key in a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME

    def seal(self, secret: str) -> str:
        """The secret as it may be stored."""
        return Fernet(self._key()).encrypt(secret.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """The secret again, or NotOpened."""
        try:
            return Fernet(self._key()).decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise NotOpened from None

    def _key(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return self._made()

    def _made(self) -> bytes:
        """A new key in its place, whole and on the disk, unless somebody was first."""
        folder = self._path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(dir=folder, prefix=".", suffix=".making")  # made with 0600
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(written, self._path)
        except FileExistsError:
            pass
        finally:
            Path(written).unlink()
        return self._path.read_bytes()
