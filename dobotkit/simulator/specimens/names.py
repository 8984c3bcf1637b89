"""Names of people who do not exist, put together from syllables that no language has so.

A name has a spelling in Latin letters, from which the machine-readable zone is written, and for
some of them one in the letters of another script.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dobotkit.simulator.people.chance import Draws

__all__ = ["SCRIPTS", "Name", "name_of"]

# Syllables of a script: begins of surnames, their ends, begins of given names, their ends; each
# with how it is spelt in Latin letters. Arabic letters stand in their isolated forms here: all
# of a word but its last are such as never join the next one.
_Syllables = tuple[tuple[str, str], ...]


def _pairs(text: str) -> _Syllables:
    return tuple((one.split("=")[0], one.split("=")[-1]) for one in text.split())


_PARTS: Final[dict[str, tuple[_Syllables, _Syllables, _Syllables, _Syllables]]] = {
    "Latin": (
        _pairs("Zvör Quäl Vrył Tzé Skwí Þry Kvø Mlå Žlů Şyr Ñiv Bró Gwú Œst Đor Ľub Ħaz Døv"),
        _pairs("mindáx quist dwïn zolf thræk bümmel vóxter ňadle wiśk trupp pløm gärdix ßolt"),
        _pairs("Zél Óry Vüx Jûn Wéf Ylv Éph Tøm Kaź Ñum Ísk Uşo Pæl Quî"),
        _pairs("quil vith zidra drûn myxa plora wisk thyr bexi ndolo rafü tunka"),
    ),
    "Cyrillic": (
        _pairs("Звор=Zvor Щук=Shchuk Кваж=Kvazh Цулм=Tsulm Жрил=Zhril Мхяв=Mkhiav Чвод=Chvod"),
        _pairs("ыдмин=ydmin оштакс=oshtaks ефлуй=efluy эзванк=ezvank юпрод=iuprod агжим=agzhim"),
        _pairs("Злуб=Zlub Юшк=Iushk Вецт=Vetst Ырм=Yrm Фожд=Fozhd Эгжл=Egzhl"),
        _pairs("ива=iva орин=orin еня=enia ульта=ulta анжи=anzhi"),
    ),
    "Greek": (
        _pairs("Ζβορ=Zvor Κουλμ=Koulm Ξυρτ=Xyrt Ψαγκ=Psagk Θρωμβ=Thromv Φλιζ=Fliz Χουδ=Choud"),
        _pairs("ίδαξ=idax ωπλής=oplis εζνάς=eznas ύφτακος=yftakos όδριλος=odrilos"),
        _pairs("Ζελφ=Zelf Ιξυρ=Ixyr Ωθμ=Othm Βρυξ=Vryx Λουζ=Louz"),
        _pairs("ίνα=ina ωνας=onas έτρα=etra ύλος=ylos"),
    ),
    "Arabic": (
        _pairs("زورد=Zurd درود=Darud ذوار=Dhuwar رازد=Razd دوزر=Duzr وارذ=Waradh"),
        _pairs("ادان=adan وراق=uraq ازوف=azuf رودس=rudas ادوم=adum"),
        _pairs("دار=Dar روذ=Rudh زاو=Zaw وزا=Waza"),
        _pairs("ورل=ural ازد=azd ادون=adun رون=run"),
    ),
    "Hebrew": (
        _pairs("זרול=Zrul דוקל=Dukal פושג=Pushag קלוז=Kluz טבור=Tvur"),
        _pairs("מדין=madin צוקט=tzukat בזול=bzul נדיק=nadik"),
        _pairs("זוב=Zuv גדל=Gadl ירק=Yark קזל=Kzal"),
        _pairs("ינה=ina ורד=urad ילו=ilu ונק=unak"),
    ),
    "Hangul": (
        _pairs("쥬=Jyu 뷔=Bwi 꿰=Kkwe 쿄=Kyo"),
        _pairs("펠=pel 둡=dup 쟁=jaeng"),
        _pairs("뵤즐=Byojeul 휵담=Hyukdam 큐렐=Kyurel 녈봉=Nyeolbong"),
        _pairs("쇼=syo 뢰=roe 튤=tyul"),
    ),
}

SCRIPTS: Final = tuple(_PARTS)
"""Scripts that names are written in."""

# Half of all names are in Latin letters.
_OFTEN: Final = {
    "Latin": 6.0, "Cyrillic": 2.0, "Greek": 2.0, "Arabic": 2.0, "Hebrew": 1.0, "Hangul": 1.0
}  # fmt: skip
# As long as a name may be so that the shortest zone, of 30 characters, holds all of it.
_LONGEST: Final = 13
# A prime number, so that it has no factor in common with how many pairs there are.
_STEP: Final = 1_000_003


@dataclass(frozen=True, slots=True)
class Name:
    """A name that nobody has.

    Attributes
    ----------
    script:
        One of :data:`SCRIPTS`.
    surname, given:
        In Latin letters, some of them with diacritics.
    own:
        All of it in its own script, in the order in which it is read; empty if that is Latin.
    """

    script: str
    surname: str
    given: str
    own: str


def name_of(number: int) -> Name:
    """Return the name of a number: of 100 that follow each other no two are alike."""
    script = Draws(number, "name").one_of(_OFTEN)
    families, givens = _all(script)
    # Every pair comes once before one comes again, and neighbours are not alike.
    which = number * _STEP % (len(families) * len(givens))
    family, given = families[which // len(givens)], givens[which % len(givens)]
    own = "" if script == "Latin" else f"{family[0]} {given[0]}"
    return Name(script, family[1], given[1], own)


@lru_cache(maxsize=len(_PARTS))
def _all(script: str) -> tuple[_Syllables, _Syllables]:
    """Return all surnames and all given names of a script."""
    begins, ends, firsts, seconds = _PARTS[script]
    return _joined(begins, ends), _joined(firsts, seconds)


def _joined(begins: _Syllables, ends: _Syllables) -> _Syllables:
    every = ((a[0] + b[0], a[1] + b[1]) for a in begins for b in ends)
    return tuple(pair for pair in every if len(pair[1]) <= _LONGEST)
