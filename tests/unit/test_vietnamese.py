"""Vietnamese text is ordered as in a dictionary, and compared however it is typed."""

import random
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planbook.reading.load import load
from planbook.vietnamese.alphabet import canonical, fold, normalise, sort_key, strip_marks, words

VALID = Path(__file__).parents[1] / "fixtures" / "valid"
ALPHABET = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "w",
    "x",
    "y",
    "z",
]
TONES = ["a", "à", "ả", "ã", "á", "ạ"]


def test_letters_come_in_the_order_of_the_alphabet():
    """Ă and Â follow A, and Đ follows D."""
    shuffled = random.Random(1).sample(ALPHABET, len(ALPHABET))
    assert sorted(shuffled, key=sort_key) == ALPHABET


def test_tones_come_in_the_order_of_dictionaries():
    """No tone, huyền, hỏi, ngã, sắc, nặng."""
    shuffled = random.Random(2).sample(TONES, len(TONES))
    assert sorted(shuffled, key=sort_key) == TONES


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("dò", "do an"),  # a shorter text first, whatever its tones
        ("đá bóng", "đà nẵng"),  # letters decide before tones
        ("Phòng", "Phòng Bưu chính"),
        ("phòng", "Phòng"),
        ("Dũng", "Đào"),
        ("9", "a"),
        ("(a)", "1"),
    ],
)
def test_letters_decide_before_tones_and_tones_before_case(earlier, later):
    """The first difference of the strongest kind decides."""
    assert sort_key(earlier) < sort_key(later)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hoà bình, HÒA BÌNH", "hòa bình hòa bình"),
        ("thuỷ sản; thủy sản", "thủy sản thủy sản"),
        ("uỷ ban, khoẻ, xoá, loà, quả, quý, quỳnh", "ủy ban khỏe xóa lòa quả quý quỳnh"),
        ("họat động, tòan, khoán", "hoạt động toàn khoán"),
        ("giờ, gìn, giếng, gì, giã", "giờ gìn giếng gì giã"),
        ("người, nước, thuở, khuỷu, ngoài, mùa, mía", "người nước thuở khuỷu ngoài mùa mía"),
        ("Quí III, kĩ thuật, lí do, công ti, thi, đi", "quý iii kỹ thuật lý do công ty thi đi"),
        ("Ðo lường, Ɖo", "đo lường đo"),
        ("1322/QĐ-TTg ngày 09/01/2025, 02 lớp, 0", "1322 qđ ttg ngày 9 1 2025 2 lớp 0"),
        ("KH&CN\u00a0và\tCĐS", "kh cn và cđs"),
        ("…!? –", ""),
        ("ISO 9001:2015, Wi-Fi", "iso 9001 2015 wi fi"),
    ],
)
def test_canonical_form(text, expected):
    """Case, punctuation, zeros, the place of a tone and i or y make no difference."""
    assert canonical(text) == expected


def test_fold_leaves_no_mark():
    """Đ becomes d, and every other letter loses its marks."""
    assert fold("Đẩy mạnh ĐO LƯỜNG, thuỷ") == "day manh do luong thuy"


@given(st.text())
@example("℠")
def test_forms_are_stable(text):
    """A form made again is the same, and the form of NFD text is that of NFC text."""
    assert canonical(canonical(text)) == canonical(text)
    assert canonical(normalize("NFD", text)) == canonical(normalize("NFC", text))


def test_forms_of_a_text_differ_only_in_marks():
    """No word of an official text loses a letter on the way."""
    for task in load(VALID).book.tasks:
        for word in words(task.task):
            assert len(strip_marks(word)) == len(word)


def test_normalised_text_keeps_every_word():
    """Only the form of letters and the white space between words change."""
    assert normalise(" Ra\u0300 soát\u00a0\t12/KH-UBND\n") == "Rà soát 12/KH-UBND"


@given(st.text(), st.text())
def test_any_two_texts_can_be_ordered(one, other):
    """Keys of any texts compare, and NFD makes no difference."""
    assert (sort_key(one) < sort_key(other)) + (sort_key(other) < sort_key(one)) <= 1
    assert sort_key(normalize("NFD", one)) == sort_key(one)
