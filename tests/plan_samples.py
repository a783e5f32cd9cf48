"""Makes official documents in the form of Nghị định 30/2020/NĐ-CP, as an invented department writes them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------"
NUMBER = "Số: 12/KH-SYT"
DATE = "Bình An, ngày 05 tháng 01 năm 2026"
SUMMARY = "Kiểm tra chất lượng bệnh viện năm 2026"
HEAD = (("UBND TỈNH BÌNH AN\nSỞ Y TẾ\n-------", MOTTO), (NUMBER, DATE))
OPENING = (
    "Căn cứ Luật Khám bệnh, chữa bệnh ngày 09 tháng 01 năm 2023;",
    "Thực hiện Kế hoạch số 125/KH-UBND ngày 15/7/2025 của UBND tỉnh, Sở Y tế ban hành Kế hoạch "
    "kiểm tra chất lượng bệnh viện năm 2026 như sau:",
)
BODY = (
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Mục đích",
    "- Nâng cao chất lượng khám bệnh;",
    "+ Trước hết ở tuyến xã.",
    "2. Yêu cầu",
    "Kiểm tra trong <24 giờ> *khẩn* theo mẫu [1].",
    "II. NỘI DUNG",
    "1. Kiểm tra hồ sơ bệnh án.",
    "2. Kiểm tra thuốc.",
)
COSTS = (
    ("Nội dung chi", "Kinh phí (đồng)"),
    ("Công tác phí\n(xăng xe)", "5.000.000"),
    ("In ấn", "1|2"),
)
END = ("III. TỔ CHỨC THỰC HIỆN", "Các phòng, đơn vị triển khai Kế hoạch này./.")
RECIPIENTS = ("UBND tỉnh (b/c);", "Các phòng, đơn vị;", "Lưu: VT, NVY.")
FOOT = (
    (
        "\n".join(["Nơi nhận:", *(f"- {each}" for each in RECIPIENTS)]),
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\n\nLê Quang Đức",
    ),
)
APPENDIX = (
    "PHỤ LỤC",
    "Nhiệm vụ kiểm tra chất lượng bệnh viện năm 2026",
    "(Kèm theo Kế hoạch số 12/KH-SYT ngày 05/01/2026 của Sở Y tế)",
)
TASKS = (
    ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Thời gian"),
    (
        "1",
        "Xây dựng Kế hoạch kiểm tra",
        "Phòng Nghiệp vụ Y",
        "Văn phòng Sở",
        "Kế hoạch",
        "Quý I năm 2026",
    ),
    ("2", "Tổ chức tập huấn", "Phòng TCCB", "", "Lớp tập huấn", "Tháng 3 năm 2026"),
)

Parts = Sequence[str | Sequence[Sequence[str]]]  # paragraphs, and tables of rows
WHOLE: Parts = (
    HEAD,
    "",
    "KẾ HOẠCH",
    SUMMARY,
    "_______",
    *OPENING,
    *BODY,
    COSTS,
    *END,
    FOOT,
    *APPENDIX,
    TASKS,
)


def save_document(place: Path, parts: Parts = WHOLE) -> Path:
    """Save a Word document of paragraphs and tables."""
    document: Any = docx.Document()
    document.core_properties.author = "Người soạn"
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=len(part), cols=len(part[0]))
        for row, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(place)
    return place
