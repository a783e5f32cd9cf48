"""The numbers of official documents as they are printed: 40/KH-UBND, 38-CT/TW, 45/2021/QĐ-UBND."""

import re
from collections.abc import Iterator

_UPPER = "A-ZĐĂÂÊÔƠƯ"
_CODE = f"[{_UPPER}][{_UPPER}&0-9]*(?:Tg|Tr)?"
NUMBER = re.compile(
    # 40/KH-UBND, 01/KH-ĐHQGHN-UBND; 38-CT/TW; with a year 45/2021/QĐ-UBND, 93/2025/QH15.
    rf"(?<![\w/.,-])\d{{1,5}}[a-z]?(?:/(?P<year>(?:19|20)\d\d))?"
    rf"(?P<code>(?(year)/{_CODE}(?:-{_CODE})*"
    rf"|(?:/{_CODE}(?:-{_CODE})+|-{_CODE}/{_CODE}(?:-{_CODE})*)))(?![\w/])"
)
_LIKE_A_NUMBER = re.compile(r"\d[\d/]*[/-][A-ZĐ]{2}[\w&]*[/-][\w&-]*\w")


def find_misprints(text: str) -> Iterator[str]:
    """Find what looks like a document's number and is none, such as 40/KH-UBnd."""
    if "/" in text and (alike := list(_LIKE_A_NUMBER.finditer(text))):
        known = [found.span() for found in NUMBER.finditer(text)]
        for found in alike:
            if not any(begin <= found.start() and found.end() <= end for begin, end in known):
                yield found[0]
