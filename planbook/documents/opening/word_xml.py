"""Turn what Word saved as one XML file into the package that a .docx is, in memory.

Word 2003's elements are nearly those of a .docx: they get its names, and what it keeps in parts of
their own (styles, lists, notes, margins) is moved there. Later versions write the parts themselves,
one after another. The text must have been searched for a DTD: none is known here.
"""

import base64
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from planbook.documents.unreadable import BROKEN, UnreadableError

_OFFICE = "http://schemas.openxmlformats.org"
_NEW = f"{_OFFICE}/wordprocessingml/2006/main"
_RELATION = f"{_OFFICE}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OLD = "http://schemas.microsoft.com/office/word/2003/wordml"
_MARKUP = "http://schemas.microsoft.com/aml/2001/core"
_PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
_DRAWN = ("urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:")

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_PICTURE_DATA = re.compile(rb"(<(?:w:binData|pkg:binaryData)\b[^>]*>)[^<]*")
_PICTURE_NAME = re.compile(r"[\w-]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)", re.I)

# What a .docx calls otherwise; what is not named here has the same name in both.
_ELEMENTS = {
    "wordDocument": "document", "listPr": "numPr", "ilfo": "numId", "listDef": "abstractNum",
    "list": "num", "ilst": "abstractNumId", "nfc": "numFmt", "vmerge": "vMerge", "hmerge": "hMerge",
    "listStyleLink": "numStyleLink", "hlink": "hyperlink", "ocx": "object", "cfChunk": "altChunk",
    "subDoc": "altChunk",
}  # fmt: skip
_ATTRIBUTES = {"listDefId": "abstractNumId", "ilfo": "numId"}
_FORMATS = {
    "0": "decimal", "1": "upperRoman", "2": "lowerRoman", "3": "upperLetter", "4": "lowerLetter",
    "22": "decimalZero", "23": "bullet", "255": "none",
}  # fmt: skip
_SWITCHES = {"on": "1", "off": "0"}
_CHANGES = {
    "Word.Deletion": "del",
    "Word.Insertion": "ins",
    "Word.Comment": "commentReference",
}
_TOP = ("fonts", "lists", "styles", "docPr", "docSuppData", "bgPict", "shapeDefaults")


def is_word_xml(text: str) -> bool:
    """Tell whether a text that begins as XML is a document of Word."""
    return any(f'"{each}"' in text[:4000] for each in (_OLD, _PACKAGE))


def drop_picture_data(content: bytes) -> bytes:
    """Take the pictures out of a file, which may be nearly all of it."""
    return _PICTURE_DATA.sub(rb"\1", content)


def pack_word_xml(text: str) -> tuple[bytes, str]:
    """Give the package of a document, and how people call its format."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(BROKEN) from error
    if root.tag == f"{{{_PACKAGE}}}package":
        return _pack(dict(_read_parts(root))), "XML của Word"
    if root.tag != f"{{{_OLD}}}wordDocument":
        raise UnreadableError("là tệp XML, không phải của Word; xin bản Word hoặc Excel")
    return _OldDocument(root).pack(), "XML của Word 2003"


def _read_parts(root: Any) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Read the parts of a package that stands in one file: each name with its type and bytes."""
    for part in root.iter(f"{{{_PACKAGE}}}part"):
        name = part.get(f"{{{_PACKAGE}}}name", "").lstrip("/")
        tree = part.find(f"{{{_PACKAGE}}}xmlData/*")
        data = part.findtext(f"{{{_PACKAGE}}}binaryData", "")
        content = base64.b64decode(data) if tree is None else etree.tostring(tree)
        yield name, (part.get(f"{{{_PACKAGE}}}contentType", ""), content)


