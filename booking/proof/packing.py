"""A run as bytes, and its digest. Pure.

A run holds what the booking asked for and the order that was seen (`header`), and what was known of each
person. Only those of whom something else is known than in the run before are written again. Each person's
facts have a salt of their own: the digest takes the salted digest only, so her facts can be erased and it
still be computed, and nobody can find out by trying what they were.
"""

import json
import secrets
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

Facts = Mapping[str, Any]
"""What was known of one person: values that JSON has, by column."""

_SALT_BYTES = 16


class Unreadable(ValueError):
    """The bytes are not those of a run."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of one person; once it is erased, its digest alone."""

    facts: Facts | None
    salt: str
    digest: str


@dataclass(frozen=True, slots=True)
class Packed:
    """What one run adds: by number, those of whom something new was known, and those `gone`."""

    header: Mapping[str, Any]
    people: Mapping[int, Known]
    gone: tuple[int, ...]


def new(header: Mapping[str, Any], before: Mapping[int, Known], now: Mapping[int, Facts]) -> Packed:
    """The run that comes after those `before`, with what is known now; whoever was erased stays erased."""
    fresh = {
        number: known(facts, secrets.token_hex(_SALT_BYTES))
        for number, facts in sorted(now.items())
        if number not in before or before[number].facts not in (None, facts)
    }
    gone = tuple(sorted(before.keys() - now.keys()))
    return Packed({**header, "salt": secrets.token_hex(_SALT_BYTES)}, fresh, gone)


def known(facts: Facts, salt: str) -> Known:
    """Facts with their salt and digest."""
    return Known(facts, salt, _digest([salt, facts]))


def after(before: Mapping[int, Known], run: Packed) -> dict[int, Known]:
    """What was known of everyone once this run came after those before."""
    kept = {number: one for number, one in before.items() if number not in run.gone}
    return {**kept, **run.people}


def without(run: Packed, number: int) -> Packed:
    """The run with what is kept of this person erased."""
    erased = Known(None, "", run.people[number].digest)
    return replace(run, people={**run.people, number: erased})


def digest(run: Packed) -> str:
    """What the chain takes of a run."""
    people = [[number, one.digest] for number, one in sorted(run.people.items())]
    return _digest([_digest([run.header]), people, list(run.gone)])


def pack(run: Packed) -> bytes:
    """The run column by column, compressed."""
    there = {number: one for number, one in sorted(run.people.items()) if one.facts is not None}
    columns = list(next(iter(there.values())).facts or ()) if there else []
    written = {
        "header": run.header,
        "numbers": list(there),
        "facts": {name: [(one.facts or {})[name] for one in there.values()] for name in columns},
        "salts": b64encode(bytes.fromhex("".join(one.salt for one in there.values()))).decode(),
        "erased": {number: one.digest for number, one in run.people.items() if one.facts is None},
        "gone": list(run.gone),
    }
    return zlib.compress(_written(written), 9)


def unpack(content: bytes) -> Packed:
    """The run as it was packed; Unreadable when the bytes are something else."""
    try:
        told = json.loads(zlib.decompress(content))
        salts = b64decode(told["salts"])
        people = {
            number: known(
                {name: column[place] for name, column in told["facts"].items()},
                salts[place * _SALT_BYTES : (place + 1) * _SALT_BYTES].hex(),
            )
            for place, number in enumerate(told["numbers"])
        }
        erased = {int(number): Known(None, "", kept) for number, kept in told["erased"].items()}
        return Packed(told["header"], {**people, **erased}, tuple(told["gone"]))
    except (zlib.error, ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        raise Unreadable("not a run") from fault


def _digest(told: Any) -> str:
    return sha256(_written(told)).hexdigest()


def _written(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
