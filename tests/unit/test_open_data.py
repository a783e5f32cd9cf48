"""The open data say what the book says, in every format, and run nowhere."""

import csv
import datetime as dt
import io
import json
import zipfile

import frictionless
import jsonschema
import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from planbook.model import STATUSES, Person, Plan, Task, columns
from planbook.open_data.export import export_data
from planbook.open_data.schema import SCHEMAS, data_schema
from planbook.open_data.xlsx import export_workbooks
from planbook.publish.stage import write_files
from planbook.reading.load import load_book
from tests.conftest import ROOT
from tests.small_book import HOSTILE, SITE, a_book, a_task, a_unit

FIXTURE = ROOT / "tests/fixtures/book"
TABLES = ("tasks", "adjustments", "plans", "units", "people")
NAMES = [column.name for column in columns(Task)]


def workbooks(book):
    """Write every workbook of a book, by path."""
    return dict(export_workbooks(book))


def files_of(book) -> dict[str, bytes]:
    """Collect every file of the open data."""
    return dict(export_data(book, SITE)) | workbooks(book)


def read_csv(content: bytes) -> list[dict[str, str]]:
    """Read a CSV file as a spreadsheet does."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_sheet(content: bytes) -> openpyxl.Workbook:
    """Open a workbook."""
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def small():
    """The files of the small book."""
    return files_of(a_book())


@pytest.fixture(scope="module")
def book():
    """A book that was loaded from YAML and Markdown."""
    return load_book(FIXTURE)[0]


@pytest.fixture(scope="module")
def files(book):
    """The files of the loaded book."""
    return files_of(book)


def test_the_same_book_gives_the_same_bytes(small):
    """No clock, no order of chance: two exports are equal to the byte."""
    assert files_of(a_book()) == small


def as_json(value):
    """Say a value of the book as JSON can."""
    if isinstance(value, tuple):
        return [as_json(each) for each in value]
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    return as_record(value) if hasattr(value, "__dataclass_fields__") else value


def as_record(record) -> dict:
    """Say a record of the book as JSON can, without what is not described."""
    return {each.name: as_json(getattr(record, each.name)) for each in columns(type(record))}


@pytest.mark.parametrize("name", TABLES)
def test_json_has_every_field_of_every_record(files, book, name):
    """The records stand in the book's order; what does not apply is null or [], never missing."""
    content = json.loads(files[f"data/{name}.json"])
    assert content == {"schema_version": 1, name: [as_record(each) for each in getattr(book, name)]}
    assert list(content[name][0]) == [each.name for each in columns(type(getattr(book, name)[0]))]


def test_json_keeps_one_record_a_line(files, book):
    """A changed task is one changed line."""
    lines = files["data/tasks.json"].decode().splitlines()
    assert [json.loads(line.rstrip(","))["id"] for line in lines[1:-1]] == [
        t.id for t in book.tasks
    ]


def test_json_is_in_readable_vietnamese(files):
    """No letter is written as an escape."""
    assert "Đổi mới hòa giải".encode() in files["data/tasks.json"]
    assert not any(b"\\u" in files[f"data/{name}.json"] for name in TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_csv_says_what_json_says(files, name):
    """Each cell is the JSON value: a list joined by “; ”, null empty, rows as JSON."""
    for row, record in zip(
        read_csv(files[f"data/{name}.csv"]),
        json.loads(files[f"data/{name}.json"])[name],
        strict=True,
    ):
        for field, value in record.items():
            match value:
                case None | []:
                    assert row[field] == ""
                case [str(), *_]:
                    assert row[field] == "; ".join(value)
                case list():
                    assert json.loads(row[field]) == value
                case bool() | int():
                    assert row[field] == json.dumps(value)
                case _:
                    assert row[field].removeprefix("'") == value.removeprefix("'")


def test_csv_is_what_the_standard_and_excel_ask_for(small):
    """A byte order mark, the header of keys, and CRLF after every record (RFC 4180)."""
    content = small["data/tasks.csv"]
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(NAMES).encode() + b"\r\n")
    assert content.count(b"\r\n") == 1 + len(a_book().tasks)


def test_a_cell_is_never_a_formula_in_csv(small):
    """What a spreadsheet might run gets an apostrophe, and nothing else is changed."""
    row = next(row for row in read_csv(small["data/tasks.csv"]) if row["id"] == "hiem-doc")
    assert row["task"] == f"'{HOSTILE}"
    assert (row["product"], row["note"]) == ("'-1+1", "'@x\ny")


