"""Makes the awkward PDF files that people send, for the tests to read.

Two in tests/fixtures/documents were printed from ROWS: `print-without-borders.pdf` by Chromium from a
table of HTML without any border, its cells centred; `writer-with-borders.pdf` by LibreOffice from a
Word document with running heads and feet, headings of groups and a unit's cell merged over rows.
"""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdf
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from planbook.papers.fonts import BOLD, FOLDER, REGULAR

for _name in (REGULAR, BOLD):
    pdfmetrics.registerFont(TTFont(_name, FOLDER / f"{_name}.ttf"))

DOCUMENTS = Path(__file__).parent / "fixtures" / "documents"
HEAD = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Ghi chú")
COLUMNS = ("number", "task", "lead_text", "support_text", "product", "note")
_VERBS = ("Xây dựng", "Kiểm tra", "Rà soát, bổ sung", "Tổ chức Hội nghị về", "Tham mưu ban hành")
_MATTERS = (
    "Kế hoạch phòng, chống dịch bệnh mùa hè trên địa bàn tỉnh, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/5",
    "danh mục thuốc thiết yếu",
    "quy trình tiếp nhận, xử lý phản ánh của người bệnh tại các cơ sở khám bệnh, chữa bệnh công lập và "
    "ngoài công lập, gồm cả phòng khám đa khoa",
    "công tác kiểm soát nhiễm khuẩn theo Quyết định số 120/QĐ-SYT",
)
_UNITS = ("Phòng Nghiệp vụ Y", "Văn phòng Sở", "Phòng Kế hoạch - Tài chính")
_OTHERS = ("Các bệnh viện, trung tâm y tế", "", "Văn phòng Sở, Thanh tra Sở")
_PRODUCTS = ("Kế hoạch của Sở", "Báo cáo", "Quyết định của Giám đốc Sở")
ROWS = tuple(
    (
        str(at + 1),
        f"{_VERBS[at % 5]} {_MATTERS[at % 4]}",
        _UNITS[at % 3],
        _OTHERS[(at // 2) % 3],
        _PRODUCTS[at % 3],
        "Quan trọng" if at % 7 == 3 else "",
    )
    for at in range(24)
)


def as_cells(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Write rows as the cells that an import must give."""
    return [{name: text for name, text in zip(COLUMNS, row, strict=True) if text} for row in rows]


def save_pdf(place: Path, *pages: Callable[[Canvas], None], size: tuple[float, float] = A4) -> Path:
    """Save a PDF with a page for each function that draws one."""
    canvas = Canvas(str(place), pagesize=size, invariant=1)
    for draw in pages:
        canvas.setFont(REGULAR, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return place


def save_table(
    place: Path,
    rows: Sequence[Sequence[str]],
    style: Sequence[Any] = (("GRID", (0, 0), (-1, -1), 0.5, "black"),),
    headings: Sequence[Sequence[str]] = (HEAD,),
    repeat: bool = True,
    extra: Callable[[Canvas, Any], None] = lambda canvas, document: None,
) -> Path:
    """Save a table on pages of A4 across; `extra` draws over each of them."""
    words = ParagraphStyle("words", fontName=REGULAR, fontSize=12, leading=14)
    heads = ParagraphStyle("heads", fontName=BOLD, fontSize=12, leading=14)
    cells = [[Paragraph(each, heads) for each in row] for row in headings]
    cells += [[Paragraph(each, words) for each in row] for row in rows]
    table = LongTable(
        cells,
        colWidths=[34, 290, 110, 120, 110, 70],
        repeatRows=len(headings) if repeat else 0,
        splitInRow=1,
    )
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *style])
    document = SimpleDocTemplate(str(place), pagesize=landscape(A4), invariant=1)
    document.build([table], onFirstPage=extra, onLaterPages=extra)
    return place


def edit_pdf(place: Path, edit: Callable[[pypdf.PdfWriter], Any]) -> Path:
    """Open a saved PDF, let a function change it, and save it again."""
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(io.BytesIO(place.read_bytes())))
    edit(writer)
    writer.write(place)
    return place


def save_objects(place: Path, *objects: bytes) -> Path:
    """Save a PDF of bare objects, the first of which is its root."""
    content = b"%PDF-1.7\n"
    starts = []
    for number, each in enumerate(objects, 1):
        starts.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    content += b"xref\n0 %d\n0000000000 65535 f \n%b" % (
        len(objects) + 1,
        table,
    ) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(content),
    )
    place.write_bytes(content)
    return place
