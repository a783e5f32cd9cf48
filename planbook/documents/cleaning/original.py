"""Make of somebody's file the copy that may be published: what it shows, and nothing about who made it.

A file that holds more than it shows, or cannot be cleaned, is not published at all, and the reason
is told. The same file gives the same bytes.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from planbook.documents.cleaning.office import CannotCleanError, clean_package
from planbook.documents.cleaning.pdf import clean_pdf
from planbook.documents.document import Document
from planbook.documents.opening.files import MAX_FILE

MAX_PUBLISHED = 20_000_000  # bytes that a page may offer for download

# What of a document is left out because the file hides it; told by its readers in these words.
_UNSEEN = re.compile(r"\bẩn\b|không nhìn thấy|không đọc được|không hiện|giấu|nhúng từ tệp", re.I)


@dataclass(frozen=True, slots=True)
class Original:
    """A file that may be published."""

    suffix: str
    content: bytes
    changed: bool = False  # tracked changes were taken for made


def clean_original(path: Path, document: Document) -> Original:
    """Clean a file whose document was read; raises CannotCleanError where it may not be published."""
    if hidden := _find_hidden(document):
        raise CannotCleanError(
            f"tệp có phần ẩn ({hidden}); bỏ phần ấy trong tệp gốc, hoặc in ra PDF"
        )
    content = path.read_bytes()
    if len(content) > min(MAX_FILE, MAX_PUBLISHED):
        raise CannotCleanError(
            f"tệp lớn hơn {MAX_PUBLISHED // 1_000_000} MB; giảm cỡ ảnh, hoặc in ra PDF"
        )
    try:
        return _clean(content)
    except CannotCleanError:
        raise
    # A package or a PDF out of order makes the libraries raise whatever its bytes lead to.
    except Exception as error:
        raise CannotCleanError("máy không làm sạch được tệp này; mở tệp, in ra PDF") from error


def _clean(content: bytes) -> Original:
    if content.startswith(b"PK"):
        return Original(*clean_package(content))
    if content.lstrip()[:5] == b"%PDF-":
        return Original(".pdf", clean_pdf(content))
    raise CannotCleanError("chỉ tệp .docx, .xlsx và .pdf bỏ được tên người soạn; mở tệp, in ra PDF")


def _find_hidden(document: Document) -> str:
    """Name the first thing that a file holds and does not show."""
    left = [(each.words, each.place) for each in document.left_out]
    for table in document.tables:
        left += [(each.words, each.place) for each in table.left_out]
        left += [
            (words, row.place) for row in table.rows for cell in row.cells for words in cell.left
        ]
    return next((f"{place}: {words}" for words, place in left if _UNSEEN.search(words)), "")