def test_a_member_of_a_list_is_never_a_formula_in_csv():
    """Whoever splits a cell at its “; ” finds nothing that runs, and the first is guarded once."""
    unit = a_unit("van-phong", "Văn phòng", names=("=1+1", "VP", "@x", "＝2"))
    row = read_csv(files_of(a_book(units=(unit,)))["data/units.csv"])[0]
    assert row["names"] == "'=1+1; VP; '@x; '＝2"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_comes_back_from_csv_to_the_letter(text):
    """Without the one apostrophe that may stand before it, a cell is what the book holds."""
    book = a_book(a_task(task=text))
    cell = read_csv(dict(export_data(book, SITE))["plans/ke-hoach/tasks.csv"])[0]["task"]
    assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert text in (cell, cell.removeprefix("'"))


@pytest.mark.parametrize("path", ["data/tasks.xlsx", "plans/ke-hoach/tasks.xlsx"])
def test_a_workbook_is_ready_to_work_with(small, path):
    """The header row is the Vietnamese titles of the data package; it is frozen and filters."""
    package = json.loads(small["data/datapackage.json"])
    fields = next(r for r in package["resources"] if r["name"] == "tasks")["schema"]["fields"]
    sheet = read_sheet(small[path]).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [field["title"] for field in fields]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.max_row == 1 + len(a_book().tasks)
    assert sheet.column_dimensions["F"].width > sheet.column_dimensions["E"].width
    assert sheet.row_dimensions[6].height > 15  # a line, which the library leaves out


def test_a_workbook_holds_text_dates_and_nothing_that_runs(small):
    """No cell is a formula or a link; a date is a date; text is to the letter."""
    sheet = read_sheet(small["data/tasks.xlsx"]).worksheets[0]
    rows = {row[0].value: dict(zip(NAMES, row, strict=True)) for row in sheet.iter_rows(min_row=2)}
    cells = [cell for row in rows.values() for cell in row.values()]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    # Excel reads _x005F_x0041_ as the text _x0041_, and _x0041_ as A; openpyxl reads neither.
    assert rows["hiem-doc"]["task"].value == HOSTILE.replace("_x0041_", "_x005F_x0041_")
    assert rows["hiem-doc"]["note"].value == "@x\ny"
    assert rows["mot-thang"]["end"].value.isoformat() == "2025-07-31T00:00:00"
    assert rows["ba-ngay"]["status"].value == STATUSES["done"]
    assert rows["ba-ngay"]["evidence"].value == "https://so.example.vn/a; https://so.example.vn/b"
    assert rows["khong-han"]["end"].value is None


def test_the_whole_workbook_has_sheets_for_units_and_adjustments(files, book):
    """Beside the tasks stand the units and the adjustments."""
    tasks, units, adjustments = read_sheet(files["data/tasks.xlsx"]).worksheets
    assert [sheet.title for sheet in (tasks, units, adjustments)] == [
        "Nhiệm vụ",
        "Đơn vị",
        "Đề xuất điều chỉnh",
    ]
    assert [row[0].value for row in units.iter_rows(min_row=2)] == [unit.id for unit in book.units]
    assert adjustments.max_row == 1 + len(book.adjustments)


def test_a_cell_keeps_within_what_excel_can_hold():
    """Excel drops a file with a longer cell, so the text is cut there; XML's forbidden marks go."""
    book = a_book(a_task(task="Đ" * 40_000, product="a\x00b\x1f\ufffec"))
    sheet = read_sheet(workbooks(book)["plans/ke-hoach/tasks.xlsx"]).worksheets[0]
    row = dict(zip(NAMES, (cell.value for cell in sheet[2]), strict=True))
    assert row["task"] == "Đ" * 32_767
    assert row["product"] == "abc"


@pytest.mark.parametrize("text", ["<r>a</r>", "<r><t>a</t></r>", "a" * 32_766 + "😀"])
def test_no_text_breaks_a_workbook(text):
    """What the library takes for marks of its own, or counts otherwise than Python, stays text."""
    book = a_book(a_task(task=text))
    sheet = read_sheet(workbooks(book)["plans/ke-hoach/tasks.xlsx"]).worksheets[0]
    assert text.startswith(sheet["F2"].value.rstrip())
    assert len(sheet["F2"].value) >= min(len(text), 32_766)


def test_a_blank_cell_looks_like_its_column(small):
    """Nothing is written into it, and what is typed there later wraps as the others do."""
    sheet = read_sheet(small["data/tasks.xlsx"]).worksheets[0]
    assert sheet.column_dimensions["F"].alignment.wrap_text
    assert sheet.column_dimensions["O"].number_format == "dd/mm/yyyy"


