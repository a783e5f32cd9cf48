"""Whatever bytes an office file is made of, import reads it or refuses it in one sentence, soon."""

import io
import time
import zipfile
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from planbook.intake.importing import import_table
from planbook.intake.reports.status_sheet import import_status
from planbook.model import RefusedError
from planbook.papers.status_sheet import make_status_sheet, render_status_sheet
from tests.office_samples import (
    FIRST,
    HEAD,
    SECOND,
    THIRD,
    edit_excel,
    edit_word,
    number_by_word,
    save_excel,
    save_word,
)
from tests.small_book import a_book, a_task

SLOW = 10  # seconds of the processor: far above what any of these files needs
LONGEST = 400  # characters of a refusal

VALUES = st.sampled_from(
    ["", "-1", "0", "1", "65536", "99999999999999999999", "1e999", "NaN", "true", "none", "XFD1048576",
     "A1:XFD1048576", "A0", "../../x.xml", "http://example.vn/x", "rId999", "\u202e", "x" * 5000]
)  # fmt: skip
OTHER_NAMES = [
    "/etc/x",
    "..\\x",
    "word/document2.xml",
    "xl/workbook.xml",
    "ẩn.xml",
    "[Content_Types].xml",
]


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """A sound file of each kind, as its parts."""
    place = tmp_path_factory.mktemp("samples")
    word = edit_word(save_word(place / "a.docx", [HEAD, FIRST, SECOND, THIRD]), number_by_word)

    def adorn(sheet):
        sheet.merge_cells("C2:C3")
        sheet.column_dimensions["F"].hidden = True
        sheet["B3"] = "=A1"

    excel = edit_excel(save_excel(place / "a.xlsx", [HEAD, FIRST, SECOND, THIRD]), adorn)
    sheet = place / "b.xlsx"
    sheet.write_bytes(render_status_sheet(make_status_sheet(a_book(a_task()), "van-phong")))
    return {
        each.suffix if each.stem == "a" else "status": _parts(each.read_bytes())
        for each in (word, excel, sheet)
    }


def _parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _spoil_part(draw, parts):
    """Change one thing in a package, most often one element of one part."""
    name = draw(st.sampled_from(sorted(parts)))
    kind = draw(
        st.sampled_from(
            [
                *["attribute"] * 6,
                "text",
                "remove",
                "repeat",
                "nest",
                "tag",
                "bytes",
                "swap",
                "lose",
                "rename",
            ]
        )
    )
    if kind == "lose":
        del parts[name]
    elif kind == "rename":
        parts[draw(st.sampled_from(OTHER_NAMES))] = parts.pop(name)
    elif kind == "bytes":
        parts[name] = draw(st.binary(max_size=200))
    elif kind == "swap":
        parts[name] = parts[draw(st.sampled_from(sorted(parts)))]
    else:
        try:
            root = etree.fromstring(parts[name])
        except etree.XMLSyntaxError:
            return
        _spoil_element(
            draw,
            kind,
            draw(st.sampled_from([each for each in root.iter() if isinstance(each.tag, str)])),
        )
        parts[name] = etree.tostring(root)


def _spoil_element(draw, kind, element):
    """Change one element, so that the part is still XML."""
    parent = element.getparent()
    if kind == "attribute" and element.attrib:
        element.set(draw(st.sampled_from(sorted(element.attrib))), draw(VALUES))
    elif kind == "text":
        element.text = draw(VALUES)
    elif kind == "tag":
        element.tag = draw(st.sampled_from(["x", "{http://example.vn/}x", element.tag + "x"]))
    elif kind == "nest":
        for _ in range(draw(st.sampled_from([2, 200]))):
            inner = deepcopy(element)
            inner[:] = []
            element.append(inner)
            element = inner
    elif parent is not None and kind == "remove":
        parent.remove(element)
    elif parent is not None and kind == "repeat":
        for _ in range(draw(st.sampled_from([1, 2, 40]))):
            parent.append(deepcopy(element))


def _pack(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part)
    return content.getvalue()


@settings(
    max_examples=settings().max_examples * 3 // 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_any_package_is_read_or_refused_in_one_sentence(
    samples, tmp_path, capsys, monkeypatch, data
):
    """Parts that are changed, lost, renamed or deep, files cut short or named otherwise: no other end."""
    monkeypatch.setenv("PATH", "")  # LibreOffice takes seconds for each
    sample = data.draw(st.sampled_from(sorted(samples)))
    parts = dict(samples[sample])
    for _ in range(data.draw(st.integers(0, 3))):
        _spoil_part(data.draw, parts)
        if not parts:
            break
    content = _pack(parts)
    if data.draw(st.integers(0, 7)) == 7:
        content = content[: data.draw(st.integers(0, len(content)))]
        at = data.draw(st.integers(0, len(content)))
        content = content[:at] + data.draw(st.binary(max_size=3)) + content[at + 1 :]
    place = tmp_path / data.draw(st.sampled_from(["a.docx", "a.xlsx", "a.txt", "a"]))
    place.write_bytes(content)
    book = a_book(a_task())
    start = time.process_time()
    try:
        if sample == "status":
            import_status(place, book)
        else:
            list(import_table(place, book, "ke-hoach").report())
    except RefusedError as error:
        said = str(error)
        assert 0 < len(said) <= LONGEST and "\n" not in said
        assert "Error" not in said and "Traceback" not in said
    assert time.process_time() - start < SLOW
    assert capsys.readouterr() == ("", "")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused_in_one_sentence(tmp_path, content):
    """What is no package at all is a text, or is refused."""
    place = tmp_path / "a.txt"
    place.write_bytes(content)
    try:
        import_table(place, a_book(), "ke-hoach")
    except RefusedError as error:
        assert 0 < len(str(error)) <= LONGEST and "\n" not in str(error)
