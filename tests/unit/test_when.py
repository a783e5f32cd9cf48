"""The time grammar understands what the documents say, and never more than they say."""

import datetime as dt
import json
import random
import re
import unicodedata
from pathlib import Path

import pytest
import yaml
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.vietnamese.alphabet import normalise
from planbook.vietnamese.when import (
    CONTINUOUS,
    When,
    as_json,
    document_day,
    parse_when,
    when_of_section,
)
from tests.conftest import run_command
from tests.small_book import a_plan
from tests.when_cases import YEAR, expected, words_of

ROOT = Path(__file__).parents[2]
GOLDEN = yaml.safe_load((ROOT / "tests/cases/when.yaml").read_text(encoding="utf-8"))
CASES = [*GOLDEN["usage"], *GOLDEN["doubtful"]]

# What official words of time are made of; the random texts are put together from these.
VOCABULARY = [
    word.replace("_", " ")
    for word in [
        "ngày",
        "tháng",
        "quý",
        "năm",
        "tuần",
        "Tháng",
        "Quý",
        "T7",
        "Q4",
        "I",
        "II",
        "III",
        "IV",
        "V",
        "1",
        "2",
        "3",
        "6",
        "9",
        "12",
        "13",
        "15",
        "30",
        "31",
        "02",
        "05",
        "2024",
        "2025",
        "2026",
        "2030",
        "15/9",
        "30/6/2021",
        "31/02/2025",
        "28-30/7/2025",
        "2025-2030",
        "17/2025",
        "9/2025",
        "1703/QĐ-TTg",
        "38-CT/TW",
        "7h30",
        "/",
        "-",
        "–",
        ",",
        ";",
        ".",
        ":",
        "(",
        ")",
        "và",
        "hoặc",
        "trong",
        "vào",
        "đầu",
        "giữa",
        "cuối",
        "nửa",
        "khoảng",
        "dự_kiến",
        "trước",
        "sau",
        "đến",
        "hết",
        "từ",
        "kể_từ",
        "bắt_đầu",
        "kết_thúc",
        "chậm_nhất",
        "muộn_nhất",
        "không_quá",
        "6_tháng_đầu_năm",
        "6_tháng_cuối_năm",
        "giai_đoạn",
        "hàng_năm",
        "hằng_năm",
        "hàng_quý",
        "hằng_tháng",
        "hàng_tuần",
        "định_kỳ",
        "mỗi",
        "1_lần/năm",
        "02_lớp/năm",
        "lần",
        "thường_xuyên",
        "liên_tục",
        "đột_xuất",
        "sau_khi",
        "khi_có_yêu_cầu",
        "trước_khi",
        "theo_kế_hoạch",
        "của",
        "được",
        "ban_hành",
        "kế_hoạch",
        "báo_cáo",
        "hoàn_thành",
        "thực_hiện",
        "nếu_có",
        "UBND",
        "Sở",
        "Đề_án",
        "Luật",
        "âm_lịch",
        "Tết",
        "số",
    ]
]

timely_texts = st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)
any_texts = st.one_of(st.text(max_size=60), timely_texts)
years = st.one_of(st.none(), st.integers(2000, 2060))


# ---- golden cases --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=words_of)
def test_words_mean_what_their_case_says(case):
    """Each golden case is understood as written."""
    assert parse_when(case["words"], year=case.get("year", YEAR)) == expected(case)


@pytest.mark.parametrize("case", GOLDEN["yearly"], ids=words_of)
def test_a_yearly_time_begins_with_its_first_occurrence(case):
    """The first that ends on the document's day or after it; without that day there is none."""
    assert parse_when(case["words"], issued=case["issued"]) == expected(case)
    undated = parse_when(case["words"], year=YEAR)
    assert undated.months == ()


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"issued": dt.date(2025, 9, 9)}, "2025-09-09"),
        ({"issued_text": "ngày /9/2025"}, "2025-09-01"),
        ({"issued_text": "Bình An, ngày   tháng 02 năm 2024"}, "2024-02-01"),
        ({"issued_text": "Bình An, ngày tháng năm 2025"}, "2025-01-01"),
        ({"issued_text": "ngày /13/2025"}, None),
        ({}, "2025-01-01"),
        ({"year": "?"}, None),
    ],
)
def test_a_document_counts_from_the_first_day_that_its_printed_date_allows(fields, day):
    """A day that is still blank is the first of the month or year that is printed."""
    assert document_day(a_plan(**fields)) == (day and dt.date.fromisoformat(day))


@pytest.mark.parametrize("case", GOLDEN["sections"], ids=words_of)
def test_headings_mean_what_their_case_says(case):
    """The innermost heading that is nothing but a period counts."""
    assert when_of_section(case["section"], case.get("year", YEAR)) == expected(case)


@pytest.mark.parametrize("case", [case for case in CASES if case.get("year", YEAR)], ids=words_of)
def test_spelling_does_not_matter(case):
    """Decomposed letters, no-break spaces, capitals and "hằng" for "hàng" are read the same."""
    year, when = case.get("year", YEAR), expected(case)
    spaced = unicodedata.normalize("NFD", case["words"]).replace(" ", " \xa0\n")
    assert parse_when(spaced, year=year) == when
    dated = (when.start, when.end, when.recurrence, when.months)
    other_letter = re.sub(r"\bhàng (?=năm|quý|tháng)", "hằng ", case["words"])
    for other in (case["words"].upper(), other_letter):
        found = parse_when(other, year=year)
        assert (found.start, found.end, found.recurrence, found.months) == dated