def test_a_workbook_tells_no_time_of_its_making(small):
    """Every part of the file carries one fixed date."""
    with zipfile.ZipFile(io.BytesIO(small["data/tasks.xlsx"])) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def lists(record, task):
    """Tell whether a task is in the list of a plan, a unit or a person."""
    if isinstance(record, Plan):
        return task.plan == record.slug
    return record.id in task.leaders if isinstance(record, Person) else holds(record, task)


def holds(unit, task) -> bool:
    """Tell whether a unit has to do with a task."""
    return unit.id in task.lead + task.support


def test_each_unit_plan_and_leader_has_its_own_lists(files, book):
    """A unit's list holds what it leads or supports, a leader's what that person directs, each once, in the order of the documents."""
    for record in (*book.units, *book.plans, *book.people):
        ids = [row["id"] for row in read_csv(files[f"{record.url}tasks.csv"])]
        assert ids == [task.id for task in book.tasks if lists(record, task)]
        sheet = read_sheet(files[f"{record.url}tasks.xlsx"]).worksheets[0]
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ids


def test_a_unit_without_tasks_has_empty_lists():
    """The addresses of a unit that has nothing to do answer too."""
    files = files_of(a_book(units=(a_unit("moi", "Phòng mới"),)))
    assert read_csv(files["units/moi/tasks.csv"]) == []
    assert read_sheet(files["units/moi/tasks.xlsx"]).worksheets[0].max_row == 1


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_data_agree_with_their_schema(files, name):
    """Each YAML file is what its schema allows; the loader and the schema agree."""
    schema = json.loads(files[f"data/{name}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    place = FIXTURE / f"data/{name}.yaml"
    data = yaml.safe_load(place.read_text(encoding="utf-8")) if place.exists() else None
    plain = json.loads(json.dumps(data, default=str))
    jsonschema.validate(plain, schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"lead_txt": "Văn phòng"}, []),
        ({"id": "Nhiệm vụ 1"}, ["id"]),
        ({"task": None}, ["task"]),
        ({"status": "xong"}, ["status"]),
        ({"end": "30/9/2025"}, ["end"]),
        ({"lead": "van-phong"}, ["lead"]),
        ({"evidence": ["http://so.example.vn/a"]}, ["evidence", 0]),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(change, path):
    """An editor's own program marks the mistake while it is typed."""
    good = {"id": "kh-1", "plan": "ke-hoach", "task": "Báo cáo", "number": 7, "status": None}
    validator = jsonschema.Draft202012Validator(data_schema(Task))
    assert validator.is_valid([good])
    errors = list(validator.iter_errors([good | change]))
    assert [list(error.path) for error in errors] == [[0, *path]]


def test_the_schema_explains_every_field_in_the_words_of_the_model():
    """Label, explanation and codes come from the model; what is computed cannot be typed."""
    properties = data_schema(Task)["items"]["properties"]
    typed = [column for column in columns(Task) if column.typed]
    assert list(properties) == [column.name for column in typed]
    for column in typed:
        assert properties[column.name]["title"] == column.label
        assert properties[column.name]["description"].startswith(column.help)
    assert all(label in properties["status"]["description"] for label in STATUSES.values())


def find_errors(folder) -> list[list[str]]:
    """Validate a package with the validator of others and list the kinds of what it finds."""
    return frictionless.validate(str(folder / "data/datapackage.json")).flatten(["type"])


def test_frictionless_accepts_the_data_package(files, tmp_path):
    """The validator of others finds nothing to say, and does when a cell is wrong."""
    write_files(tmp_path, files.items())
    assert find_errors(tmp_path) == []
    tasks = tmp_path / "data/tasks.csv"
    tasks.write_bytes(tasks.read_bytes().replace(b"chuong-trinh", b"khong-co"))
    assert ["foreign-key"] in find_errors(tmp_path)


def test_frictionless_accepts_hostile_text_too(small, tmp_path):
    """Quotes, line breaks and formulas do not break the package."""
    write_files(tmp_path, small.items())
    assert find_errors(tmp_path) == []


def test_the_package_names_every_field_in_vietnamese(files):
    """Each field has the model's label as its title."""
    package = json.loads(files["data/datapackage.json"])
    resource = next(each for each in package["resources"] if each["name"] == "tasks")
    titles = {field["name"]: field["title"] for field in resource["schema"]["fields"]}
    assert titles == {column.name: column.label for column in columns(Task)}
