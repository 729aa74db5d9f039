"""Files by the digest of what they hold: written whole under their name, or not there at all."""

import hashlib
import os
import tempfile
from pathlib import Path


def keep(folder: Path, content: bytes) -> str:
    """The content on disk, and its SHA-256 in hex, which is where it lies. The same again is kept once."""
    digest = digest_of(content)
    path = path_of(folder, digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, written = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(written).replace(path)
    return digest


def digest_of(content: bytes) -> str:
    """The SHA-256 of a content in hex."""
    return hashlib.sha256(content).hexdigest()


def path_of(folder: Path, digest: str) -> Path:
    """Where the content with this digest lies."""
    return folder / digest[:2] / digest


def is_whole(folder: Path, digest: str) -> bool:
    """Whether the file is there and holds what it did."""
    path = path_of(folder, digest)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