def test_the_year_of_issue_completes_dates():
    """The plan's year counts before the year of issue, and words with a year need neither."""
    issued = dt.date(2024, 12, 20)
    assert parse_when("tháng 3", issued=issued).end == dt.date(2024, 3, 31)
    assert parse_when("tháng 3", issued=issued, year=2025).end == dt.date(2025, 3, 31)
    assert parse_when("tháng 3/2025") == parse_when("tháng 3", year=2025)


@pytest.mark.parametrize(
    ("words", "year"), [("trước tháng 01", 1), ("sau tháng 12", 9999), ("tháng 3", 20255)]
)
def test_a_year_outside_the_calendar_is_doubted(words, year):
    """A plan's year that no calendar has gives a doubt, not a failure."""
    when = parse_when(words, year=year)
    assert when == When(rest=words, doubts=(f"“{words}” không có trong lịch",))


def test_the_command_prints_the_fields_of_the_contract():
    """`build.py when` prints what was understood, dates as text."""
    words = "trước ngày 15/3/2025"
    printed = run_command("when", words).stdout
    assert json.loads(printed) == {
        "start": None,
        "end": "2025-03-14",
        "recurrence": None,
        "months": ["2025-03"],
        "condition": None,
        "rest": None,
    }
    assert json.loads(json.dumps(as_json(parse_when(words)))) == json.loads(printed)


# ---- properties ----------------------------------------------------------------------------------


def assert_sound(text: str, year: int | None) -> None:
    """Check what must hold of the meaning of any words."""
    when = parse_when(text, year=year)
    folded = normalise(text)
    if when.start and when.end:
        assert when.start <= when.end, (text, when)
    for month in when.months:
        first = dt.date.fromisoformat(f"{month}-01")
        assert not when.end or first <= when.end, (text, when)
        assert not when.start or f"{when.start:%Y-%m}" <= month, (text, when)
    written = [int(each) for each in re.findall(r"(?:19|20)\d\d", folded)]
    for date in filter(None, (when.start, when.end)):
        # The day before the first of January belongs to the year before; so may a range begin.
        known = [*written, *filter(None, [year])]
        assert any(abs(date.year - each) <= 1 for each in known), (text, when)
        # "cuối năm" is the only time without a number.
        assert re.search(r"\d|\bQ?[IV]+\b|năm", folded, re.IGNORECASE), (text, when)
    for words in (when.condition, when.rest):
        assert all(part in folded for part in (words or "").split("; ")), (text, when)
    assert "" not in (when.condition, when.rest), (text, when)
    if when.recurrence and when.recurrence != CONTINUOUS:
        assert next(iter(rrulestr(when.recurrence, dtstart=dt.datetime(2025, 1, 1)))), (text, when)


@settings(max_examples=settings().max_examples * 5)
@given(any_texts, years)
def test_any_text_has_a_sound_meaning(text, year):
    """No text fails, reverses a period, makes a date out of nothing or loses words."""
    assert_sound(text, year)


def test_ten_thousand_texts_of_time_words_have_a_sound_meaning():
    """The same of ten thousand texts put together from words of time, the same in every run."""
    chance = random.Random(5)
    for _ in range(10_000):
        text = " ".join(chance.choices(VOCABULARY, k=chance.randint(1, 12)))
        assert_sound(text, chance.choice((None, 2021, 2025)))


@given(timely_texts)
def test_without_digits_or_years_nothing_is_dated(text):
    """Words without any number give no date when the plan's year is not known."""
    when = parse_when(re.sub(r"\d", "", text))
    assert (when.start, when.end, when.months) == (None, None, ())


@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)), st.data())
def test_a_date_is_read_however_it_is_written(date, data):
    """Each way to write a day gives that day; before, until and after it are exact."""
    day = data.draw(
        st.sampled_from(
            [
                f"{date:%d/%m/%Y}",
                f"{date.day}-{date.month}-{date.year}",
                f"{date:%d.%m.%Y}",
                f"ngày {date:%d/%m/%Y}",
                f"ngày {date:%d} tháng {date:%m} năm {date.year}",
                f"ngày {date.day}/{date.month}",
            ]
        )
    )
    one = dt.timedelta(1)
    year = date.year
    assert (parse_when(day, year=year).start, parse_when(day, year=year).end) == (date, date)
    for words, start, end in (
        (f"trước {day}", None, date - one),
        (f"Chậm nhất {day}", None, date),
        (f"đến hết {day}", None, date),
        (f"từ {day}", date, None),
        (f"sau {day}", date + one, None),
    ):
        when = parse_when(words, year=year)
        assert (when.start, when.end, when.rest) == (start, end, None), words


@pytest.mark.parametrize("vague", ["đầu", "giữa", "Cuối", "khoảng", "trong đầu", "dự kiến cuối"])
@pytest.mark.parametrize("period", ["tháng 7/2025", "tháng 7, 8", "quý III", "năm 2025"])
def test_a_vague_word_never_narrows(vague, period):
    """A vague word before a period changes nothing."""
    plain = parse_when(period, year=YEAR)
    assert parse_when(f"{vague} {period}", year=YEAR) == plain
    assert parse_when(f"đến {vague} {period}", year=YEAR).end == plain.end
    assert parse_when(f"từ {vague} {period}", year=YEAR).start == plain.start


@given(any_texts, st.one_of(st.none(), st.integers(1, 9999)))
def test_headings_never_leave_a_rest(text, year):
    """A heading is a period or nothing."""
    assert when_of_section(text, year).rest is None
