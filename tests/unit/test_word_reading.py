"""What Word draws, counts, merges and hides is read as its reader sees it, or told."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from planbook.documents.document import HIDDEN
from planbook.documents.opening.files import OfficeError
from planbook.documents.reading import read_document
from planbook.documents.text.symbols import UNKNOWN, read_symbols
from planbook.documents.word.fields import CHANGING, COUNTED
from planbook.documents.word.numbering import write_number
from planbook.intake.importing import import_table
from tests.office_samples import FIRST, HEAD, save_word
from tests.small_book import a_book

VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


@pytest.fixture(name="read")
def _read(tmp_path):
    def read(*blocks, styles="", numbering=""):
        document = docx.Document()
        body = document.element.body
        for block in blocks:
            body.insert(len(body) - 1, _parse(block))
        for element in _parse(f"<w:body>{styles}</w:body>"):
            document.styles.element.append(element)
        root = document.part.numbering_part.element
        for element in reversed(_parse(f"<w:body>{numbering}</w:body>")):
            root.insert(0, element)
        document.save(tmp_path / "a.docx")
        return read_document(tmp_path / "a.docx")

    return read


def _parse(text):
    name, _, rest = text.partition(">")
    slash = "/" if name.endswith("/") else ""
    return parse_xml(f"{name.removesuffix('/')} {nsdecls('w')} {VML}{slash}>{rest}")


def run(text, looks=""):
    """Write letters of one look."""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows):
    """Write a table of cells of one paragraph each, or of cells with properties."""
    cells = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{cells}</w:tbl>"


def _cell(cell):
    properties, content = cell if isinstance(cell, tuple) else ("", cell)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{content}</w:p></w:tc>"


def texts_of(document):
    """List the texts of the rows of a document's only table."""
    (found,) = document.tables
    return [[cell.text.strip() for cell in row.cells] for row in found.rows]


def level(depth, form, pattern, more=""):
    """Write a level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def abstract(number, content):
    """Write the levels of a family of lists."""
    return f'<w:abstractNum w:abstractNumId="{number}">{content}</w:abstractNum>'


def list_of(number, family, more=""):
    """Write a list of a family."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{family}"/>{more}</w:num>'


def listed(depth="", number="", style=""):
    """Write what says of which list a paragraph is."""
    places = (
        f'<w:{name} w:val="{value}"/>'
        for name, value in (("ilvl", depth), ("numId", number))
        if value
    )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(places)
    return f"<w:pPr>{named}{f'<w:numPr>{inner}</w:numPr>' if inner else ''}</w:pPr>"


def test_a_list_that_follows_a_style_of_lists_is_counted(read):
    """The levels of a style of lists number what refers to it, and one that never restarts goes on."""
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>')
    document = read(
        *(f"<w:p>{listed(depth, '71')}{run('x')}</w:p>" for depth in "01101"),
        styles='<w:style w:type="numbering" w:styleId="DS"><w:name w:val="DS"/><w:pPr><w:numPr>'
        '<w:numId w:val="70"/></w:numPr></w:pPr></w:style>',
        numbering=abstract(70, f'<w:styleLink w:val="DS"/>{levels}')
        + abstract(71, '<w:numStyleLink w:val="DS"/>')
        + list_of(70, 70)
        + list_of(71, 71),
    )
    assert [each.text for each in document.paragraphs] == ["I. x", "1 x", "2 x", "II. x", "3 x"]


def test_a_style_that_is_based_on_a_numbered_one_is_numbered(read):
    """A style hands its list on, a list's own level stands for its family's, and 0 takes a number away."""
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "NV%1")}</w:lvlOverride>'
    document = read(
        f"<w:p>{listed(style='SoCon')}{run('x')}</w:p>",
        f"<w:p>{listed(number='0', style='SoCon')}{run('y')}</w:p>",
        f"<w:p>{listed(style='SoCon')}{run('z')}</w:p>",
        styles='<w:style w:type="paragraph" w:styleId="So"><w:name w:val="So"/><w:pPr><w:numPr>'
        '<w:numId w:val="72"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" '
        'w:styleId="SoCon"><w:name w:val="SoCon"/><w:basedOn w:val="So"/></w:style>',
        numbering=abstract(72, level(0, "decimal", "%1")) + list_of(72, 72, own),
    )
    assert [each.text for each in document.paragraphs] == ["NV1 x", "y", "NV2 z"]


