"""Names in a zone: other alphabets, punctuation, and what happens where the field ends.

The vectors are those that ICAO Doc 9303 prints: part 3, section 4.6 and appendix B; parts 4
to 7, "truncation of names". The names are its own inventions.
"""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit import mrz
from dobotkit.errors import MrzValue
from dobotkit.mrz.letters import ARABIC, CYRILLIC, LATIN
from dobotkit.mrz.names import name_field
from tests.mrz.zones import names

WIDTHS = (30, 31, 39)


@pytest.mark.parametrize(
    ("surname", "given_names", "width", "field"),
    [
        ("Eriksson", "Anna Maria", 39, "ERIKSSON<<ANNA<MARIA"),
        ("Eriksson", "Anna, Maria", 39, "ERIKSSON<<ANNA<MARIA"),
        ("Heng", "Deborah Ming Lo", 39, "HENG<<DEBORAH<MING<LO"),
        ("Smith-Jones", "Susie Margaret", 39, "SMITH<JONES<<SUSIE<MARGARET"),
        ("O'Connor", "Enya Siobhan", 39, "OCONNOR<<ENYA<SIOBHAN"),
        ("d'Artagnan", "Marie-Elise", 39, "DARTAGNAN<<MARIE<ELISE"),
        ("van der Muellen", "Martin", 39, "VAN<DER<MUELLEN<<MARTIN"),
        ("Al-Basri", "Huda Muhammad Jawad", 31, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
        ("Arkfreith", "", 30, "ARKFREITH"),
        ("Satriya Sudarpa", "", 31, "SATRIYA<SUDARPA"),
    ],
)
def test_a_printed_example_that_fits(surname, given_names, width, field):
    assert name_field(surname, given_names, width) == field.ljust(width, "<")


@pytest.mark.parametrize(
    ("surname", "given_names", "width", "field"),
    [
        ("Papandropoulous", "Jonathon Alec", 30, "PAPANDROPOULOUS<<JONATHON<ALEC"),
        ("Papandropoulous", "Jonathoon Alec", 31, "PAPANDROPOULOUS<<JONATHOON<ALEC"),
        (
            *("Papandropoulous", "Jonathon Warren Trevor", 39),
            "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR",
        ),
        ("Vilarchao Fernandez", "Jose Ramon", 30, "VILARCHAO<FERNANDEZ<<JOSE<RAMO"),
        (
            *("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", 39),
            "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K",
        ),
        (
            *("Nilavadhanananda", "Arnpol Petch Charonguang", 39),
            "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU",
        ),
        # Before the next word one letter of the longest word before it goes.
        ("Nilavadhanananda", "Arnpol Petch Charonguang", 31, "NILAVADHANANANDA<<ARNPO<PETCH<C"),
        # Between initials there is nothing to take: the surname gives a letter.
        ("A" * 26, "B C", 30, "A" * 25 + "<<B<C"),
        ("A" * 26, "B C D", 30, "A" * 25 + "<<B<C"),
        # No filler stands at the end of a surname that was cut between two words.
        ("A" * 26 + " B", "Dingo Potoroo", 30, "A" * 25 + "<B<<D"),
        ("A" * 26 + " B", "D", 30, "A" * 25 + "<B<<D"),
        # Only where there are none but initials the last two join.
        (" ".join("ABCDEFGHIJKLMNOP"), "", 30, "A<B<C<D<E<F<G<H<I<J<K<L<M<N<OP"),
        ("A", " ".join("ABCDEFGHIJKLMNOP"), 31, "A<<A<B<C<D<E<F<G<H<I<J<K<L<M<NO"),
        ("A" * 31, "", 30, "A" * 30),
        ("A" * 29 + " B", "", 30, "A" * 28 + "<B"),
        # Of a long surname as much goes as one letter of the given names needs.
        (
            *("Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo", 39),
            "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WA<<D",
        ),
    ],
)
def test_a_name_that_fills_its_field(surname, given_names, width, field):
    assert len(field) == width
    assert name_field(surname, given_names, width) == field


@given(surname=names, given_names=st.just("") | names, width=st.sampled_from(WIDTHS))
@settings(max_examples=120, deadline=None)
def test_a_cut_name_fills_its_field_and_ends_with_a_letter(surname, given_names, width):
    field = name_field(surname, given_names, width)
    assert len(field) == width
    assert field[0] == surname[0]
    assert field.rstrip("<").count("<<") == (1 if given_names else 0)
    whole = f"{surname}<<{given_names}".replace(" ", "<").rstrip("<")
    if len(whole) <= width:
        assert field == whole.ljust(width, "<")
    else:
        assert field[-1].isalpha()
        if given_names:
            assert field.partition("<<")[2][0] == given_names[0]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        # Latin, section 6.A.
        ("Müller", "MUELLER"),
        ("Gößmann", "GOESSMANN"),
        ("Ærøskøbing Ångström", "AEROESKOEBING<AANGSTROEM"),
        ("Þorgerður", "THORGERDUR"),
        ("Łódź", "LODZ"),
        ("Çağlayan ĞIİı", "CAGLAYAN<GIII"),
        ("Țăndărică", "TANDARICA"),
        ("Nguyễn", "NGUYEN"),
        ("Ǆurđevićĳ", "DZURDEVICIJ"),
        # Cyrillic, section 6.B.
        ("Щёкотов Илья", "SHCHEKOTOV<ILIA"),
        ("Объездчиков", "OBIEEZDCHIKOV"),
        # Arabic, section 6.C and appendix B.
        ("ابو بكر محمد بن زكريا الرازي", "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY"),
        ("عبّاس", "EBBAS"),
        ("فضّة", "FXDZXDZXAH"),
        ("هاري الشماع", "HARY<ALXSHMAE"),
        ("ة", "XAH"),
        ("ةب", "XTAB"),
        ("محـمد", "MXHMD"),
        # Letters in the shape that they have at the end of a word are the same letters.
        ("\ufee3\ufea4\ufee4\ufeaa", "MXHMD"),
        # Punctuation goes, hyphens and commas part; the soft hyphen is a place to break.
        ("Smith–Jones,Ann", "SMITH<JONES<ANN"),
        ("J. R. «Bob» O’Neil", "J<R<BOB<ONEIL"),
        ("Rein\u00adhold", "REINHOLD"),
        ("  ", ""),
        ("'", ""),
        # An accent on its own, behind its letter, is the same name.
        ("Zoe\u0308", "ZOE"),
        ("U\u0308", "UE"),
    ],
)
def test_other_alphabets(name, letters):
    assert mrz.transliterate(name) == letters
    assert mrz.transliterate(name.upper()) == letters
    assert mrz.transliterate(letters) == letters


