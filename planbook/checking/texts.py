"""Rules about the texts of all records: what is never published, and what is a slip."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from planbook.checking.rules import Finding, Scope, path_of_plan, rule
from planbook.model import Book, Typed, columns, quote
from planbook.reading.load import ADJUSTMENTS, PEOPLE, TASKS, UNITS
from planbook.vietnamese.document_numbers import find_misprints

_GRADES = "(?i:tuyệt mật|tối mật|mật)"
_SECRET = re.compile(
    rf"^\W*{_GRADES}\W*$|^\W*\({_GRADES}\)|\({_GRADES}\)\W*$|(?i:\bđộ mật\s*:)|\b(TUYỆT MẬT|TỐI MẬT)\b"
)
# Of a person: ten digits, or nine after +84. Hyphens stand in dates too, so they need its groups.
_PHONE = re.compile(
    r"(?<![\d/.,-])(?:(?:\(?\+84\)?|0)(?:[ .]?\d){9}|(?:\+84-|0)\d{2,3}-\d{3,4}-\d{3,4})(?![\d/])"
)
# What TCVN3 and VNI look like as Unicode: inside words, signs and pairs of vowels that no language
# written here has. One of the first is enough; of the second, which a foreign name may have, two words.
_SIGNS = (
    r"(?:[A-Za-zà-ÿ][¹©«¬¨][a-zà-ÿ]|[A-Za-zà-ÿ][¸µ¶]|[a-zà-ÿ][ÖÞ]|[a-z]Ø[a-z]"
    r"|(?<!\w)(?:®[a-zÀ-ÿ\xad]|§[À-ß])|öô|[aeo][äå](?=[a-z]|\b)|ñöô)"
)
_PAIRS = r"(?i:[aeouôö]ï|[aouôöy]û|[aeouyôö]ø|[aueyôö]ù|[ao]â|e[áàãâê]|ñ[ôöæ])"
# Any of their signs, or a vowel before a letter that may be half of one: quick to say no.
_PERHAPS_OLD = re.compile("[¹©«¬¨¸µ¶ÖÞØ®§]|[AEOUYÔÖÑaeouyôöñ][ÏÛØÙÂÁÀÃÊÔÖÆÄÅïûøùâáàãêôöæäå]")
_OLD_CODE = re.compile(rf"\w*{_SIGNS}[\w¹©«¬¨¸µ¶\xad]*")
_OLD_PAIR = re.compile(rf"\w*{_PAIRS}\w*")
_ID_NUMBER = re.compile(r"(?<![\d/.,-])0\d{11}(?![\d/.,-])")


@rule
def nothing_personal_is_published(scope: Scope) -> Iterator[Finding]:
    """No secrecy mark, phone number or identity number stands in a field."""
    for path, record, field, text in _list_texts(scope.book):
        for message in find_personal(text):
            yield Finding(path, record.line, _name_of(record), field, message)


@rule
def letters_are_unicode(scope: Scope) -> Iterator[Finding]:
    """No text is written in the codes that Vietnamese had before Unicode."""
    for path, record, field, text in _list_texts(scope.book):
        if message := find_old_code(text):
            yield Finding(path, record.line, _name_of(record), field, message)


@rule
def numbers_are_understood(scope: Scope) -> Iterator[Finding]:
    """What looks like a document's number is one that pages can refer to, or probably a slip."""
    for path, record, field, text in _list_texts(scope.book):
        for number in _find_misprints(text):
            message = (
                f"{quote(number)} giống số văn bản mà phần mềm không hiểu; gõ nhầm thì sửa, ví dụ "
                "40/KH-UBND hoặc 45/2021/QĐ-UBND; văn bản in như vậy thì để nguyên"
            )
            yield Finding(path, record.line, _name_of(record), field, message, "warning")


@lru_cache(maxsize=1 << 16)
def _find_misprints(text: str) -> tuple[str, ...]:
    return tuple(find_misprints(text))


def _list_texts(book: Book) -> Iterator[tuple[str, Any, str, str]]:
    """List every free text: its file, its record, its field, and the text itself."""
    for path, records in _records(book):
        for record in records:
            for field, text in _texts(record):
                yield path or path_of_plan(record.slug), record, field, text


def _name_of(record: Any) -> str:
    return getattr(record, "id", "") or getattr(record, "slug", "")


def _records(book: Book) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield TASKS, book.tasks
    yield ADJUSTMENTS, book.adjustments
    yield UNITS, book.units
    yield PEOPLE, book.people
    yield "", book.plans


def _texts(record: Any) -> Iterator[tuple[str, str]]:
    record_type: type = type(record)
    for name in _text_columns(record_type):
        value = getattr(record, name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield name, text


@cache
def _text_columns(record: type) -> tuple[str, ...]:
    free = (Typed.TEXT, Typed.TEXTS)
    return tuple(each.name for each in columns(record) if each.typed in free and not each.choices)


@lru_cache(maxsize=1 << 16)
def find_old_code(text: str) -> str | None:
    """Say that a text is in TCVN3 or VNI, with the words that show it."""
    if text.isascii() or not _PERHAPS_OLD.search(text):
        return None
    words = [each[0] for each in _OLD_CODE.finditer(text)]
    if not words and len(words := [each[0] for each in _OLD_PAIR.finditer(text)]) < 2:
        return None
    return f"{quote(' '.join(words))}: chữ của bảng mã cũ (TCVN3 hoặc VNI); chuyển sang Unicode rồi chép lại"


@lru_cache(maxsize=1 << 16)  # most cells repeat: units, sections, times
def find_personal(text: str) -> tuple[str, ...]:
    """Say what in a text may not be published."""
    return tuple(
        f"{quote(found[0].strip())}: {meaning}; {hint}"
        for pattern, meaning, hint in (
            (_SECRET, "dấu mật", "không đưa văn bản mật lên trang"),
            (_ID_NUMBER, "giống số căn cước", "bỏ số này"),
            (_PHONE, "giống số điện thoại", "bỏ số này"),
        )
        if (found := pattern.search(text))
    )
