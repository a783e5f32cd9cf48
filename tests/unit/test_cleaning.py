"""What is published of somebody's file shows what it shows, and names nobody who made it."""

import io
import re
import zipfile
import zlib
from pathlib import Path

import docx
import docx.enum.style
import docx.shared
import openpyxl
import pypdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from pypdf.annotations import FreeText, Text
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from planbook.checking.files import judge_file
from planbook.documents.cleaning.office import CannotCleanError
from planbook.documents.cleaning.original import clean_original
from planbook.documents.cleaning.pdf import clean_pdf
from planbook.documents.document import Document
from planbook.documents.reading import read_document
from tests.office_samples import (
    FIRST,
    HEAD,
    edit_excel,
    edit_word,
    picture,
    read_part,
    rewrite,
    save_excel,
    save_word,
)

MAKER = "bimat"  # of the invented people and machines that no published byte may name
PEOPLE = re.compile(rb"(?i)b\0?i\0?m\0?a\0?t")
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def told_picture() -> io.BytesIO:
    """Draw a picture that tells who drew it."""
    content = picture().getvalue()
    text = f"Author\0{MAKER}-picture".encode()
    chunk = len(text).to_bytes(4, "big") + b"tEXt" + text + zlib.crc32(b"tEXt" + text).to_bytes(4)
    return io.BytesIO(content[:33] + chunk + content[33:])


def add_parts(place: Path, main: str, parts: dict[str, tuple[str, str]]) -> Path:
    """Add parts to a package, each with the kind of its relation and its content."""
    folder, name = main.split("/")
    rels = f"{folder}/_rels/{name}.rels"
    links = "".join(
        f'<Relationship Id="x{at}" Type="{RELATION}/{kind}" Target="/{part}"/>'
        for at, (part, (kind, _)) in enumerate(parts.items())
    )
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{SHARED if "shared" in part else "text/xml"}"/>'
        for part in parts
    )
    kept = read_part(place, rels).replace(b"</Relationships>", f"{links}</Relationships>".encode())
    table = "[Content_Types].xml"
    named = read_part(place, table).replace(b"</Types>", f"{types}</Types>".encode())
    content = {part: text.encode() for part, (_, text) in parts.items()}
    return rewrite(place, content | {rels: kept, table: named})


APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Company>{MAKER}-company</Company><Manager>{MAKER}-manager</Manager><Template>{MAKER}.dotx</Template></Properties>"
)
CUSTOM = {
    "docProps/custom.xml": ("custom-properties", f"<Properties>{MAKER}-custom</Properties>"),
    "customXml/item1.xml": ("customXml", f"<x>{MAKER}-item</x>"),
    "docMetadata/LabelInfo.xml": ("label", f"<x>{MAKER}-label</x>"),
}


def told_word(place: Path) -> Path:
    """Save a Word file that tells of its makers wherever Word does."""

    def tell(document):
        properties = document.core_properties
        for name in ("author", "last_modified_by", "comments", "keywords", "category", "subject"):
            setattr(properties, name, f"{MAKER}-{name}")
        document.add_picture(told_picture())
        for element in document.element.body.iter("{*}docPr", "{*}cNvPr"):
            element.set("name", f"{MAKER}.png")
            element.set("descr", rf"C:\Users\{MAKER}\a.png")
        run = document.add_paragraph().add_run("Chữ in ra")
        paragraph = run._r.getparent()
        paragraph.set(qn("w:rsidR"), "00B1A2C3")
        marks = (
            '<w:commentRangeStart {} w:id="0"/>',
            f'<w:permStart {{}} w:id="1" w:ed="{MAKER}@binhan.example"/>',
            '<w:r {}><w:commentReference w:id="0"/></w:r>',
        )
        for mark in marks:
            paragraph.append(parse_xml(mark.format(nsdecls("w"))))
        changed = (
            f'<w:rPrChange {nsdecls("w")} w:id="2" w:author="{MAKER}-format"><w:rPr/></w:rPrChange>'
        )
        run._r.get_or_add_rPr().append(parse_xml(changed))
        relation = document.part.relate_to(
            f"mailto:{MAKER}@binhan.example", f"{RELATION}/hyperlink", is_external=True
        )
        link = f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:t>thư</w:t></w:r></w:hyperlink>'
        paragraph.append(parse_xml(link))
        settings = (
            f'<w:rsids {nsdecls("w")}><w:rsid w:val="00B1A2C3"/></w:rsids>',
            f'<w:docVars {nsdecls("w")}><w:docVar w:name="x" w:val="{MAKER}"/></w:docVars>',
        )
        for each in settings:
            document.settings.element.append(parse_xml(each))

    edit_word(save_word(place, [HEAD, FIRST]), tell)
    comments = f'<w:comments {nsdecls("w")}><w:comment w:id="0" w:author="{MAKER}"/></w:comments>'
    parts = {
        "word/comments9.xml": ("comments", comments),
        "word/people.xml": ("people", f"<people>{MAKER}-person</people>"),
        "word/glossary/document.xml": ("glossaryDocument", f"<x>{MAKER}-glossary</x>"),
        "docProps/app9.xml": ("extended-properties", APP),
    }
    return add_parts(place, "word/document.xml", parts | CUSTOM)


