"""Turn Vietnamese text into what it is compared by: an alphabetical key, and forms to search by.

theme/assets/vietnamese.js mirrors `words` and `strip_marks`. What readers see is never changed.
"""

import re
from functools import lru_cache
from unicodedata import normalize

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: their alphabetical order
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PUNCTUATION = "_-–—,;:!?.…'‘’\"“”()[]{}@*/\\&#%`^+<=>|~$"

# Eth and the African D look like Đ and come out of old fonts and foreign keyboards.
_HOMOGRAPHS = str.maketrans("ÐƉðɖ", "ĐĐđđ")
_MARKS = re.compile("[\u0300-\u036f]")
_TONE = re.compile(f"[{TONES}]")
# A number, or letters with their marks: 1322/QĐ-TTg is 1322, QĐ and TTg.
WORD = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
# In decomposed letters: the head (qu and gi are consonants), the vowels, the tail.
_VOWEL = "[aeiouy][\u0302\u0306\u031b]?"
_SYLLABLE = re.compile(f"(qu|gi(?=[aeiouy])|[^\\Waeiouy]*)((?:{_VOWEL})+)([^\\Waeiouy]*)")
_I_OR_Y = ("h", "k", "l", "m", "s", "t", "qu")  # kĩ thuật is kỹ thuật, quí is quý


def normalise(text: str) -> str:
    """Bring a text to NFC with white space folded to single spaces; nothing that is read is lost."""
    return " ".join(normalize("NFC", text).split())


def sort_key(text: str) -> tuple[tuple[int, ...], ...]:
    """Make a key that orders text by letters, then by tones, then small before capital."""
    weights = [_weigh(char) for char in normalize("NFC", text.translate(_HOMOGRAPHS))]
    return tuple(zip(*weights, strict=True)) if weights else ()


def canonical(text: str) -> str:
    """Reduce text to its words: small, marks kept, every tone on the letter it belongs to."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """List the words of a text in their canonical form."""
    small = normalize("NFKC", text.translate(_HOMOGRAPHS)).lower()  # ℠ is SM before it is small
    text = normalize("NFKC", small)
    return [_canonical_word(word) for word in WORD.findall(text)]


def fold(text: str) -> str:
    """Reduce text to its words, small and without any mark; đ becomes d."""
    return strip_marks(canonical(text))


def strip_marks(text: str) -> str:
    """Take every mark off canonical text; đ becomes d."""
    return _MARKS.sub("", normalize("NFD", text)).replace("đ", "d")


@lru_cache(maxsize=65536)
def _canonical_word(word: str) -> str:
    """Place the tone of a syllable, write its i or y, and drop the zeros before a number."""
    if word.isdecimal():
        return word.lstrip("0") or "0"
    letters = normalize("NFD", word)
    tones = _TONE.findall(letters)
    syllable = _SYLLABLE.fullmatch(_TONE.sub("", letters))
    if len(tones) > 1 or not syllable:
        return normalize("NFC", letters)
    head, vowels, tail = syllable.groups()
    if vowels == "i" and not tail and head in _I_OR_Y:
        vowels = "y"
    parts = re.findall(_VOWEL, vowels)
    parts[_tone_place(parts, closed=bool(tail))] += "".join(tones)
    return normalize("NFC", head + "".join(parts) + tail)


def _tone_place(vowels: list[str], closed: bool) -> int:
    """Tell which vowel of a syllable bears the tone, as in hòa, hoàn, khuỷu, thuở, nước."""
    shaped = [at for at, vowel in enumerate(vowels) if len(vowel) > 1]
    if shaped:
        return shaped[-1]
    return len(vowels) - 1 if closed else (len(vowels) - 1) // 2


def _weigh(char: str) -> tuple[int, int, int]:
    """Weigh a character by letter, tone and case."""
    small = char.lower()
    parts = normalize("NFD", small)
    tone = _TONE.search(parts)
    letter = normalize("NFC", _TONE.sub("", parts))
    if letter in _ALPHABET:
        rank = 0x300000 + _ALPHABET.index(letter)
    elif char.isspace():
        rank = 0
    elif char in _PUNCTUATION:
        rank = 1 + _PUNCTUATION.index(char)
    else:
        rank = 0x200000 * char.isalpha() + 0x100000 * (not char.isalpha()) + ord(char)
    return rank, TONES.index(tone[0]) + 1 if tone else 0, int(char != small)
