"""Tell and turn into Unicode the letters of TCVN3 (ABC) and VNI, which fonts of their own made Vietnamese.

In a file they stand as other letters (“NhiÖm vô”, “Nhieäm vuï”), which every other font shows as such.
Nothing is turned that nobody asked for.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Literal

from planbook.documents.text.symbols import read_symbols
from planbook.model import quote

Code = Literal["tcvn3", "vni"]
CODE_NAMES: Mapping[str, str] = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}

# TCVN 5712:1993, VN3: from 0xB5 on the five tones of each vowel, in the order of Windows-1252.
_TCVN3 = dict(zip("¡¢£¤¥¦§¨©ª«¬\xad®", "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)) | dict(
    zip(
        "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_TABLE = {ord(old): new for old, new in _TCVN3.items()}
# VNI for Windows: a vowel and, after it, its mark; some letters stand alone.
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ù": _ACUTE, "ï": _DOT, "â": _HAT, "ê": _BREVE,
    "à": _HAT + _GRAVE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "á": _HAT + _ACUTE, "ä": _HAT + _DOT,
    "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "é": _BREVE + _ACUTE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_LETTERS |= {old.upper(): new.upper() for old, new in _VNI_LETTERS.items()}
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|[{''.join(_VNI_LETTERS)}]", re.I)

# A syllable of Vietnamese without its tone: what a right reading is made of, and a wrong one is not.
_SYLLABLE = re.compile(
    r"(?!.*([aăâeêiôơuưy])\1)(?:ngh?|gh?|gi|kh|nh|ph|th|tr|ch|qu|[bcdđhklmnprstvx])?"
    r"(?:i[êe]|yê|ươ|uô|oa|oă|oe|oo|uê|uy[êa]?|uơ|uâ|ưa|i?a|ua|ya|[aăâeêioôơuưy])"
    r"(?:ch|nh|ng|[cmnptiouy])?"
)
_TONES = str.maketrans("", "", _GRAVE + _HOOK + _TILDE + _ACUTE + _DOT)
_WORD = re.compile(r"[^\s!-@\[-`{-~\u2000-\u20ff]+")
_SURE, _UNSURE = 0.8, 0.5  # shares of the words that can be Vietnamese


def decode_old(text: str, code: str, capitals: bool = False) -> str:
    """Turn letters of an old code into Unicode; a font of capitals shows every letter as one."""
    turned = _DECODERS[code](text)
    return turned.upper() if capitals else turned


def tell_code(text: str) -> str:
    """Tell in which old code a text is written, or nothing where it makes sense as it is."""
    words = [each for each in _WORD.findall(text) if not each.isascii()]
    if not words or _share(words) > _UNSURE:
        return ""
    found = {
        code: _share(_WORD.findall(" ".join(map(turn, words)))) for code, turn in _DECODERS.items()
    }
    best = max(found, key=lambda code: found[code])
    # One word alone may be a name of another language, or a sign of measure.
    return best if found[best] >= _SURE and len(words) > 1 else ""


class OldLetters:
    """Turns the letters of one file out of the code that was asked for, or tells which need it."""

    def __init__(self, charset: str, whole: str):
        self._asked = charset
        self._unicode_too = _holds_unicode(whole)

    def read(self, text: str, font: str = "") -> tuple[str, str]:
        """Give a piece of the text as Unicode; else as it is, with a doubt where it may be in a code."""
        text, doubt = read_symbols(text, font)
        if doubt:
            return text, doubt
        code, capitals = _tell_font(font)
        if text.isascii() and not capitals:
            return text, ""
        if self._asked and code == self._asked:
            return decode_old(text, code, capitals), ""
        if self._asked and not code:
            return self._read_sensibly(text)
        # Such a font shows Unicode's own letters by another one, as they are.
        doubtful = code and not text.isascii() and all(each < "\u0100" for each in text)
        return text, tell_old_letters(code) if doubtful else ""

    def _read_sensibly(self, text: str) -> tuple[str, str]:
        """Turn a text of which no font tells its code; where both readings make sense, other parts tell."""
        turned = decode_old(text, self._asked)
        if turned == text or _holds_unicode(text):
            return text, ""
        words = [each for each in _WORD.findall(text) if not each.isascii()]
        own, other = _share(words), _share([decode_old(each, self._asked) for each in words])
        if other == own and self._unicode_too:
            name = CODE_NAMES[self._asked]
            return text, f"có thể là chữ {name} của {quote(turned)} hoặc chữ Unicode, giữ như cũ"
        return (turned if other >= own else text), ""


def tell_old_letters(code: str) -> str:
    """Say of a cell that its letters are of an old code."""
    return f"có chữ bảng mã {CODE_NAMES[code]}; thêm --from {code} để máy chuyển"


def _tell_font(font: str) -> tuple[str, bool]:
    """Tell for which old code a font is made, or "", and whether it has capitals only."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return "tcvn3", name.split()[0].endswith("h")
    return ("vni" if name.startswith("vni-") else ""), False


def share_of_vietnamese(text: str) -> float:
    """Tell how many of the words with letters beyond ASCII can be Vietnamese: 1 for all of them."""
    return _share([each for each in _WORD.findall(text) if not each.isascii()])


def _holds_unicode(text: str) -> bool:
    """Tell whether a text holds letters that no old code can have."""
    return bool(re.search("[ăđĩũơưạ-ỹ]", unicodedata.normalize("NFC", text), re.I))


def _share(words: list[str]) -> float:
    if not words:
        return 1.0
    return sum(map(_is_syllable, words)) / len(words)


def _is_syllable(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word.lower())
    toneless = parts.translate(_TONES)
    return len(parts) - len(toneless) <= 1 and bool(
        _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless))
    )


def _decode_tcvn3(text: str) -> str:
    return text.translate(_TCVN3_TABLE)


def _decode_vni(text: str) -> str:
    return _VNI_PAIR.sub(_turn_vni, text)


def _turn_vni(found: re.Match[str]) -> str:
    vowel, mark = found.groups()
    if vowel is None:
        return _VNI_LETTERS[found[0]]
    letter = _VNI_LETTERS.get(vowel, vowel)
    made = unicodedata.normalize("NFC", letter + _VNI_MARKS[mark.lower()])
    return made if len(made) == 1 else found[0]


_DECODERS: Mapping[str, Callable[[str], str]] = {"tcvn3": _decode_tcvn3, "vni": _decode_vni}
