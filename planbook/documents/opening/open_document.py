"""Take out of an OpenDocument text the sections that it hides, for as DOCX they would be shown."""

import zipfile
from io import BytesIO

from lxml import etree

_CONTENT = "content.xml"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def drop_hidden_sections(content: bytes) -> tuple[bytes, int]:
    """Give a package without its hidden sections, and tell how many they were."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        root = etree.fromstring(package.read(_CONTENT))
        hidden = [
            each
            for each in root.iter(f"{{{_TEXT}}}section")
            if each.get(f"{{{_TEXT}}}display", "true") != "true"
        ]
        if not hidden:
            return content, 0
        for each in hidden:
            parent = each.getparent()
            if parent is not None:
                parent.remove(each)
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for part in package.infolist():
                changed = part.filename == _CONTENT
                new.writestr(part, etree.tostring(root) if changed else package.read(part))
    return made.getvalue(), len(hidden)
