"""What may be a word of Vietnamese is told by its letters."""

import pytest

from planbook.documents.pdf.syllables import is_onset, is_syllable


@pytest.mark.parametrize(
    "word", ["nghiêng", "KHUỶU", "Quyết", "chuyển", "gì", "thuở", "hoạch", "người", "yêu", "ở"]
)
def test_a_word_of_vietnamese_is_a_syllable(word):
    """An onset, vowels with one tone at most and an end that goes with them are a syllable."""
    assert is_syllable(word)


@pytest.mark.parametrize("letters", ["ng", "tổch", "bổích", "cánbộ", "côngtác", "UBND", "chủtrì"])
def test_other_letters_are_no_syllable(letters):
    """Two syllables, two tones, consonants alone, or an end that no such vowel has are none."""
    assert not is_syllable(letters)


def test_consonants_begin_a_syllable():
    """What is no more than an onset is told from what has a vowel."""
    assert is_onset("NGH")
    assert not is_onset("nghi")
