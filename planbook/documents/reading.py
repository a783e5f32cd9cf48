"""Read a file that somebody sent into a document, whatever its format."""

import warnings
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path

from planbook.documents.document import STRUCK, TEXT_BOX, Document, LeftOut, Paragraph, Table
from planbook.documents.excel.reader import read_workbook
from planbook.documents.limits import SECONDS, LimitError, run_apart
from planbook.documents.opening.conversion import UNUSUAL
from planbook.documents.opening.files import (
    NO_WISHES,
    Kind,
    OfficeError,
    OfficeFile,
    Wishes,
    open_anew,
    open_office_file,
    refuse,
    refuse_broken,
)
from planbook.documents.opening.packages import count_pictures, is_whole
from planbook.documents.text.letters import look_at_letters, turn_letters
from planbook.documents.text.reader import read_text
from planbook.documents.unreadable import UnreadableError
from planbook.documents.web_page import read_web_page
from planbook.documents.word.reader import read_word

_PDF_ENDED = {
    "time": f"đọc quá {SECONDS} giây chưa xong nên đã dừng; tách lấy phần có bảng rồi nhập",
    "memory": "cần quá nhiều bộ nhớ để đọc nên đã dừng; xin lại tệp từ nơi gửi",
    "error": "hỏng hoặc tải về chưa hết; mở thử bằng trình đọc PDF, xin lại tệp từ nơi gửi",
}


def _read_pdf(file: OfficeFile) -> Document:
    """Read a PDF in a process of its own: what its bytes make the libraries do has no bounds."""
    try:
        document: Document = run_apart("planbook.documents.pdf.reader", "read_pdf", file)
    except LimitError as error:
        raise refuse(file.name, _PDF_ENDED[error.reason]) from error
    return document


_READERS: Mapping[Kind, Callable[[OfficeFile], Document]] = {
    "docx": read_word,
    "xlsx": read_workbook,
    "html": read_web_page,
    "pdf": _read_pdf,
    "text": read_text,
}

_ONLY_BOXES = "chỉ có chữ trong các hộp chữ (text box), máy không biết chữ nào thuộc ô nào; xin tệp có bảng thật"
_HARDLY_ANY = 1_000  # characters of text beside a picture: a heading, a signature


def read_document(path: Path, wishes: Wishes = NO_WISHES) -> Document:
    """Read what a file shows; raises OfficeError for one that cannot or must not be read."""
    file = open_office_file(path, wishes)
    try:
        # What the libraries say of a file themselves would stand among the records.
        with redirect_stdout(StringIO()), warnings.catch_warnings(action="ignore"):
            file, read = _read(file)
            if wishes.charset and file.kind not in ("docx", "xlsx"):
                read = turn_letters(read, wishes.charset)
            read = _look_for_words(file, look_at_letters(read))
    except OfficeError:
        raise
    except UnreadableError as error:
        raise refuse(file.name, str(error)) from error
    # A damaged file makes the libraries raise whatever its bytes lead to.
    except Exception as error:
        raise refuse_broken(file.name) from error
    left_out = (*(LeftOut(words, "cả tệp") for words in file.left_out), *read.left_out)
    blocks = tuple(map(_leave_struck_rows, read.blocks))
    return replace(read, blocks=blocks, left_out=left_out, origin=read.origin or file.origin)


def _read(file: OfficeFile) -> tuple[OfficeFile, Document]:
    """Read a file by its kind; of a package that is whole and yet not read, what LibreOffice makes."""
    try:
        return file, _READERS[file.kind](file)
    except (OfficeError, UnreadableError):
        raise
    # The libraries raise whatever a part leads to that they do not know.
    except Exception:
        if file.kind not in UNUSUAL or file.origin or not is_whole(file.content):
            raise
    anew = open_anew(file)
    return anew, _READERS[anew.kind](anew)


def _leave_struck_rows(block: Paragraph | Table) -> Paragraph | Table:
    """Leave out the rows of a table that are struck out whole, and tell each in one sentence."""
    if isinstance(block, Paragraph):
        return block
    rows, struck = [], []
    for row in block.rows:
        left = [words for cell in row.cells for words in cell.left]
        shown = any(cell.text.strip() or cell.doubts for cell in row.cells if not cell.below)
        if left and not shown and all(each.startswith(STRUCK) for each in left):
            struck.append(LeftOut(f"hàng chỉ có {max(left, key=len)}", row.place))
        else:
            rows.append(row)
    return replace(block, rows=tuple(rows), left_out=(*block.left_out, *struck))


def _look_for_words(file: OfficeFile, document: Document) -> Document:
    """Tell that tables may be pictures; raises UnreadableError where there is hardly anything else."""
    if any(table.rows for table in document.tables):
        return document
    words = sum(len(each.text.strip()) for each in document.paragraphs)
    if file.kind not in ("docx", "xlsx") or not count_pictures(file.content):
        if not words:
            if any(TEXT_BOX in each.words for each in document.left_out):
                raise UnreadableError(_ONLY_BOXES)
            raise UnreadableError("không có chữ nào hiện ra; bỏ ẩn nếu có, hoặc xin lại tệp")
        return document
    if words < _HARDLY_ANY:
        raise UnreadableError(
            "có bảng là ảnh, máy không đọc được chữ trong ảnh; xin tệp Word hoặc Excel có bảng thật"
        )
    told = LeftOut("nếu bảng là ảnh thì máy không đọc được; xin tệp có bảng thật", "ảnh trong tệp")
    return replace(document, left_out=(*document.left_out, told))
