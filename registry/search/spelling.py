"""Names as they are spelt: the folded form, spellings that count as the same, and slips of the hand. Pure.

A slip is a letter left out, put in, exchanged, or two neighbours changed about: the optimal string
alignment distance. Words within it are found by what is left when letters are taken out of both
(the symmetric deletion of SymSpell), so that no list of words is read through.
"""

import unicodedata
from collections.abc import Iterator
from itertools import combinations

LONGEST_NAME = 200
LONGEST_WORD = 40
_BEGINNING = 7
"""Letters of a word that the deletions are taken from; a slip further on leaves them as they are."""

_AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "đ": "d", "ð": "d", "ł": "l",
                          "þ": "th", "ı": "i"})  # fmt: skip
_SPELT_ALIKE = (("{", "a"), ("|", "o"), ("}", "a"), ("aa", "a"), ("ae", "a"), ("oe", "o"))
_ONE_SLIP, _TWO_SLIPS = 4, 8


def fold(name: str) -> str:
    """A name as stored for ordering: small letters without accents, æ ø å after z.

    `{`, `|` and `}` stand for æ, ø and å, so that the order of bytes is the Norwegian alphabet's.
    """
    known = unicodedata.normalize("NFC", name).casefold().translate(_AFTER_Z)
    letters = [one for one in unicodedata.normalize("NFKD", known) if not unicodedata.combining(one)]
    words = "".join(one if one.isalnum() or one in "{|}" else " " for one in letters if one not in "'’`")
    return " ".join(words.split())[:LONGEST_NAME]


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name as searched for, Åse, Aase and Ase being one; those of two names joined as well."""
    found: dict[str, None] = {}
    for written in name.split():
        parts = typed_words(written)
        joined = ("".join(parts),) if len(parts) > 1 else ()
        found |= dict.fromkeys(word[:LONGEST_WORD] for word in (*parts, *joined))
    return tuple(sorted(found))


def typed_words(text: str) -> list[str]:
    """What was typed, word by word, in the form the words of names are kept in."""
    plain = fold(text)
    for letters, letter in _SPELT_ALIKE:
        plain = plain.replace(letters, letter)
    return [word[:LONGEST_WORD] for word in plain.split()]


def slips_allowed(word: str) -> int:
    """How many slips a typed word is forgiven: none in three letters, one in seven, two in more."""
    if len(word) < _ONE_SLIP or word.isdecimal():
        return 0
    return 1 if len(word) < _TWO_SLIPS else 2


def slips(typed: str, meant: str, *, most: int) -> int:
    """How many slips lie between two words; `most` + 1 stands for any more."""
    if abs(len(typed) - len(meant)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(typed, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(meant, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == meant[j - 2] and typed[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def is_near(typed: str, meant: str) -> bool:
    """Whether the typed word may be a slip of the hand for the other."""
    most = slips_allowed(typed)
    return slips(typed, meant, most=most) <= most


def kept_variants(word: str) -> frozenset[str]:
    """What is kept of a name's word, so that every word typed with slips meets one of them."""
    if word.isdecimal():
        return frozenset()
    shortest = _TWO_SLIPS - 2  # the shortest word that one forgiven two slips can be meant for
    return variants(word, 2 if len(word) >= shortest else 1 if len(word) >= _ONE_SLIP - 1 else 0)


def variants(word: str, slips: int) -> frozenset[str]:
    """What is left of the word's beginning when up to so many letters are taken out of it."""
    return frozenset(_left(word[:_BEGINNING], slips))


def _left(beginning: str, slips: int) -> Iterator[str]:
    for gone in range(min(slips, len(beginning)) + 1):
        for kept in combinations(beginning, len(beginning) - gone):
            yield "".join(kept)
