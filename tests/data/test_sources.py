"""The data and the plans' texts say what five documents print: no word lost, added or moved.

The proof is pinned to these five by name; of whatever else stands in the data it says nothing.
"""

import re
import shutil
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from planbook.checking.check import check_book
from planbook.model import ADJUSTMENT_KINDS
from planbook.reading.load import load as load_root
from planbook.reading.task_files import list_task_files
from planbook.software import DEFAULT_PAGES
from planbook.vietnamese.document_numbers import find_misprints
from planbook.vietnamese.when import parse_when
from tests.sources import drop_markup, fold, read_items, read_source, read_table
from tests.when_cases import YEAR, expected

ROOT = Path(__file__).parents[2]

SPACED = "nhiem-vu-6-thang-cuoi-2025"  # 004: no-break spaces join the words of a cell
TABBED = "ke-hoach-thuc-hien-40-kh-ubnd"  # 001: tabs part the cells
ROMAN, NUMBER, POINT, BRACKET, BULLET = r"[IVX]+\.", r"\d+\.", r"\d+\.\d+\.", r"\(\d+\)", "-"
LISTS = {  # the documents whose tasks are items of their text, and what marks these
    "ke-hoach-lam-viec-don-vi-tdc": (ROMAN, NUMBER, POINT, BULLET),
    "thong-bao-tong-ket-ttkt-tdc-quang-tri": (ROMAN, NUMBER),
    "thong-bao-giao-ban-quy-1-2021": (ROMAN, NUMBER, BRACKET),
}

# What a record prints, in the order of its row.
UNITS = ("lead_text", "support_text")
TASK_CELLS = ("number", "task", *UNITS, "product", "leader_text", "when_text", "note")
ADJUSTMENT_CELLS = ("number", "task", *UNITS, "remark", "index")
AGENDA_CELLS = ("time", "content", "by", "note")
# What a plan's record gives as printed: whole lines of the document, and phrases out of them.
LINES = ("summary", "participants", "recipients", "signer_office", "signer")
PHRASES = ("number_text", "issued_text", "basis", "time", "place", "period_text")
REPORT_PHRASES = ("content", "by", "to", "when_text")

Record = dict[str, Any]
Words = list[tuple[Any, str]]  # each word with what is known of it: its cell, or the space before


class Cell(NamedTuple):
    """A piece of a plan's page; only one that a record holds has a row and a column."""

    text: str
    row: str | None = None
    column: str | None = None


def parse(text: str) -> Any:
    """Parse YAML by libyaml where it is there, for all the data is read."""
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def load(name: str) -> list[Record]:
    """Read the records of a data file."""
    return parse((ROOT / "data" / name).read_text(encoding="utf-8"))


def load_plan(place: Path) -> tuple[Record, str]:
    """Read a plan's record and its text."""
    _, record, text = place.read_text(encoding="utf-8").split("---\n", 2)
    return parse(record), text


FILES = {slug: load_plan(ROOT / f"content/plans/{slug}.md") for slug in (SPACED, TABBED, *LISTS)}
PLANS = {slug: plan for slug, (plan, _) in FILES.items()}
TEXTS = {slug: text for slug, (_, text) in FILES.items()}
TASKS = [
    each
    for path in list_task_files(ROOT)
    for each in load(path.removeprefix("data/"))
    if each["plan"] in PLANS
]
ADJUSTMENTS = [each for each in load("adjustments.yaml") if each["plan"] == SPACED]


@cache
def source(slug: str) -> str:
    """Read the document that a plan publishes."""
    return read_source(ROOT / "data/sources" / PLANS[slug]["source"])


def tasks_of(slug: str) -> list[Record]:
    """List the tasks of a plan, in document order."""
    return [task for task in TASKS if task["plan"] == slug]


def print_row(record: Record, row: str, columns: tuple[str, ...]) -> Iterator[Cell]:
    """List what a record prints, from left to right."""
    return (Cell(record[each], row, each) for each in columns if record.get(each))


def print_tasks(tasks: list[Record]) -> Iterator[Cell]:
    """List what the rows of tasks print, each heading once, over its first row."""
    above: list[str] = []
    for task in tasks:
        headings = task["section"].split(" › ")
        for depth, heading in enumerate(headings):
            if headings[: depth + 1] != above[: depth + 1]:
                yield Cell(heading)
        yield from print_row(task, task["id"], TASK_CELLS)
        above = headings