def told_excel(place: Path) -> Path:
    """Save a workbook that tells of its makers wherever Excel does."""

    def tell(sheet):
        properties = sheet.parent.properties
        for name in ("creator", "lastModifiedBy", "description", "keywords", "subject"):
            setattr(properties, name, f"{MAKER}-{name}")
        sheet["A2"].comment = openpyxl.comments.Comment(f"{MAKER}-remark", f"{MAKER}-author")

    edit_excel(save_excel(place, [HEAD, FIRST]), tell)
    sheet = read_part(place, "xl/worksheets/sheet1.xml").decode()
    book = read_part(place, "xl/workbook.xml").decode()
    path = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="x15"><a:absPath xmlns:a="urn:x" url="C:\\Users\\{MAKER}\\"/></mc:Choice>'
        "</mc:AlternateContent>"
    )
    # Excel keeps texts apart from the cells, and a deleted one may still be among them.
    shared = re.sub(r'(<c r="A2") t="inlineStr">.*?</c>', r'\1 t="s"><v>1</v></c>', sheet)
    assert shared != sheet
    texts = f'<sst xmlns="{SHEET}"><si><t>{MAKER}-deleted</t></si><si><t>1</t></si></sst>'
    head = re.sub(r"(<workbook [^>]*>)", rf'\1<fileSharing userName="{MAKER}"/>', book)
    parts = {
        "xl/worksheets/sheet1.xml": shared.encode(),
        "xl/workbook.xml": head.replace(
            "<workbookPr", path.replace("\\", "\\") + "<workbookPr"
        ).encode(),
    }
    rewrite(place, parts)
    more = {
        "xl/sharedStrings.xml": ("sharedStrings", texts),
        "xl/persons/person.xml": ("person", f"<x>{MAKER}-person</x>"),
        "xl/threadedComments/threadedComment1.xml": ("threadedComment", f"<x>{MAKER}</x>"),
        "xl/revisions/userNames.xml": ("usernames", f"<x>{MAKER}-shared</x>"),
        "xl/printerSettings/printerSettings1.xml": ("printerSettings", f"<x>{MAKER}-printer</x>"),
        "docProps/app9.xml": ("extended-properties", APP),
    }
    return add_parts(place, "xl/workbook.xml", more | CUSTOM)


