"""Take off a Word or Excel package all that tells who wrote, changed and kept it.

Parts are kept by name: what only tells of the file is dropped, what shows is kept, and a package
with any other part is refused. Changes that are still tracked are taken for made, as readers do.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from lxml import etree

from planbook.documents.cleaning.pictures import clean_picture


class CannotCleanError(Exception):
    """A file that may not be published; the message says why, and what to do, in Vietnamese."""


_SHOWN = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]*\.rels"
    r"|word/(?:document\d*|styles\d*|stylesWithEffects|numbering\d*|settings\d*|fontTable\d*|webSettings\d*"
    r"|header\d+|footer\d+|footnotes\d*|endnotes\d*)\.xml|word/theme/theme\d+\.xml|word/fonts/[^/]+"
    r"|xl/(?:workbook\d*|styles\d*|sharedStrings\d*|metadata)\.xml|xl/theme/theme\d+\.xml"
    r"|xl/worksheets/sheet\d+\.xml|xl/drawings/drawing\d+\.xml|xl/tables/table\d+\.xml"
    r"|(?:word|xl)/media/[^/]+"
)
_TELLS = re.compile(
    r"docProps/.*|docMetadata/.*|customXml/.*|customUI/.*|userCustomization/.*"
    r"|word/(?:comments\w*|people|glossary/.*|printerSettings/.*|intelligence\d*)(?:\.xml)?"
    r"|xl/(?:comments\w*|comments/.*|threadedComments/.*|persons/.*|printerSettings/.*|revisions/.*"
    r"|calcChain|featurePropertyBag/.*|richData/.*|drawings/[^/]+\.vml|customProperty/.*"
    r"|customProperty\d+\.bin)(?:\.xml)?"
)
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
_MAIN_TYPES = {
    "/word/document.xml": "wordprocessingml.document",
    "/xl/workbook.xml": "spreadsheetml.sheet",
}
_HAS_HIDDEN = "có chữ ẩn (Hidden); bỏ phần ấy trong tệp gốc, hoặc in ra PDF"
_EMBEDDED = "có đối tượng nhúng (tệp, biểu đồ, nút bấm…) mà máy không xem được bên trong; in ra PDF"

# Elements of Word and Excel that only tell of people, machines and the making; by local name.
_DROPPED = {
    "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "permStart", "permEnd",
    "rsids", "attachedTemplate", "docVars", "mailMerge", "writeProtection", "documentProtection",
    "saveThroughXslt", "dataBinding", "docId", "rPrChange", "pPrChange", "sectPrChange",
    "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "tblPrExChange", "numberingChange",
    "trackRevisions", "smartTagPr", "attachedSchema", "linkStyles",
    "fileSharing", "fileRecoveryPr", "revisionPtr", "absPath", "customWorkbookViews",
    "customSheetViews", "webPublishing", "webPublishItems", "protectedRanges", "customProperties",
    "legacyDrawing", "legacyDrawingHF", "volTypes", "smartTags", "fileVersion",
}  # fmt: skip
# Changes that Word still tracks. What was added counts and what was taken away does not, as the
# readers have it, so that the published file says what the page says.
_ADDED = {"ins", "moveTo"}
_TAKEN = {"del", "moveFrom"}
_MARKED = {
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "cellIns",
    "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
    "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
}  # fmt: skip
_HARD = {"cellDel", "cellMerge"}  # cells whose neighbours would shift
_FOREIGN = {
    "altChunk", "object", "control", "oleObjects", "controls", "OLEObject", "externalReferences",
}  # fmt: skip
_ATTRIBUTES = re.compile(r"rsid\w*|paraId|textId|author|initials|uid|documentId|codeName")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HIDDEN = {f"{{{_WORD}}}vanish", f"{{{_WORD}}}specVanish"}
_STYLED = {f"{{{_WORD}}}rStyle", f"{{{_WORD}}}pStyle"}
_SHADES = {f"{{{_WORD}}}{name}" for name in ("shd", "highlight", "tblStyle")}  # a style may paint
_SMALL = 4  # half-points of a letter: nothing that small can be read
_OFF = ("0", "false", "off", "none")
_MACHINE_PATH = re.compile(rb"file:/|[A-Za-z]:\\[^<\"]|\\\\[\w.-]+\\", re.I)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def clean_package(content: bytes) -> tuple[str, bytes, bool]:
    """Clean a package; give its suffix too, and whether tracked changes were taken for made."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [each for each in package.namelist() if not each.endswith("/")]
        parts = {name: package.read(name) for name in names}
    if any(name.startswith("_xmlsignatures/") for name in parts):
        raise CannotCleanError("có chữ ký số, làm sạch thì hỏng chữ ký; in ra PDF")
    for name in parts:
        if not _SHOWN.fullmatch(name) and not _TELLS.fullmatch(name):
            raise CannotCleanError(_EMBEDDED)
    kept = {
        name: part
        for name, part in parts.items()
        if _SHOWN.fullmatch(name) and not _TELLS.fullmatch(_name_owner(name))
    }
    if any(name.startswith("xl/worksheets/") for name in kept):
        kept = _drop_orphans(kept)
    _refuse_hiding_styles(kept)
    changed: list[str] = []
    cleaned = {name: _clean_part(name, part, kept, changed) for name, part in sorted(kept.items())}
    suffix = ".docx" if any(name.startswith("word/document") for name in kept) else ".xlsx"
    return suffix, _pack(cleaned), bool(changed)