def print_slot(slug: str, slot: str) -> Iterator[Cell]:
    """List what the records of a plan print in one of its slots."""
    if slot == "tasks" and slug not in LISTS:  # in a list, the tasks are part of the text
        yield from print_tasks(tasks_of(slug))
    elif slot == "adjustments":
        for each in ADJUSTMENTS:
            yield from print_row(each, each["index"], ADJUSTMENT_CELLS)
    elif slot == "agenda":
        for each in PLANS[slug]["agenda"]:
            yield from print_row(each, each["time"], AGENDA_CELLS)


def print_plan(slug: str) -> Words:
    """List every word that the site publishes of a document, with its cell."""
    text, *rest = re.split(r"<!-- slot: (\w+) -->", TEXTS[slug])
    cells = [Cell(drop_markup(text))]
    for slot, text in zip(rest[::2], rest[1::2], strict=True):
        cells += [*print_slot(slug, slot), Cell(drop_markup(text))]
    return [(cell, word) for cell in cells for word in cell.text.split()]


def month_remarks(slug: str) -> list[str]:
    """List the remarks on a month: the text gathers what the document prints beside the rows."""
    return re.findall(r"^Tháng .+$", TEXTS[slug], re.MULTILINE)


def lift(words: Words, run: str) -> Words:
    """Take a run of words out."""
    text = "".join(f" {word}" for _, word in words)
    start = text[: f"{text} ".index(f" {run} ")].count(" ")
    return words[:start] + words[start + len(run.split()) :]


def site_and_source(slug: str) -> tuple[Words, Words]:
    """List the words of the site and those of the document, both without the month's remarks."""
    site, document = print_plan(slug), re.findall(r"(\s*)(\S+)", source(slug))
    for remark in month_remarks(slug):
        site, document = lift(site, remark), lift(document, remark)
    return site, document


