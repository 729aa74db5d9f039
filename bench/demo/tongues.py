"""The languages, where their speakers' names come from, and how common they are among interpreters."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

# code, region of names, weight until 2012, weight since
_TABLE = """
ara arab 110 150  | som horn 95 110   | pol slav 70 110   | tir horn 35 110   | prs persia 60 90
pes persia 60 60  | ckb kurd 45 55    | kmr kurd 22 35    | rus slav 75 75    | tur turk 50 45
urd south 38 30   | vie mekong 38 25  | spa latin 55 55   | eng north 55 40   | fra latin 42 40
bos balkan 45 30  | srp balkan 32 25  | hrv balkan 22 15  | sqi balkan 38 30  | tam south 34 25
tha mekong 30 30  | amh horn 18 35    | ron latin 20 45   | lit slav 30 60    | cmn east 26 25
ukr slav 8 110    | bul slav 14 25    | por latin 18 20   | deu north 18 15   | pus persia 16 30
orm horn 10 20    | swa africa 12 25  | lav slav 8 20     | est slav 5 8      | hun balkan 10 12
ces slav 7 6      | slk slav 6 8      | ita latin 8 8     | ell balkan 6 8    | nld north 5 4
mkd balkan 6 6    | tgl mekong 12 14  | hin south 10 10   | pan south 10 10   | ben south 6 6
nep south 6 10    | mya mekong 12 14  | yue east 8 7      | kor east 3 3      | jpn east 4 4
mon east 4 5      | tig horn 3 8      | heb arab 3 3      | hye caucasus 4 5  | kat caucasus 3 5
aze turk 4 5      | uzb turk 3 4      | kin africa 6 12   | run africa 4 8    | lin africa 6 10
sme sapmi 6 8     | nsl north 45 80   | fin north 6 5     | isl north 3 3     | che caucasus 9 9
dan north 2 2     | rhg mekong 0 5    | uig turk 0 4      | tgk persia 0 3    | lug africa 0 4
haz persia 0 5
"""

SIGNED = "nsl"
"""Norwegian Sign Language has an education of its own and no bilingual test."""

NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "ara": ("ckb", "fra"), "ckb": ("ara", "pes"), "kmr": ("tur",), "prs": ("pes", "pus"), "pes": ("prs",),
    "pus": ("prs", "urd"), "som": ("amh", "swa"), "tir": ("amh", "ara"), "amh": ("tir", "orm"),
    "rus": ("ukr", "lit"), "ukr": ("rus", "pol"), "bos": ("hrv", "srp"), "srp": ("bos", "hrv"),
    "hrv": ("bos",), "urd": ("pan", "hin"), "hin": ("urd", "pan"), "cmn": ("yue",), "ron": ("rus",),
    "lav": ("rus",), "lit": ("rus",), "fra": ("lin", "eng"), "swa": ("kin", "run"), "spa": ("por",),
    "por": ("spa",), "tur": ("aze",), "che": ("rus",), "ces": ("slk",),
}  # fmt: skip
"""The second languages that people of a first often interpret in as well."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as the made-up register sees it. Without weight before 2013 it had no interpreter then."""

    code: str
    region: str
    weight_before: int
    weight_since: int


def _read(table: str) -> Iterator[Tongue]:
    for entry in table.replace("\n", "|").split("|"):
        if entry.strip():
            code, region, before, since = entry.split()
            yield Tongue(code, region, int(before), int(since))


TONGUES: Mapping[str, Tongue] = {tongue.code: tongue for tongue in _read(_TABLE)}
SPOKEN_BEFORE = tuple(code for code, tongue in TONGUES.items() if tongue.weight_before)
NEWCOMERS = tuple(code for code, tongue in TONGUES.items() if not tongue.weight_before)


def pick(rng: Random, among: Iterable[str], count: int) -> list[str]:
    """`count` different languages, the common ones likelier; in the order drawn."""
    keyed = sorted((-(rng.random() ** (1 / TONGUES[code].weight_before)), code) for code in among)
    return [code for _, code in keyed[:count]]


def common(rng: Random, among: Sequence[str], count: int) -> list[str]:
    """A language for each of `count` people, as common as they were until 2012."""
    return rng.choices(among, [TONGUES[code].weight_before for code in among], k=count)


def deal(rng: Random, among: Sequence[str], count: int) -> list[str]:
    """The same, with every one of `among` at least once, first."""
    return [*among, *common(rng, among, count - len(among))]