def test_a_level_of_legal_numbers_shows_all_as_digits(read):
    """A level that is marked so writes the Roman number of the level above in digits."""
    document = read(
        *(f"<w:p>{listed(depth, '73')}{run('x')}</w:p>" for depth in "01"),
        numbering=abstract(
            73, level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        )
        + list_of(73, 73),
    )
    assert [each.text for each in document.paragraphs] == ["I. x", "1.1 x"]


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (28, "upperLetter", "BB"),
        (2, "lowerLetter", "b"),
        (4, "lowerRoman", "iv"),
        (44, "upperRoman", "XLIV"),
        (199, "lowerRoman", "cxcix"),
        (3, "none", ""),
    ],
)
def test_a_number_is_written_in_the_form_that_word_names(count, form, shown):
    """Letters are doubled after the last one, and a level without numbers shows none."""
    assert write_number(count, form) == shown


def field(code):
    """Write a field without a result."""
    kinds = ("begin", "", "end")
    return "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        if kind
        else f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        for kind in kinds
    )


def test_fields_that_no_text_answers_for_are_told(read):
    """A day of today in a simple field, and a number that the file does not hold, are doubts."""
    today = f'<w:fldSimple w:instr=" DATE \\@ dd/MM ">{run("01/07")}</w:fldSimple>'
    document = read(table([run("a"), today], [field(" AUTONUM "), run("b")]))
    (rows,) = (each.rows for each in document.tables)
    assert rows[0].cells[1].text == "01/07"
    assert rows[0].cells[1].doubts == (CHANGING,)
    assert rows[1].cells[0].doubts == (COUNTED,)


def test_a_tick_of_a_font_of_pictures_is_read_as_the_sign(read):
    """Letters of Wingdings are the signs that are seen, typed or inserted; one not known is told."""
    font = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    inserted = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    document = read(table([run("ü", font), inserted, run("\uf0a8", font), run("A", font)]))
    assert texts_of(document) == [["✓", "☑", "□", ""]]
    assert document.tables[0].rows[0].cells[3].doubts == (UNKNOWN,)


@pytest.mark.parametrize(
    ("text", "font", "read"),
    [
        ("Thông tư ü", "Times New Roman", ("Thông tư ü", "")),
        ("Đạt \uf0fc", "Arial", ("Đạt ", UNKNOWN)),
        ("\uf0b3 95%", "Symbol", ("≥ 95%", "")),
        ("P", "Wingdings 2", ("✓", "")),
    ],
)
def test_letters_are_signs_only_in_a_font_of_pictures(text, font, read):
    """Other fonts keep their letters; what no font can show is told."""
    assert read_symbols(text, font) == read


def test_cells_merged_in_the_old_way_are_one_wide_cell(read):
    """A cell that goes on from the one before makes it wider, and what it still holds is told."""
    first, on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    document = read(
        table([run("a"), run("b"), run("c")], [(first, run("d")), (on, run("e")), run("f")])
    )
    (rows,) = (each.rows for each in document.tables)
    assert [(c.text, c.start, c.width) for c in rows[1].cells] == [("d", 0, 2), ("f", 2, 1)]
    assert rows[1].cells[0].left == (HIDDEN,)


def test_what_prose_without_tables_leaves_out_is_told(read):
    """Hidden, struck and deleted words of a text without tables are told with their paragraph."""
    document = read(
        f"<w:p>{run('Họp')}{run(' kín', '<w:vanish/>')}</w:p>",
        f"<w:p>{run('Báo cáo')}{run(' cũ', '<w:strike/>')}</w:p>",
        f'<w:p><w:ins w:id="1" w:author="a">{run("Mới")}</w:ins></w:p>',
    )
    assert [(each.words, each.place) for each in document.left_out] == [
        ("có chữ ẩn", "đoạn 1"),
        ("có chữ gạch ngang “cũ”", "đoạn 2"),
    ]
    assert document.doubts == ("đoạn 3 có chữ mới thêm (Track Changes), đã lấy",)


def test_a_table_drawn_with_text_boxes_is_refused_for_that(read):
    """Where all words stand in text boxes, that is the reason, and not that there are none."""
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>{run('STT')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    with pytest.raises(OfficeError, match="hộp chữ"):
        read(f"<w:p>{box}{box}</w:p>")


def test_several_rows_in_one_are_doubted(tmp_path):
    """A row whose cell of numbers counts on line by line is told, for it may hold several tasks."""
    rows = [HEAD, ("1\n2", "Họp\nBáo cáo", *FIRST[2:]), ("3", "Rà soát 1\n2", *FIRST[2:])]
    imported = import_table(save_word(tmp_path / "a.docx", rows), a_book(), "kh-2026")
    told = [note.places for note in imported.doubts if "nhiều số thứ tự" in note.words]
    assert told == [("bảng 1, hàng 2",)]
