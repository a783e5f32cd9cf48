"""Rules about the texts of all records: what is never published, and what is a slip."""

import re
from collections.abc import Callable, Iterable, Iterator

from planbook.checking.rules import Finding, Scope, list_texts, rule
from planbook.model import quote
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
_SIGN, _PAIR = re.compile(_SIGNS), re.compile(_PAIRS)
_OLD_CODE = re.compile(rf"\w*{_SIGNS}[\w¹©«¬¨¸µ¶\xad]*")
_OLD_PAIR = re.compile(rf"\w*{_PAIRS}\w*")
_ID_NUMBER = re.compile(r"(?<![\d/.,-])0\d{11}(?![\d/.,-])")
_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){8}")  # any of these: quick to say no


@rule
def nothing_personal_is_published(scope: Scope) -> Iterator[Finding]:
    """No secrecy mark, phone number or identity number stands in a field."""
    yield from _tell_where(scope, find_personal)


@rule
def letters_are_unicode(scope: Scope) -> Iterator[Finding]:
    """No text is written in the codes that Vietnamese had before Unicode."""
    yield from _tell_where(scope, lambda text: filter(None, (find_old_code(text),)))


@rule
def numbers_are_understood(scope: Scope) -> Iterator[Finding]:
    """What looks like a document's number is one that pages can refer to, or probably a slip."""
    hint = (
        "giống số văn bản mà phần mềm không hiểu; gõ nhầm thì sửa, ví dụ 40/KH-UBND hoặc "
        "45/2021/QĐ-UBND; văn bản in như vậy thì để nguyên"
    )
    yield from _tell_where(
        scope,
        lambda text: (f"{quote(number)} {hint}" for number in find_misprints(text)),
        "warning",
    )


def _tell_where(
    scope: Scope, find: Callable[[str], Iterable[str]], severity: str = "error"
) -> Iterator[Finding]:
    """Look at each text once, however often it stands, and tell what is found wherever it stands."""
    said = {text: messages for text in scope.texts if (messages := tuple(find(text)))}
    for path, record, name, text in list_texts(scope.book) if said else ():
        for message in said.get(text, ()):
            id = getattr(record, "id", "") or getattr(record, "slug", "")
            yield Finding(path, record.line, id, name, message, severity)


def find_old_code(text: str) -> str | None:
    """Say that a text is in TCVN3 or VNI, with the words that show it."""
    if text.isascii() or not _PERHAPS_OLD.search(text):
        return None
    # The words around what shows it are slow to look for, and seldom there.
    words = [each[0] for each in _OLD_CODE.finditer(text)] if _SIGN.search(text) else []
    if not words and len(_PAIR.findall(text)) > 1:
        words = [each[0] for each in _OLD_PAIR.finditer(text)]
        words = words if len(words) > 1 else []
    if not words:
        return None
    return f"{quote(' '.join(words))}: chữ của bảng mã cũ (TCVN3 hoặc VNI); chuyển sang Unicode rồi chép lại"


def find_personal(text: str) -> Iterator[str]:
    """Say what in a text may not be published."""
    looks = []
    if "mật" in text.lower():
        looks.append((_SECRET, "dấu mật", "không đưa văn bản mật lên trang"))
    if _LONG_NUMBER.search(text):
        looks.append((_ID_NUMBER, "giống số căn cước", "bỏ số này"))
        looks.append((_PHONE, "giống số điện thoại", "bỏ số này"))
    for pattern, meaning, hint in looks:
        if found := pattern.search(text):
            yield f"{quote(found[0].strip())}: {meaning}; {hint}"
