"""Print a PDF anew: its pages as they look, and nothing of the file that was around them.

Author, dates, XMP, attachments, scripts, comments and forms stay behind; stamps and filled fields
become part of the page. A signed file is refused, for no copy keeps the signature.
"""

import re
from hashlib import sha256
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from planbook.documents.cleaning.office import CannotCleanError

MAX_PAGES = 500

# Remarks of readers, which are no part of a page; whatever else lies on it is printed with it.
_REMARKS = {
    pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT,
    pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_FILEATTACHMENT, pdfium.FPDF_ANNOT_SOUND,
    pdfium.FPDF_ANNOT_MOVIE, pdfium.FPDF_ANNOT_REDACT, pdfium.FPDF_ANNOT_LINK,
}  # fmt: skip
_LEFT = re.compile(
    rb"/(Author|PieceInfo|JavaScript|JS|AA|OpenAction|EmbeddedFiles?|Launch|RichMedia|XFA|AcroForm"
    rb"|Annots|LastModified)(?![\w.-])"
)
_STREAM = re.compile(rb"(<<(?:(?!endobj).)*?>>)\s*stream\r?\n(.*?)\r?\nendstream", re.S)
_XMP = re.compile(rb"/(?:Type|Subtype)\s*/(?:Metadata|XML)\b")
_ID = re.compile(rb"/ID\s*\[\s*<[^>]*>\s*<[^>]*>\s*\]")
_MADE = re.compile(rb"(?<=/CreationDate)\(D:\d{14}[^)]*\)")


def clean_pdf(content: bytes) -> bytes:
    """Copy the pages of a PDF into a new one; raises CannotCleanError where that is not the same."""
    try:
        source = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise CannotCleanError("đặt mật khẩu hoặc hỏng; in lại ra PDF thường") from error
    try:
        return _settle(_print(source, content))
    finally:
        source.close()


def _print(source: Any, content: bytes) -> bytes:
    if pdfium.FPDF_GetSignatureCount(source):
        raise CannotCleanError(
            "có chữ ký số, làm sạch thì hỏng chữ ký; muốn đăng bản có chữ ký thì tự đặt tệp vào "
            "content/plans/ và ghi vào attachments"
        )
    if len(source) > MAX_PAGES:
        raise CannotCleanError(f"dài hơn {MAX_PAGES} trang")
    if _has_layers(content):
        raise CannotCleanError("có lớp ẩn hiện được (layer); in lại ra PDF thường")
    for page in source:
        _drop_remarks(page, _REMARKS)
        # What a form or a stamp shows on paper becomes part of the page.
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_PRINT)
        page.close()
    copy = pypdfium2.PdfDocument.new()
    try:
        copy.import_pages(source)
        for page in copy:
            _drop_remarks(page, None)
            page.close()
        written = BytesIO()
        copy.save(written)
        return written.getvalue()
    finally:
        copy.close()


def _drop_remarks(page: Any, kinds: set[int] | None) -> None:
    """Take annotations off a page: those of some kinds, or all."""
    for at in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kinds is None or kind in kinds:
            pdfium.FPDFPage_RemoveAnnot(page, at)


def _has_layers(content: bytes) -> bool:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    try:
        return "OCProperties" in PDFDocument(PDFParser(BytesIO(content))).catalog
    except Exception:  # what one library reads another need not: then nothing is known
        return b"/OCProperties" in content


def _settle(content: bytes) -> bytes:
    """Blank what is left of metadata, make the file the same whenever it is made, and look at it."""
    content = _STREAM.sub(_blank_xmp, content)
    content = _MADE.sub(lambda found: b"(D:20000101000000Z)".ljust(len(found[0])), content)
    plain = _ID.sub(lambda found: b" " * len(found[0]), content)
    name = sha256(plain).hexdigest()[:32].encode()
    content = _ID.sub(
        lambda found: b"/ID[<%s><%s>]" % (name, name) if len(found[0]) < 76 else found[0], content
    )
    if left := _LEFT.search(_STREAM.sub(rb"\1", content)):
        shown = left[0].decode()
        raise CannotCleanError(f"có phần mà máy không bỏ được ({shown}); in lại ra PDF thường")
    return content


def _blank_xmp(found: re.Match[bytes]) -> bytes:
    """Overwrite a stream of metadata with as many spaces, so that every other byte keeps its place."""
    if not _XMP.search(found[1]):
        return found[0]
    return found[0].replace(found[2], b" " * len(found[2])) if found[2] else found[0]
