"""Tell names as an official document prints them: of bodies, of offices, of those who sign."""

import re
from collections.abc import Sequence

_BODY_WORDS = (
    "UBND", "ỦY BAN", "UỶ BAN", "SỞ", "BỘ", "BAN", "CỤC", "CHI CỤC", "TỔNG CỤC", "TRUNG TÂM",
    "TRƯỜNG", "BỆNH VIỆN", "VIỆN", "HỘI", "HỘI ĐỒNG", "HĐND", "TỈNH ỦY", "TỈNH UỶ", "THÀNH ỦY",
    "HUYỆN ỦY", "ĐẢNG ỦY", "ĐẢNG BỘ", "ĐẢNG CỘNG SẢN", "VĂN PHÒNG", "PHÒNG", "THANH TRA", "CÔNG AN",
    "QUỸ", "LIÊN HIỆP", "LIÊN ĐOÀN", "CÔNG ĐOÀN", "CÔNG TY", "TỔNG CÔNG TY", "CHÍNH PHỦ",
    "THỦ TƯỚNG", "QUỐC HỘI", "TÒA ÁN", "VIỆN KIỂM SÁT", "KHO BẠC", "NGÂN HÀNG", "MẶT TRẬN",
    "ĐOÀN", "HỌC VIỆN", "TRẠM", "TỔ CÔNG TÁC", "BỘ TƯ LỆNH", "ỦY BAN MẶT TRẬN",
)  # fmt: skip
# Where a body follows its superior in one line.
_TWO_BODIES = re.compile(
    r"((?:UBND|(?:ỦY|UỶ) BAN NHÂN DÂN|BỘ|SỞ)\s.+?)\s+((?:SỞ|CHI CỤC|BỆNH VIỆN|BAN QUẢN LÝ)\s.+)"
)
_OFFICE_WORDS = (
    r"GIÁM ĐỐC|CHỦ TỊCH|BÍ THƯ|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG"
    r"|CHÁNH THANH TRA|VIỆN TRƯỞNG|HIỆU TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|TRƯỞNG ĐOÀN|TỔ TRƯỞNG"
    r"|TỔNG GIÁM ĐỐC|TRƯỞNG KHOA|THỦ TRƯỞNG|TRẠM TRƯỞNG|PHÓ VIỆN TRƯỞNG|PHÓ CHÁNH VĂN PHÒNG"
)
OFFICE = re.compile(
    rf"(?:(?:KT|TL|TM|TUQ|Q)\s?\.\s*)(?=[^\W\d_])[^\d:;]*|(?:PHÓ\s+|QUYỀN\s+)*(?:{_OFFICE_WORDS})\b[^\d:;]*"
)
NAME = re.compile(
    r"(?:(?:TS|ThS|PGS|GS|BS|CKI|CKII|KS|BSCKI|BSCKII|DS|LS)\.?\s*)*"
    r"[^\W\d_]+(?:\s[^\W\d_]+){1,5}"
)


def join_names(lines: Sequence[str]) -> list[str]:
    """Join the lines over which the names of bodies are broken; other lines in capitals are no names."""
    names: list[str] = []
    for line in (part for each in lines for part in _part_bodies(each)):
        begins = any(line == word or line.startswith(f"{word} ") for word in _BODY_WORDS)
        if begins:
            names.append(line)
        elif names:
            names[-1] = f"{names[-1]} {line}"
    return names


def _part_bodies(line: str) -> Sequence[str]:
    found = _TWO_BODIES.fullmatch(line)
    return found.groups() if found else (line,)


def is_authority(text: str) -> bool:
    """Tell whether a line names who decides, as decisions print it above their bases."""
    return text.isupper() and (bool(OFFICE.match(text)) or bool(join_names([text])))


def is_office(text: str) -> bool:
    """Tell whether a line is an office in capitals, as above a signature."""
    return text.isupper() and bool(OFFICE.fullmatch(text))


def is_name(text: str) -> bool:
    """Tell whether a line is the name of a person."""
    capital = all(each[:1].isupper() for each in text.split())
    return bool(NAME.fullmatch(text)) and capital and not is_authority(text)