def _name_owner(name: str) -> str:
    """Name the part whose relations a part holds; any other is its own."""
    folder, _, file = name.rpartition("_rels/")
    return f"{folder}{file.removesuffix('.rels')}" if name.endswith(".rels") else name


def _pack(parts: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        first = "[Content_Types].xml"
        for name in (first, *(each for each in parts if each != first)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every machine
            package.writestr(entry, parts[name])
    return packed.getvalue()


def _clean_part(name: str, part: bytes, kept: Mapping[str, bytes], changed: list[str]) -> bytes:
    if "/media/" in name:
        picture = clean_picture(part)
        if picture is None:
            raise CannotCleanError(
                f"có hình mà máy không bỏ được thông tin kèm theo ({posixpath.basename(name)}); in ra PDF"
            )
        return picture
    if name.startswith("word/fonts/"):
        return part
    root = etree.fromstring(part, _make_parser())
    if name == "[Content_Types].xml":
        _drop_overrides(root, kept)
    elif name.endswith(".rels"):
        _drop_relations(root, name, kept)
    else:
        if _accept_changes(root):
            changed.append(name)
        _clean_tree(root)
    etree.cleanup_namespaces(root, keep_ns_prefixes=_list_prefixes(root))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if _MACHINE_PATH.search(written):
        raise CannotCleanError("có đường dẫn tới tệp trong máy của người soạn; in ra PDF")
    return written


def _make_parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )


def _list_prefixes(root: Any) -> list[str]:
    """List the prefixes that a part names as text, in mc:Ignorable, or needs as they are."""
    return [each for element in root.iter("*") for each in element.nsmap if each]


def _drop_overrides(root: Any, kept: Mapping[str, bytes]) -> None:
    for each in list(root):
        path = each.get("PartName")
        if path is not None and path.lstrip("/") not in kept:
            root.remove(each)
        elif (
            path in _MAIN_TYPES
        ):  # a template or what may hold macros gets the suffix of a document
            each.set("ContentType", f"{_OFFICE_TYPE}.{_MAIN_TYPES[path]}.main+xml")


def _drop_relations(root: Any, name: str, kept: Mapping[str, bytes]) -> None:
    """Drop the relations to parts that are dropped, and links to somewhere on a machine or to a mailbox."""
    folder = posixpath.dirname(posixpath.dirname(name))
    for each in list(root):
        target = each.get("Target", "")
        if each.get("TargetMode") == "External":
            if not re.match(r"https?://", target, re.I):
                each.set("Target", "#")
        elif target.startswith("#"):
            continue
        else:
            path = (
                posixpath.normpath(posixpath.join(folder, target)) if target[:1] != "/" else target
            )
            if path.lstrip("/") not in kept:
                root.remove(each)


def _clean_tree(root: Any) -> None:
    """Drop what tells of the making of a part; refuse what is hidden or foreign."""
    for element in list(root.iter("*")):
        name = etree.QName(element).localname
        if name in _HARD and element.tag.startswith(f"{{{_WORD}}}"):
            raise CannotCleanError(
                "còn theo dõi thay đổi (Track Changes) ở ô của bảng; mở bằng Word, chọn Accept All "
                "Changes, lưu lại"
            )
        if name in _FOREIGN:
            raise CannotCleanError(_EMBEDDED)
        if element.tag in _HIDDEN and _hides_text(element):
            raise CannotCleanError(_HAS_HIDDEN)
        if _is_unseen(element):
            raise CannotCleanError(
                "có chữ màu trắng hoặc nhỏ đến mức không đọc được; bỏ phần ấy trong tệp gốc"
            )
        if name == "sheet" and element.get("state", "visible") != "visible":
            raise CannotCleanError("có trang tính ẩn; xóa hoặc bỏ ẩn trong tệp gốc")
        for key in list(element.attrib):
            local = etree.QName(key).localname
            if _ATTRIBUTES.fullmatch(local) or (
                name == "pageSetup" and key == f"{{{_RELATION}}}id"
            ):
                del element.attrib[key]
        if name in ("docPr", "cNvPr"):
            _rename_picture(element)
    for element in list(root.iter("*")):
        if etree.QName(element).localname in _DROPPED and element.getparent() is not None:
            _remove(element)


def _accept_changes(root: Any) -> bool:
    """Take the changes that Word tracks for made, as its readers do; tell whether there were any."""
    changes = [
        (element, etree.QName(element).localname)
        for element in root.iter(*(f"{{{_WORD}}}{name}" for name in _ADDED | _TAKEN | _MARKED))
    ]
    for element, name in changes:
        parent = element.getparent()
        holder = etree.QName(parent).localname
        if name in _TAKEN and holder == "trPr":
            row = parent.getparent()
            row.getparent().remove(row)
        elif name in _ADDED and holder not in ("trPr", "rPr", "numPr"):
            at = parent.index(element)
            for inner in reversed(list(element)):
                parent.insert(at, inner)
            parent.remove(element)
        else:
            parent.remove(element)
    return bool(changes)


def _hides_text(vanish: Any) -> bool:
    """Tell whether a mark of hidden text is on: of a run that holds text, or of a style."""
    if vanish.get(f"{{{_WORD}}}val") in _OFF:
        return False
    holder = vanish.getparent().getparent()
    if holder is None or etree.QName(holder).localname != "r":
        return False
    return any(text.strip() for text in holder.itertext(f"{{{_WORD}}}t"))


def _is_unseen(element: Any) -> bool:
    """Tell whether a property makes letters of a run white on nothing, or too small to be read."""
    if element.tag not in (f"{{{_WORD}}}color", f"{{{_WORD}}}sz"):
        return False
    run = element.getparent().getparent()
    if (
        run is None
        or run.tag != f"{{{_WORD}}}r"
        or not "".join(run.itertext(f"{{{_WORD}}}t")).strip()
    ):
        return False
    value = element.get(f"{{{_WORD}}}val", "")
    if element.tag.endswith("}sz"):
        return value.isdecimal() and int(value) <= _SMALL
    holders = (run, *run.iterancestors(*(f"{{{_WORD}}}{name}" for name in ("p", "tc", "tbl"))))
    painted = any(
        shade.tag in _SHADES
        for holder in holders
        for properties in holder.iterchildren("{*}rPr", "{*}pPr", "{*}tcPr", "{*}tblPr")
        for shade in properties
    )
    return value.upper() == "FFFFFF" and not painted


def _refuse_hiding_styles(parts: Mapping[str, bytes]) -> None:
    """Refuse a package in which letters follow a style that hides them."""
    trees = [
        etree.fromstring(part, _make_parser())
        for name, part in parts.items()
        if re.fullmatch(r"word/\w+\.xml", name)
    ]
    hiding = {
        style.get(f"{{{_WORD}}}styleId")
        for tree in trees
        for style in tree.iter(f"{{{_WORD}}}style")
        if any(each.get(f"{{{_WORD}}}val") not in _OFF for each in style.iter(*_HIDDEN))
    }
    for element in (each for tree in trees if hiding for each in tree.iter(*_STYLED)):
        holder = element.getparent().getparent()
        shown = holder is not None and "".join(holder.itertext(f"{{{_WORD}}}t")).strip()
        if shown and element.get(f"{{{_WORD}}}val") in hiding:
            raise CannotCleanError(_HAS_HIDDEN)


def _rename_picture(element: Any) -> None:
    """Call a picture by its number: its name and description often are a file on somebody's machine."""
    if "name" in element.attrib:
        element.set("name", f"Picture {element.get('id', '')}".strip())
    for key in ("descr", "title"):
        if re.search(r"[\\/]|\.\w{3,4}$", element.get(key, "")):
            del element.attrib[key]


def _remove(element: Any) -> None:
    """Take an element out, with what wraps nothing else, and keep the text behind it."""
    parent = element.getparent()
    parent.remove(element)
    name = etree.QName(parent).localname
    if (
        not len(parent)
        and name in ("AlternateContent", "Choice")
        and parent.getparent() is not None
    ):
        _remove(parent)


def _drop_orphans(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Blank the shared texts that no cell shows: what was deleted may still be among them."""
    used = {
        int(each)
        for name, part in parts.items()
        if name.startswith("xl/worksheets/sheet")
        for each in _list_shared(part)
    }
    cleaned = dict(parts)
    for name, part in parts.items():
        if name.startswith("xl/sharedStrings"):
            root = etree.fromstring(part, _make_parser())
            items = [each for each in root if etree.QName(each).localname == "si"]
            for at, item in enumerate(items):
                if at not in used:
                    namespace = etree.QName(item).namespace
                    for each in list(item):
                        item.remove(each)
                    etree.SubElement(item, f"{{{namespace}}}t")
            cleaned[name] = etree.tostring(root)
    return cleaned


def _list_shared(sheet: bytes) -> Iterator[str]:
    root = etree.fromstring(sheet, _make_parser())
    for cell in root.iter("{*}c"):
        if cell.get("t") == "s":
            yield from (
                each.text for each in cell.iter("{*}v") if each.text and each.text.isdigit()
            )