def stands_in(text: str, whole: str) -> bool:
    """Tell whether a text is a run of whole words of another."""
    return bool(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", fold(whole)))


def stands_in_lines(text: str, whole: str) -> bool:
    """Tell whether a text is one or several lines of another, bullets aside."""
    words = r"\s+".join(map(re.escape, text.split()))
    return bool(re.search(rf"^\s*(?:- )?\s*{words}\s*$", whole, re.MULTILINE))


def list_texts(value: Any) -> Iterator[str]:
    """List the texts of a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from list_texts(each)


def list_names(register: str, slug: str) -> set[str]:
    """List every spelling of the names in a register that belong to the body of a plan."""
    own = [each for each in load(register) if each["body"] == PLANS[slug]["body"]]
    return set(list_texts([[each.get(key) for key in ("name", "short", "names")] for each in own]))


def test_every_document_has_a_source_of_its_own():
    """No two of the five documents are proved against the same text."""
    assert len({plan["source"] for plan in PLANS.values()}) == len(PLANS)


@pytest.mark.parametrize("slug", PLANS)
def test_the_site_prints_the_words_of_the_document(slug):
    """A plan's text with its records in their slots is the document, word by word, in its order."""
    site, document = site_and_source(slug)
    assert [word for _, word in site] == [word for _, word in document]


def test_texts_are_in_canonical_form():
    """Every text of the data is NFC and its white space is folded."""
    texts = list_texts([TASKS, ADJUSTMENTS, [*PLANS.values()]])
    assert [each for each in texts if each != fold(unicodedata.normalize("NFC", each))] == []


@pytest.mark.parametrize("slug", PLANS)
def test_a_plans_record_is_printed_in_the_document(slug):
    """What a plan's record gives as printed stands in the document to the letter."""
    plan = PLANS[slug]
    lines = list_texts([plan.get(key) for key in LINES])
    assert [each for each in lines if not stands_in_lines(each, source(slug))] == []
    phrases = [plan.get(key) for key in PHRASES]
    phrases += [report.get(key) for report in plan.get("reports", ()) for key in REPORT_PHRASES]
    phrases += [target["value"] for target in plan.get("targets", ())]
    assert [each for each in list_texts(phrases) if not stands_in(each, source(slug))] == []


@pytest.mark.parametrize("slug", LISTS)
def test_each_item_of_a_list_is_a_task(slug):
    """The tasks of a list document are its innermost items, all of them, under their headings."""
    tasks = tasks_of(slug)
    start = source(slug).index(tasks[0]["section"].split(" › ")[0])
    items = read_items(source(slug)[start:], *LISTS[slug])
    # An item may give several tasks, to several addressees: they bear its number.
    groups = groupby(tasks, lambda task: (task["section"], task.get("number", task["id"])))
    for item, (_, group) in zip(items, groups, strict=True):
        same = list(group)
        sections = same[0]["section"].split(" › ")
        headed = len(sections) > len(item.headings)  # an item may be its own heading
        printed = [*item.headings, f"{item.mark} {item.text}"]
        above = zip(printed[: len(sections)], sections, strict=True)
        for heading, section in above:
            assert heading.startswith(section)
            assert stands_in_lines(section, source(slug))
        mark = sections[-1] if headed else item.mark
        assert " ".join([mark, *(task["task"] for task in same)]) == printed[-1]
        number = None if headed or item.mark == BULLET else item.mark.strip("().")
        assert {task.get("number") for task in same} == {number}


@pytest.mark.parametrize("slug", LISTS)
def test_addressee_and_time_of_a_list_item_are_printed(slug):
    """In a list document the addressee is a known unit, and the task holds its words on time."""
    units = list_names("units.yaml", slug)
    for task in tasks_of(slug):
        assert task["lead_text"] in units
        assert stands_in(task["lead_text"], source(slug))
        if "when_text" in task:
            assert stands_in(task["when_text"], task["task"])


def test_each_tabbed_row_is_a_task():
    """The rows of 001 under their group are its tasks, cell by cell."""
    rows, group = [], ""
    for number, task, lead, support, when in read_table(source(TABBED)):
        if number.isdigit():
            rows.append((group, number, task, lead, support, when))
        else:
            group = f"{number} {task}"
    columns = ("section", "number", "task", *UNITS, "when_text")
    assert [tuple(task.get(each, "") for each in columns) for task in tasks_of(TABBED)] == rows


def test_borders_of_cells_agree_with_no_break_spaces():
    """In 004 no border parts words that a no-break space joins, and none is missing at a space."""
    site, document = site_and_source(SPACED)
    wrong = []
    for ((before, _), (cell, word)), (gap, _) in zip(pairwise(site), document[1:], strict=True):
        if cell.row is None:
            continue
        if cell is before:  # only a task holds plain spaces
            right = "\n" in gap or " " not in gap or cell.column == "task"
        elif cell.row == before.row:
            right = gap.strip("\u00a0") != ""
        else:
            right = "\n" in gap
        if not right:
            wrong.append((cell, word))
    assert wrong == []


def test_borders_of_cells_at_line_breaks_agree_with_the_names():
    """Where 004 breaks a line at a border, the names of units and people tell the cells apart."""
    tasks = tasks_of(SPACED)
    units, people = list_names("units.yaml", SPACED), list_names("people.yaml", SPACED)
    starts = {task["lead_text"].split()[0] for task in tasks}
    supports = {task["support_text"] for task in tasks if "support_text" in task}
    for each in tasks + ADJUSTMENTS:
        assert each["task"].split()[-1] not in starts
        assert set(each["lead_text"].replace(" (chủ trì)", "").split("; ")) <= units
    for task in tasks:
        if "leader_text" in task:
            assert set(task["leader_text"].removeprefix("Các PGĐ Sở: ").split("; ")) <= people
        if "product" in task:
            assert task["product"][0].isupper()
            assert task["product"] not in supports


def test_quarters_hold_as_many_tasks_as_their_headings_say():
    """The tasks of 004 are numbered from 1 to the figure in the heading of their quarter."""
    headings = re.findall(r"^([IVX]+ Quý .*\((\d+) nhiệm vụ\))$", source(SPACED), re.MULTILINE)
    printed = [(fold(name), [str(n + 1) for n in range(int(count))]) for name, count in headings]
    quarters = groupby(tasks_of(SPACED), lambda task: task["section"].split(" › ")[0])
    assert [(name, [task["number"] for task in tasks]) for name, tasks in quarters] == printed


def test_adjustments_agree_with_their_remarks():
    """An adjustment bears its row's number, its month's remark and the kind that its own tells."""
    assert [each["index"] for each in ADJUSTMENTS] == [str(n + 1) for n in range(len(ADJUSTMENTS))]
    for each in ADJUSTMENTS:
        year, month = each["month"].split("-")
        assert each["number"].isdigit()
        assert year == PLANS[SPACED]["year"]
        assert each["month_remark"] in month_remarks(SPACED)
        assert each["month_remark"].startswith(f"Tháng {int(month)} ")
        if "remark" in each:
            assert ADJUSTMENT_KINDS[each["kind"]].lower() in each["remark"].lower()


def test_adjustments_propose_what_the_document_proposes():
    """Without a remark of its own a row has what its month's remark says of its number, or nothing."""
    told = re.compile(r"có (\d+) nhiệm vụ [\d,]+\W* *đề xuất bỏ (\d+) nhiệm vụ ?([\d,]*)")
    for each in ADJUSTMENTS:
        if "remark" in each:
            continue
        found = told.search(each["month_remark"])
        dropped = found and (found[1] == found[2] or each["number"] in found[3].split(","))
        expected = ("drop" if dropped else "keep") if found else None
        assert each.get("kind") == expected, each


def test_adjustments_are_worked_into_the_lists():
    """What an adjustment keeps or adds is the task that it names; what it drops is on no list."""
    for each in ADJUSTMENTS:
        listed = [task["id"] for task in tasks_of(SPACED) if task["task"] == each["task"]]
        if each.get("kind") == "drop":
            assert listed == []
            assert "becomes" not in each
        else:
            assert each["becomes"] in listed


# ---- what is understood of the documents ---------------------------------------------------------

CASES = parse((ROOT / "tests/data/when.yaml").read_text(encoding="utf-8"))
USAGE = parse((ROOT / "tests/cases/when.yaml").read_text(encoding="utf-8"))
ALL_CASES = [
    each for cases in (*CASES.values(), USAGE["usage"], USAGE["doubtful"]) for each in cases
]


@pytest.mark.parametrize("name", CASES)
def test_the_words_of_time_of_a_document_are_understood(name):
    """The golden cases of a document stand in it, and mean what they say."""
    whole = fold(unicodedata.normalize("NFC", read_source(ROOT / "data/sources" / name)))
    for case in CASES[name]:
        assert fold(case["words"]) in whole
        assert parse_when(case["words"], year=case.get("year", YEAR)) == expected(case)


@pytest.mark.parametrize("slug", PLANS)
def test_every_time_of_a_document_has_a_case(slug):
    """No words of time of the five documents are without a golden case."""
    plan = PLANS[slug]
    used = {task.get("when_text") for task in tasks_of(slug)} | {plan.get("period_text")}
    used |= {report["when_text"] for report in plan.get("reports", ())}
    assert used - {None} - {case["words"] for case in ALL_CASES} == set()


@pytest.mark.parametrize("slug", PLANS)
def test_no_number_of_a_document_is_missed(slug):
    """Everything that looks like a document's number in the five texts is understood as one."""
    assert list(find_misprints(fold(source(slug)))) == []


def test_a_typo_against_the_source_is_a_warning(tmp_path):
    """One wrong letter in a cell is told with its line, what is printed, and what to do."""
    for folder in ("data", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    texts = {
        tmp_path / path: (tmp_path / path).read_text("utf-8") for path in list_task_files(ROOT)
    }
    place, text = next(each for each in texts.items() if "Tuần lễ Đổi mới" in each[1])
    place.write_text(text.replace("Tuần lễ Đổi mới", "Tuần lể Đổi mới", 1), encoding="utf-8")
    found = [each for each in check_book(load_root(tmp_path)) if "Tuần lể" in each.message]
    assert [(each.field, each.severity) for each in found] == [("task", "warning")]
    assert "văn bản in “" in found[0].message
    assert "Tuần lễ" in found[0].message
    assert "Tuần lể" in place.read_text(encoding="utf-8").splitlines()[found[0].line - 1]


def test_the_five_documents_contradict_no_source():
    """Nothing in the data of the five differs from its source, so check is silent about them."""
    told = [
        each
        for each in check_book(load_root(ROOT, DEFAULT_PAGES))
        if "data/sources/" in each.message
    ]
    sources = [plan["source"] for plan in PLANS.values()]
    assert [each for each in told if any(name in each.message for name in sources)] == []
