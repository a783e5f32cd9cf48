"""Read a file that somebody sent into a document, whatever its format."""

import warnings
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from planbook.documents.document import Document
from planbook.documents.excel import read_workbook
from planbook.documents.files import (
    NO_WISHES,
    Kind,
    OfficeError,
    OfficeFile,
    Wishes,
    open_office_file,
    refuse,
    refuse_broken,
)
from planbook.documents.limits import SECONDS, LimitError, run_apart
from planbook.documents.text import read_text
from planbook.documents.word import read_word

_PDF_ENDED = {
    "time": f"đọc quá {SECONDS} giây chưa xong nên đã dừng; tách lấy phần có bảng rồi nhập",
    "memory": "cần quá nhiều bộ nhớ để đọc nên đã dừng; xin lại tệp từ nơi gửi",
    "error": "hỏng hoặc tải về chưa hết; mở thử bằng trình đọc PDF, xin lại tệp từ nơi gửi",
}


def _read_pdf(file: OfficeFile) -> Document:
    """Read a PDF in a process of its own: what its bytes make the libraries do has no bounds."""
    try:
        document: Document = run_apart("planbook.documents.pdf", "read_pdf", file)
    except LimitError as error:
        raise refuse(file.name, _PDF_ENDED[error.reason]) from error
    return document


_READERS: Mapping[Kind, Callable[[OfficeFile], Document]] = {
    "docx": read_word,
    "xlsx": read_workbook,
    "pdf": _read_pdf,
    "text": read_text,
}


def read_document(path: Path, wishes: Wishes = NO_WISHES) -> Document:
    """Read what a file shows; raises OfficeError for one that cannot or must not be read."""
    file = open_office_file(path, wishes)
    try:
        # What the libraries say of a file themselves would stand among the records.
        with redirect_stdout(StringIO()), warnings.catch_warnings(action="ignore"):
            return _READERS[file.kind](file)
    except OfficeError:
        raise
    # A damaged file makes the libraries raise whatever its bytes lead to.
    except Exception as error:
        raise refuse_broken(file.name) from error
