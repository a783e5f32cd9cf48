"""Read the mark of an organisation, an SVG file in data/logos/, and say why one cannot be shown.

A mark is a drawing and nothing else: it runs no script and fetches nothing.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from planbook.model import Body

LOGOS = "data/logos"
_MOST_BYTES = 50_000
_SVG = "{http://www.w3.org/2000/svg}"
_DECLARATION = re.compile(r"<\?xml\s(?:[^>]*encoding\s*=\s*[\"']([^\"'>]*))?[^>]*>")
_INSTRUCTION = re.compile(r"<\?[\w-]*")  # as a style sheet from elsewhere
_FETCHING = re.compile(r"(?:image|image-set|cross-fade|src)\(|@import|\\", re.I)
_DRAWING = {
    *("svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse"),
    *(
        "line",
        "polyline",
        "polygon",
        "clipPath",
        "mask",
        "linearGradient",
        "radialGradient",
        "stop",
    ),
}


def read_logo(root: Path, body: Body | None) -> bytes | None:
    """Read the mark of an organisation; without one that can be shown there is none."""
    if body is None or body.logo is None or any(find_logo_faults(root, body.logo)):
        return None
    return (root / LOGOS / body.logo).read_bytes()


def find_logo_faults(root: Path, name: str) -> Iterator[str]:
    """Say what is wrong with a mark, each with what to do instead."""
    if not re.fullmatch(r"[\w-]+\.svg", name):
        yield "cần tên một tệp SVG, ví dụ “logo.svg”"
        return
    place = root / LOGOS / name
    if place.is_symlink() or not place.is_file():
        yield f"không có tệp {LOGOS}/{name}; đặt tệp SVG vào đó"
        return
    yield from find_drawing_faults(f"{LOGOS}/{name}", place.read_bytes())


def find_drawing_faults(path: str, content: bytes) -> Iterator[str]:
    """Say why an SVG file may not be shown: it is to draw, and nothing else."""
    size = len(content)
    if size > _MOST_BYTES:
        yield f"{path} nặng {size:,} byte; rút gọn còn dưới {_MOST_BYTES:,}"
        return
    try:
        drawing = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        drawing = None
    declared = _DECLARATION.match(drawing or "")
    if drawing is None or (declared and (declared[1] or "utf-8").lower() != "utf-8"):
        yield f"{path} không phải UTF-8; xuất lại thành SVG thuần, mã UTF-8"
        return
    drawing = drawing[declared.end() :] if declared else drawing
    if instruction := _INSTRUCTION.search(drawing):
        yield f"{path} có lệnh “{instruction[0]}”; xóa đi, dấu hiệu chỉ gồm nét vẽ"
    try:
        if "<!DOCTYPE" in drawing or "<!ENTITY" in drawing:
            raise ElementTree.ParseError("DOCTYPE")
        tree = ElementTree.fromstring(drawing)
    except ElementTree.ParseError:
        yield f"{path} không đọc được như SVG đơn giản; xuất lại thành SVG thuần, không DOCTYPE"
        return
    if tree.tag != f"{_SVG}svg" or "viewBox" not in tree.attrib:
        yield f"{path} chưa phải hình SVG có viewBox; thêm xmlns và viewBox vào thẻ svg"
    for element in tree.iter():
        tag = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
        if tag not in _DRAWING:
            yield f"{path} có thẻ “{tag}”; dấu hiệu chỉ gồm nét vẽ, bỏ thẻ ấy"
        for attribute, value in element.attrib.items():
            if not _is_harmless(attribute.rpartition("}")[2].lower(), value):
                yield f"{path} có {attribute}=“{value[:60]}”; bỏ lệnh và liên kết ra ngoài"


def _is_harmless(attribute: str, value: str) -> bool:
    if attribute.startswith("on") or attribute == "base" or _FETCHING.search(value):
        return False
    targets = re.findall(r"url\(\s*['\"]?([^)]*)", value, re.I)
    targets += [value] if attribute in ("href", "src") else []
    return all(target.strip().startswith("#") for target in targets)