def told_pdf(place: Path) -> Path:
    """Save a PDF that tells of its makers wherever a PDF does."""
    drawn = io.BytesIO()
    canvas = Canvas(drawn)
    canvas.setAuthor(f"{MAKER}-author")
    canvas.drawString(72, 720, "Kiem tra benh vien")
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn.getvalue()))
    writer.add_metadata({"/Creator": f"{MAKER}-creator", "/Manager": f"{MAKER}-manager"})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{MAKER}-xmp</x:xmpmeta>".encode()
    writer.add_attachment("a.txt", f"{MAKER}-attached".encode())
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(f"{MAKER}-script")}
    action = DictionaryObject({NameObject(key): value for key, value in script.items()})
    writer.root_object[NameObject("/OpenAction")] = action
    remark = Text(rect=(50, 550, 200, 650), text=f"{MAKER}-remark")
    stamp = FreeText(text="Da nhan", rect=(50, 450, 200, 480))
    for each in (remark, stamp):
        each[NameObject("/T")] = TextStringObject(f"{MAKER}-reader")
        writer.add_annotation(0, each)
    stream = DecodedStreamObject()
    stream.set_data(f"<x>{MAKER}-page</x>".encode())
    stream.update(
        {NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")}
    )
    writer.pages[0][NameObject("/Metadata")] = writer._add_object(stream)
    writer.write(place)
    return place


def unpack(content: bytes) -> bytes:
    """Give all bytes of a file, also those of its parts and packed streams."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return b"\n".join(each.encode() + package.read(each) for each in package.namelist())
    streams = [
        each.get_data()
        for each in map(pypdf.PdfReader(io.BytesIO(content)).get_object, range(1, 200))
        if isinstance(each, pypdf.generic.StreamObject)
    ]
    return content + b"\n".join(streams)


@pytest.mark.parametrize(
    "make, suffix", [(told_word, ".docx"), (told_excel, ".xlsx"), (told_pdf, ".pdf")]
)
def test_no_byte_of_what_is_published_names_a_maker(make, suffix, tmp_path):
    """Names planted wherever a format keeps them are gone, and the file may be published."""
    place = make(tmp_path / f"tep{suffix}")
    assert len(PEOPLE.findall(unpack(place.read_bytes()))) > 5
    document = Document(()) if suffix == ".pdf" else read_document(place)
    cleaned = clean_original(place, document)
    assert cleaned.suffix == suffix
    assert not PEOPLE.findall(unpack(cleaned.content))
    assert not list(judge_file(suffix, cleaned.content))
    assert clean_original(place, document) == cleaned


@pytest.mark.parametrize("make, suffix", [(told_word, ".docx"), (told_excel, ".xlsx")])
def test_a_cleaned_file_shows_what_it_showed(make, suffix, tmp_path):
    """Its paragraphs, cells and pictures are the same; only the remarks are gone."""
    place = make(tmp_path / f"tep{suffix}")
    before = read_document(place)
    place.write_bytes(clean_original(place, before).content)

    def show(document):
        return [
            [[cell.text for cell in row.cells] for row in each.rows]
            if hasattr(each, "rows")
            else each.text
            for each in document.blocks
        ]

    assert show(read_document(place)) == show(before)
    opened = docx.Document(place) if suffix == ".docx" else openpyxl.load_workbook(place)
    assert suffix != ".docx" or len(opened.inline_shapes) == 1


@pytest.mark.parametrize("kind", [
    "vnd.openxmlformats-officedocument.wordprocessingml.template",
    "vnd.ms-word.document.macroEnabled",
])  # fmt: skip
def test_a_template_is_read_and_published_as_a_document(kind, tmp_path):
    """What Word calls a template, or a document that may hold macros, is a document to its readers."""
    place = told_word(tmp_path / "tep.dotx")
    types = read_part(place, "[Content_Types].xml").decode()
    document = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    rewrite(
        place, {"[Content_Types].xml": types.replace(f"{document}.main", f"{kind}.main").encode()}
    )
    read = read_document(place)
    assert read.tables
    assert docx.Document(io.BytesIO(clean_original(place, read).content)).tables


def test_a_cleaned_pdf_looks_as_it_looked(tmp_path):
    """Its words are there, and what was stamped on a page is part of it."""
    page = pypdf.PdfReader(io.BytesIO(clean_pdf(told_pdf(tmp_path / "a.pdf").read_bytes()))).pages[
        0
    ]
    assert "Kiem tra benh vien" in page.extract_text()
    assert "/Annots" not in page


def hide_words(document) -> None:
    """Hide words of a paragraph."""
    document.paragraphs[0].add_run("ẩn").font.hidden = True


def hide_by_style(document) -> None:
    """Hide words by a style that they follow."""
    style = document.styles.add_style("Nội bộ", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    document.paragraphs[0].add_run("ẩn", style=style)


def whiten(document) -> None:
    """Write words in the colour of the paper."""
    document.paragraphs[0].add_run("trắng").font.color.rgb = docx.shared.RGBColor(255, 255, 255)


def embed(document) -> None:
    """Embed an object of another program."""
    document.paragraphs[0].add_run()._r.append(parse_xml(f"<w:object {nsdecls('w')}/>"))


def link_machine(document) -> None:
    """Name a file of somebody's machine in a field."""
    text = rf'<w:instrText {nsdecls("w")}>LINK "C:\\Users\\a\\b.xlsx"</w:instrText>'
    document.paragraphs[0].add_run()._r.append(parse_xml(text))


@pytest.mark.parametrize(
    "edit, reason",
    [
        (hide_words, "chữ ẩn"),
        (hide_by_style, "chữ ẩn"),
        (whiten, "chữ màu trắng"),
        (embed, "đối tượng nhúng"),
        (link_machine, "đường dẫn tới tệp trong máy"),
    ],
)
def test_a_word_file_that_holds_more_than_it_shows_is_not_published(edit, reason, tmp_path):
    """Hidden words, foreign objects and paths are told, not published, whatever its reader saw."""
    place = edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST]), edit)
    with pytest.raises(CannotCleanError, match=reason):
        clean_original(place, Document(()))


