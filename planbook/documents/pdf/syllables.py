"""Tell what may be a word of Vietnamese by its letters alone: every word is one syllable."""

import re
import unicodedata

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSET = r"(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdđghklmnpqrstvx])"
_SYLLABLE = re.compile(
    _ONSET + r"?(?:uyê|uya|[iy]ê|ia|u[aâêôơy]|ư[aơ]|o[aăeo]|[aăâeêioôơuưy])"
    r"(?:(?<=[aêiy])[nc]h|ng|[cmnptiouy])?"
)


def is_syllable(text: str) -> bool:
    """Tell whether letters make a syllable of Vietnamese, with one tone at most."""
    parted = unicodedata.normalize("NFD", text.lower())
    plain = unicodedata.normalize("NFC", _TONES.sub("", parted))
    return len(_TONES.findall(parted)) < 2 and bool(_SYLLABLE.fullmatch(plain))


def is_onset(text: str) -> bool:
    """Tell whether letters are no more than the beginning of a syllable."""
    return bool(re.fullmatch(_ONSET, text.lower()))
