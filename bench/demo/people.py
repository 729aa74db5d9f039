"""Names, homes and phones of people who do not exist: they depend on the seed and the number alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from bench.demo.tongues import SIGNED, TONGUES
from registry.kommuner import KOMMUNER
from registry.words import Gender, Letterform

# beginnings | endings of women's names | of men's | of middle names
_SYLLABLES: Mapping[str, str] = {
    "arab": "Sam Lay Nad Had Raw Jam Fad Zah Mun|ila una ira aya|im ir an ud|our addi awi ami",
    "horn": "Sel Mih Hiw Tes Yod Ber Fre Zer Ama|amit eret ena awit|om ael ekal ias|hale mariel sghi abet",
    "persia": "Shir Par Nas Mah Far Beh Zar Gol Omi|ina rin eeba nush|id am uz yar|zadi pouri yari manesh",
    "kurd": "Ber Shi Nar Aza Haw Roj Dil Zil Ser Rez|iva lan een ana|van hat kar zad|dari ani oyi mandi",
    "turk": "Ayl Sev Nur Gül Den Emr Ked Tur Selv Yas|in da ay gan|can er han tay|lioğ türen deniz kaya",
    "slav": "Mil Bog Rad Svet Jar Lud Vlad Stan Zor|ena ana ica mila|omir oslav an ek|enko ovski arov iček",
    "balkan": "Mir Dra Ved Jel Ard Bes Nev Lej Vil Das|ana ita sa nda|en im is ant|ovik ashi aitis oviq",
    "latin": "Mar Lor Cat Ben Isa Fel Ram Est Val Dor|ela ina ita enza|an io ol indo|edo ara esco eira",
    "north": "Ing Sol Ast Tor Ein Hal Liv Var Sig Bry|rid hild veig unn|ar vald stein mund|sdal son by horn",
    "south": "Pri Anj Lak Meen Raj Sun Kav Dev Nil Sur|ya ani shmi ara|esh an it endra|ithan apal kari wathi",
    "mekong": "Thi Lin Mai Som Cha Nok Ban Phu Tin Dao|ya nh li da|ng chai n wat|rat thong nguya porn",
    "east": "Mei Lin Jia Sun Har Yuk Bat Min Hye Tso|li hua ko a|wei jun to min|chen kawo bayar seong",
    "africa": "Ama Wan Nya Kwe Imm Chi Oko Tum Jen Mut|ra jiku ni la|si be nda kwa|wesi mbare ngoza kunda",
    "caucasus": "Nin Ana Dav Lev Tam Ash Gev Zau Mak Lus|o ine ara ika|it on urg az|ashvi oyanz adzen khoev",
    "sapmi": "Ánt Már Ris Bir Ell Máh Niil Jov Sár Elv|ne ja et á|te as la nna|jávr várri muotka luokta",
}
_FICTION = (
    *("Prøve", "Fabel", "Eventyr", "Dikt", "Liksom", "Tenkt", "Sagn"),
    *("Øvings", "Påfunns", "Skisse", "Utkast", "Mønster", "Lånte", "Gåte"),
)
_PLACES = ["vik", "rud", "dal", "berg", "nes", "haug", "lund", "bakk", "stad", "åsen", "moen", "sund"]
"""Every family name ends as a place in a made-up landscape, so that nobody takes one for real."""

_TOWNS: Mapping[str, int] = {
    "0301": 300, "4601": 90, "5001": 75, "1103": 60, "3201": 40, "4204": 38, "3301": 36, "3107": 34,
    "1108": 30, "5501": 30, "3205": 28, "3105": 26, "4003": 20, "3907": 20, "3909": 18, "1804": 22,
    "3103": 18, "3905": 18, "1508": 18, "1106": 16, "3403": 14, "3407": 12, "3405": 12, "5601": 10,
    "1806": 10, "5503": 10, "1506": 10, "4203": 14, "1505": 8, "5006": 6, "1871": 3,
}  # fmt: skip
# how many of all there are
_WOMEN = 0.55
_WITH_A_MIDDLE_NAME = 0.6
_IN_A_TOWN = 0.8
_BY_TELEPHONE = 0.92
_BY_SCREEN = 0.92
_ON_SITE = 0.9
_CONSENTING = 0.7
_PROTECTED = 0.003
_NYNORSK = 0.12


@dataclass(frozen=True, slots=True)
class Traits:
    """What the register knows of a person apart from dated events."""

    name: str
    gender: Gender
    kommune: str
    phone: str
    on_site: bool
    screen: bool
    telephone: bool
    contact_consent: bool
    protected: bool
    letterform: Letterform


def traits(seed: int, number: int, language: str) -> Traits:
    """One person; the phone lies in a series no operator can hand out."""
    rng = Random(f"{seed}/person {number}")
    gender = Gender.WOMAN if rng.random() < _WOMEN else Gender.MAN
    by_telephone = language != SIGNED and rng.random() < _BY_TELEPHONE
    return Traits(
        name=_name(rng, TONGUES[language].region, gender),
        gender=gender,
        kommune=_kommune(rng),
        phone=f"+47000{number:05}",
        on_site=rng.random() < _ON_SITE or not by_telephone,
        screen=rng.random() < _BY_SCREEN,
        telephone=by_telephone,
        contact_consent=rng.random() < _CONSENTING,
        protected=rng.random() < _PROTECTED,
        letterform=Letterform.NYNORSK if rng.random() < _NYNORSK else Letterform.BOKMAL,
    )


def _name(rng: Random, region: str, gender: Gender) -> str:
    starts, women, men, middles = (part.split() for part in _SYLLABLES[region].split("|"))
    first = rng.choice(starts) + rng.choice(women if gender is Gender.WOMAN else men)
    middle = rng.choice(starts) + rng.choice(middles)
    family = rng.choice(_FICTION) + rng.choice(_PLACES)
    if rng.random() < _WITH_A_MIDDLE_NAME:
        return f"{first} {middle} {family}"
    return f"{first} {family}"


def _kommune(rng: Random) -> str:
    if rng.random() < _IN_A_TOWN:
        return rng.choices(list(_TOWNS), list(_TOWNS.values()))[0]
    return rng.choice(list(KOMMUNER))
