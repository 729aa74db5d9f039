"""What the house signs, anyone can check: Ed25519 keys as files, compact JWS (RFC 7515, RFC 8037), JWKS.

    keys = Keys(settings.keys_dir)
    text = keys.sign({"answer": "valid"}, typ="tolkebok-receipt+jws")
    claims = keys.verify(text, typ="tolkebok-receipt+jws")

A key is a file `0001.json`, `0002.json` …: a JWK with its `kid` (its RFC 7638 thumbprint) and when it was
made. The one with the highest number signs. A new one is linked into place under a number nobody has, so
that two processes which begin at once end with one key. Rotating destroys the old key's private
part; its public part stays, and what it signed can be checked for as long as the file is kept.

`typ` says what a text is (RFC 8725 § 3.11), so that what was signed as one thing never passes as another.
"""

import base64
import binascii
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from kit import clock
from kit.errors import Conflict, FieldError, Invalid

_ALGORITHM = "EdDSA"
_MOST_LETTERS = 100_000


class NotGenuine(Invalid):
    """The text was not signed here, or not as this kind of thing, or has been changed since."""

    def __init__(self) -> None:
        super().__init__(
            FieldError("text", "not_genuine", "This was not signed here, or it has been changed since.")
        )


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One key: its place in the order, when it was made (RFC 3339, UTC) and its JWK."""

    number: int
    made_at: str
    jwk: Mapping[str, str] = field(repr=False)

    @property
    def kid(self) -> str:
        """The key's id in the header of what it signed: its RFC 7638 thumbprint."""
        return self.jwk["kid"]

    @property
    def signs(self) -> bool:
        """Whether the private part is still here."""
        return "d" in self.jwk

    @property
    def public(self) -> dict[str, str]:
        """The JWK without its private part."""
        return {name: value for name, value in self.jwk.items() if name != "d"}


class Keys:
    """The signing keys in a folder, read anew each time, so that a rotation needs no restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sign(self, claims: Mapping[str, Any], *, typ: str = "JWT") -> str:
        """The claims as a compact JWS by the newest key; JSON values only."""
        key = self._newest()
        header = {"alg": _ALGORITHM, "kid": key.kid, "typ": typ}
        payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
        return jws.serialize_compact(header, payload, _imported(key.jwk), registry=_OURS)

    def verify(self, text: str, *, typ: str = "JWT") -> dict[str, Any]:
        """The claims of a text that one of these keys signed as this kind of thing; NotGenuine otherwise.

        The text must be written exactly as it was: base64url that decodes to the same is another text.
        """
        text = text.strip()
        if len(text) > _MOST_LETTERS or not _as_written(text):
            raise NotGenuine
        keys = {key.kid: key.public for key in self.all()}
        try:
            header = jws.extract_compact(text.encode()).headers()
            key = keys.get(str(header.get("kid")))
            if key is None or header.get("typ") != typ:
                raise NotGenuine
            told = jws.deserialize_compact(text, _imported(key), registry=_OURS)
            claims = json.loads(told.payload)
        except (JoseError, ValueError) as fault:
            raise NotGenuine from fault
        if not isinstance(claims, dict):
            raise NotGenuine
        return claims

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """Every public key, newest first, as a JWK Set (RFC 7517 § 5)."""
        self._newest()
        return {"keys": [key.public for key in reversed(self.all())]}

    def all(self) -> list[KeyFile]:
        """Every key there has been, oldest first."""
        return sorted(self._read(), key=lambda key: key.number)

    def rotate(self) -> KeyFile:
        """A new key signs from now on; the private parts of those before it are destroyed."""
        made = self._make(after=max((key.number for key in self.all()), default=0))
        for key in self.all():
            if key.number < made.number and key.signs:
                os.replace(self._written(key, key.public), self._path(key.number))  # noqa: PTH105
        return made

    def _newest(self) -> KeyFile:
        """The key that signs; made when there is none."""
        there = self.all()
        return there[-1] if there else self._make(after=0)

    def _make(self, *, after: int) -> KeyFile:
        """A key under the first free number past this one; whoever was first at number 1 made it for all."""
        made_at = clock.now().isoformat(timespec="seconds")
        drawn = OKPKey.generate_key("Ed25519", {"use": "sig", "alg": _ALGORITHM}, auto_kid=True)
        jwk = {name: str(value) for name, value in drawn.as_dict(private=True).items()}
        key = KeyFile(after + 1, made_at, jwk)
        try:
            self._put(key)
        except FileExistsError:
            return self._newest() if after == 0 else self._make(after=key.number)
        except OSError as fault:
            raise Conflict(
                "keys_unwritable",
                "The folder of the signing keys cannot be written. Check TOLKEBOK_KEYS_DIR.",
            ) from fault
        return key

    def _put(self, key: KeyFile) -> None:
        """The key under its number, whole or not at all; FileExistsError when somebody has the number."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = self._written(key, key.jwk)
        try:
            os.link(written, self._path(key.number))
        finally:
            written.unlink()
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # what is signed from now on must never outlive its key
        finally:
            os.close(folder)

    def _written(self, key: KeyFile, jwk: Mapping[str, str]) -> Path:
        """A whole key file under a name of its own, safely on the disk, for its owner's eyes only."""
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".making")  # made with 0600
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"made_at": key.made_at, "jwk": dict(jwk)}, file)
            file.flush()
            os.fsync(file.fileno())
        return Path(name)

    def _read(self) -> Iterator[KeyFile]:
        for path in self._folder.glob("[0-9]*.json"):
            told = json.loads(path.read_text(encoding="utf-8"))
            yield KeyFile(int(path.stem), told["made_at"], told["jwk"])

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:04}.json"


class _OneAlgorithm(JWSRegistry):
    """EdDSA and nothing else: the name RFC 8037 gave, which every tool of today knows; no other is let in."""

    def get_alg(self, name: str) -> Any:  # joserfc names its type in a private module
        if name != _ALGORITHM:
            raise UnsupportedAlgorithmError(f"Algorithm of '{name}' is not allowed")
        return self.algorithms[_ALGORITHM]


_OURS = _OneAlgorithm()


def _imported(jwk: Mapping[str, str]) -> OKPKey:
    return OKPKey.import_key({**jwk})


def _as_written(text: str) -> bool:
    """Whether each of the three parts is base64url as an encoder writes it: no other spelling of the same."""
    parts = text.split(".")
    try:
        return len(parts) == 3 and all(_recoded(part) == part for part in parts)  # noqa: PLR2004 - a JWS
    except (binascii.Error, UnicodeError, ValueError):
        return False


def _recoded(part: str) -> str:
    decoded = base64.urlsafe_b64decode((part + "=" * (-len(part) % 4)).encode("ascii"))
    return base64.urlsafe_b64encode(decoded).decode().rstrip("=")
