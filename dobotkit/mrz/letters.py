"""The tables of ICAO Doc 9303, part 3, section 6: which letters A–Z a national letter becomes.

Latin letters with an accent become the letter without it; only those that Unicode does not
take apart into letter and accent, and those that become two letters, are listed. Where the
tables leave a choice, the first form stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ARABIC", "AT_THE_BEGINNING", "CYRILLIC", "LANGUAGES", "LATIN", "SHADDA", "TEH_MARBUTA"]

#: Section 6.A. Ä may also be A, Å A, Ñ NXX, Ö O, Ü UXX or U.
LATIN: Mapping[str, str] = MappingProxyType(
    {
        "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Đ": "D", "Ħ": "H", "İ": "I", "ı": "I",
        "Ĳ": "IJ", "Ł": "L", "Ŀ": "L", "Ŋ": "N", "Ö": "OE", "Ø": "OE", "Œ": "OE", "Þ": "TH",
        "Ŧ": "T", "Ü": "UE", "ẞ": "SS",
        # Azerbaijan's letter is in no row of the table.
        "Ə": "A",
    }
)  # fmt: skip

#: Section 6.B, for Russian and wherever no language is named.
CYRILLIC: Mapping[str, str] = MappingProxyType(
    {
        "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ё": "E", "Ж": "ZH",
        "З": "Z", "И": "I", "Й": "I", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O",
        "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U", "Ф": "F", "Х": "KH", "Ц": "TS",
        "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ъ": "IE", "Ы": "Y", "Э": "E", "Ю": "IU",
        "Я": "IA", "Ђ": "D", "Є": "IE", "Ѕ": "DZ", "І": "I", "Ї": "I", "Ј": "J", "Љ": "LJ",
        "Њ": "NJ", "Ќ": "K", "Ў": "U", "Џ": "DZ", "Ѫ": "U", "Ѵ": "Y", "Ґ": "G", "Ғ": "G",
        "Һ": "C",
        # The table has no row for these. The soft sign is written by nobody; the other two
        # follow their neighbours Ќ and Ђ.
        "Ь": "", "Ѓ": "G", "Ћ": "C",
    }
)  # fmt: skip

#: Section 6.B, the exceptions of single languages.
LANGUAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "be": {"Ё": "IO", "Г": "H"},
        "bg": {"Щ": "SHT"},
        "mk": {"Ќ": "KJ", "Ѓ": "GJ", "Ғ": "GJ", "Џ": "DJ", "Х": "H", "Ц": "C"},
        "ru": {},
        "sr": {"Г": "H", "Ж": "Z", "Х": "H", "Ц": "C", "Ч": "C", "Ш": "S"},
        "uk": {"Г": "H", "И": "Y"},
    }
)

#: Section 6.B, what another letter becomes where a name begins with it.
AT_THE_BEGINNING: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"uk": {"Є": "YE", "Ї": "YI", "Й": "Y", "Ю": "YU", "Я": "YA"}}
)

TEH_MARBUTA = "\u0629"
SHADDA = "\u0651"

#: Section 6.C and appendix B; letters by number, because they join up and change their shape.
#: Signs for vowels and the long stroke are not encoded, the teh marbuta depends on its place,
#: and the shadda repeats what is before it.
ARABIC: Mapping[str, str] = MappingProxyType(
    {
        chr(number): latin
        for number, latin in (
            (0x0621, "XE"), (0x0622, "XAA"), (0x0623, "XAE"), (0x0624, "U"), (0x0625, "I"),
            (0x0626, "XI"), (0x0627, "A"), (0x0628, "B"), (0x062A, "T"), (0x062B, "XTH"),
            (0x062C, "J"), (0x062D, "XH"), (0x062E, "XKH"), (0x062F, "D"), (0x0630, "XDH"),
            (0x0631, "R"), (0x0632, "Z"), (0x0633, "S"), (0x0634, "XSH"), (0x0635, "XSS"),
            (0x0636, "XDZ"), (0x0637, "XTT"), (0x0638, "XZZ"), (0x0639, "E"), (0x063A, "G"),
            (0x0640, ""), (0x0641, "F"), (0x0642, "Q"), (0x0643, "K"), (0x0644, "L"),
            (0x0645, "M"), (0x0646, "N"), (0x0647, "H"), (0x0648, "W"), (0x0649, "XAY"),
            (0x064A, "Y"), (0x064B, ""), (0x064C, ""), (0x064D, ""), (0x064E, ""),
            (0x064F, ""), (0x0650, ""), (0x0652, ""), (0x0670, ""), (0x0671, "XXA"),
            (0x0679, "XXT"), (0x067C, "XRT"), (0x067E, "P"), (0x0681, "XKE"), (0x0685, "XXH"),
            (0x0686, "XC"), (0x0688, "XXD"), (0x0689, "XDR"), (0x0691, "XXR"),
            (0x0693, "XRR"), (0x0696, "XRX"), (0x0698, "XJ"), (0x069A, "XXS"), (0x069C, ""),
            (0x06A2, ""), (0x06A4, "V"), (0x06A5, "XF"), (0x06A7, ""), (0x06A8, ""),
            (0x06A9, "XKK"), (0x06AB, "XXK"), (0x06AD, "XNG"), (0x06AF, "XGG"),
            (0x06BA, "XNN"), (0x06BC, "XXN"), (0x06BE, "XDO"), (0x06C0, "XYH"),
            (0x06C1, "XXG"), (0x06C2, "XGE"), (0x06C3, "XTG"), (0x06CC, "XYA"),
            (0x06CD, "XXY"), (0x06D0, "Y"), (0x06D2, "XYB"), (0x06D3, "XBE"),
        )
    }
)  # fmt: skip