def test_tracked_changes_are_made(tmp_path):
    """What was added stays, what was taken away is gone, and so is whoever did it."""

    def track(document):
        who = f'{nsdecls("w")} w:id="9" w:author="{MAKER}" w:date="2026-01-05T00:00:00Z"'
        paragraph = document.add_paragraph("Kế hoạch ")._p
        for change, words in (
            ("ins", "<w:t>mới</w:t>"),
            ("del", "<w:delText>mật ong</w:delText>"),
            ("moveTo", "<w:t> rồi</w:t>"),
            ("moveFrom", "<w:t>mật ong</w:t>"),
        ):
            paragraph.append(parse_xml(f"<w:{change} {who}><w:r>{words}</w:r></w:{change}>"))
        row = document.tables[0].rows[1]._tr
        row.get_or_add_trPr().append(parse_xml(f"<w:del {who}/>"))

    place = edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST]), track)
    before = read_document(place)
    cleaned = clean_original(place, before)
    assert cleaned.changed and not PEOPLE.findall(unpack(cleaned.content))
    place.write_bytes(cleaned.content)
    after = docx.Document(place)
    assert after.paragraphs[-1].text == before.paragraphs[-1].text == "Kế hoạch mới rồi"
    assert len(after.tables[0].rows) == 1
    assert "mật ong".encode() not in unpack(cleaned.content)


def test_a_workbook_that_hides_is_not_published(tmp_path):
    """A hidden column of remarks keeps the whole file from being published."""
    place = save_excel(tmp_path / "a.xlsx", [HEAD, (*FIRST[:5], "Nội bộ")])
    edit_excel(place, lambda sheet: setattr(sheet.column_dimensions["F"], "hidden", True))
    with pytest.raises(CannotCleanError, match="phần ẩn"):
        clean_original(place, read_document(place))


def test_a_package_with_an_unknown_part_is_not_published(tmp_path):
    """What cannot be looked into, or would break, is not published."""
    for part, reason in (
        ("word/embeddings/a.bin", "nhúng"),
        ("_xmlsignatures/sig1.xml", "chữ ký số"),
    ):
        place = rewrite(save_word(tmp_path / "a.docx", [HEAD, FIRST]), {part: b"<x/>"})
        with pytest.raises(CannotCleanError, match=reason):
            clean_original(place, read_document(place))


def test_other_formats_are_not_published(tmp_path):
    """A text, or a file of another program, is told to be printed as PDF."""
    place = tmp_path / "a.txt"
    place.write_text("Kế hoạch", encoding="utf-8")
    with pytest.raises(CannotCleanError, match="in ra PDF"):
        clean_original(place, read_document(place))


@pytest.mark.parametrize("make, suffix", [(told_word, ".docx"), (told_excel, ".xlsx")])
def test_an_office_file_put_by_hand_is_checked(make, suffix, tmp_path):
    """One that still names people is a problem, and so is one that is none."""
    assert any(
        "người soạn" in each
        for each in judge_file(suffix, make(tmp_path / f"a{suffix}").read_bytes())
    )
    assert any("nội dung" in each for each in judge_file(suffix, b"PK\x03\x04\xff"))