class _OldDocument:
    """A document of Word 2003, whose tree is changed step by step into those of a .docx."""

    def __init__(self, root: Any):
        self._root = root
        self._parts: dict[str, tuple[str, bytes]] = {}
        self._relations: list[tuple[str, str]] = []  # kind, part

    def pack(self) -> bytes:
        """Give the document as a package."""
        for element in list(self._root.iter("*")):
            _rename(element)
        for name in ("styles", "lists"):
            found = self._root.find(_new(name))
            if found is not None:
                self._add("numbering" if name == "lists" else name, found)
        self._move_notes()
        for at, each in enumerate(self._root.iter(_new("hdr"), _new("ftr")), 1):
            self._add("header", each, str(at))
        for data in self._root.iter(_new("binData")):
            if found := _PICTURE_NAME.search(data.get(_new("name"), "")):
                self._parts[f"word/media/{found[0]}"] = ("image", b"")
        for name in _TOP:
            for each in self._root.findall(_new(name)):
                self._root.remove(each)
        self._parts["word/document.xml"] = (f"{_TYPE}.document.main+xml", _write(self._root))
        self._parts["_rels/.rels"] = ("", _relate([("officeDocument", "word/document.xml")]))
        self._parts["word/_rels/document.xml.rels"] = ("", _relate(self._relations))
        return _pack(self._parts)

    def _move_notes(self) -> None:
        """Move footnotes and endnotes, which stand where they are referred to, to parts of their own."""
        body = self._root.find(_new("body"))
        if body is None:
            raise UnreadableError(BROKEN)
        for kind in ("footnote", "endnote"):
            notes = etree.Element(_new(f"{kind}s"))
            for at, note in enumerate(list(body.iter(_new(kind))), 1):
                reference = etree.Element(_new(f"{kind}Reference"), {_new("id"): str(at)})
                if note.get(_new("suppressRef")) == "1":
                    reference.set(_new("customMarkFollows"), "1")
                note.getparent().replace(note, reference)
                note.set(_new("id"), str(at))
                notes.append(note)
            if len(notes):
                self._add(f"{kind}s", notes)

    def _add(self, kind: str, element: Any, number: str = "") -> None:
        element.tag = _new("hdr" if number else kind)
        name = f"{kind}{number}.xml"
        self._parts[f"word/{name}"] = (f"{_TYPE}.{kind}+xml", _write(element))
        self._relations.append((kind, name))


def _rename(element: Any) -> None:
    """Give an element the name that a .docx has for it; what is in no name of Word's only wraps."""
    space, name = etree.QName(element).namespace or "", etree.QName(element).localname
    for key, value in list(element.attrib.items()):
        if etree.QName(key).namespace == _OLD:
            del element.attrib[key]
            attribute = etree.QName(key).localname
            if attribute == "val" and name == "nfc":
                value = _FORMATS.get(value, "decimal")
            elif name != "lvlText":
                value = _SWITCHES.get(value, value)
            element.set(_new(_ATTRIBUTES.get(attribute, _join(attribute))), value)
    if space == _OLD:
        element.tag = _new(_ELEMENTS.get(name, name))
    elif (space, name) == (_MARKUP, "annotation"):
        kind = element.get(_new("type"), "")
        element.tag = _new(_CHANGES.get(kind, "customXml"))
        if kind == "Word.Comment" or (kind not in _CHANGES and _is_of_looks(element)):
            for each in list(element):
                element.remove(each)
    elif not space.startswith(_DRAWN):
        element.tag = _new("customXml")


def _is_of_looks(element: Any) -> bool:
    """Tell whether a change stands among properties, and so holds those that were before."""
    name: str = etree.QName(element.getparent()).localname
    return name.endswith("Pr")


def _join(name: str) -> str:
    """Write a name in the way of a .docx: hAnsi for h-ansi."""
    return re.sub(r"-(\w)", lambda found: found[1].upper(), name)


def _new(name: str) -> str:
    return f"{{{_NEW}}}{name}"


def _write(element: Any) -> bytes:
    written: bytes = etree.tostring(element, with_tail=False)
    return written


def _relate(relations: list[tuple[str, str]]) -> bytes:
    root = etree.Element("Relationships", {"xmlns": f"{_OFFICE}/package/2006/relationships"})
    for at, (kind, target) in enumerate(relations, 1):
        etree.SubElement(
            root, "Relationship", Id=f"rId{at}", Type=f"{_RELATION}/{kind}", Target=target
        )
    return bytes(etree.tostring(root))


def _pack(parts: dict[str, tuple[str, bytes]]) -> bytes:
    types = etree.Element("Types", {"xmlns": f"{_OFFICE}/package/2006/content-types"})
    etree.SubElement(
        types,
        "Default",
        Extension="rels",
        ContentType="application/vnd.openxmlformats-package.relationships+xml",
    )
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, (kind, content) in parts.items():
            if kind and not name.endswith(".rels"):
                etree.SubElement(types, "Override", PartName=f"/{name}", ContentType=kind)
            package.writestr(zipfile.ZipInfo(name), content)
        package.writestr(zipfile.ZipInfo("[Content_Types].xml"), etree.tostring(types))
    return made.getvalue()