@pytest.mark.parametrize(
    ("language", "name", "letters"),
    [
        ("", "Гогохия", "GOGOKHIIA"),
        ("uk", "Юрій Їжакевич-Гай", "YURII<YIZHAKEVYCH<HAI"),
        ("uk", "Соловйов'юк", "SOLOVIOVIUK"),
        ("be", "Ёрш Гурын", "IORSH<HURYN"),
        ("bg", "Щерев", "SHTEREV"),
        ("sr", "Живковић Шћепан", "ZIVKOVIC<SCEPAN"),
        ("mk", "Ѓорѓи Џамбаз Ќосе", "GJORGJI<DJAMBAZ<KJOSE"),
        ("ru", "Хрущов", "KHRUSHCHOV"),
    ],
)
def test_languages_have_exceptions(language, name, letters):
    assert mrz.transliterate(name, language=language) == letters


@pytest.mark.parametrize(
    "name", ["Παπαδόπουλος", "王小明", "R2D2", "٣", "Ann😀", "\ud800", "a\x00b"]
)
def test_a_letter_without_a_table_is_refused_with_its_place(name):
    with pytest.raises(MrzValue) as refused:
        mrz.transliterate("Ab " + name)
    at = next(index for index, one in enumerate(name) if not one.isascii() or not one.isalpha())
    assert refused.value.position == 4 + at


def test_a_language_without_exceptions_is_refused():
    with pytest.raises(MrzValue, match="no exceptions"):
        mrz.transliterate("Ann", language="xx")


def test_the_tables_hold_letters_only():
    for table in (LATIN, CYRILLIC, ARABIC):
        for letter, written in table.items():
            assert len(letter) == 1
            assert re.fullmatch("[A-Z]*", written)


@given(name=st.text(max_size=40))
@settings(max_examples=120, deadline=None)
def test_any_text_gives_words_of_letters_or_is_refused(name):
    refused = None
    try:
        written = mrz.transliterate(name)
    except MrzValue as error:
        refused = error
    if refused:
        assert 1 <= refused.position <= len(unicodedata.normalize("NFC", name))
    else:
        assert re.fullmatch("([A-Z]+(<[A-Z]+)*)?", written)
        assert mrz.transliterate(written) == written
