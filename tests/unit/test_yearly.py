"""What comes back every year is found in the calendar, run by run, and never before its document."""

import datetime as dt

import pytest

from planbook.model import read_yearly
from planbook.reading.load import Understanding
from tests.small_book import a_plan


def runs(rule, year):
    """List the occurrences of a rule in a year, as text."""
    return [f"{first:%d/%m}–{last:%d/%m}" for first, last in read_yearly(rule).occurrences_in(year)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=YEARLY;BYMONTH=4,5,6", ["01/04–30/06"]),
        ("FREQ=YEARLY;BYMONTH=9,3", ["01/03–31/03", "01/09–30/09"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", ["28/02–28/02"]),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=19", ["19/06–19/06", "19/12–19/12"]),
        ("FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=5,6,7", ["05/08–07/08"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", []),
    ],
)
def test_an_occurrence_is_a_run_of_days(rule, expected):
    """Months that touch are one, and so are days; a day that a year lacks is not in it."""
    assert runs(rule, 2025) == expected


@pytest.mark.parametrize(
    "rule",
    [
        None,
        "continuous",
        "FREQ=YEARLY",
        "FREQ=MONTHLY;BYMONTHDAY=5",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=5;UNTIL=x",
    ],
)
def test_a_rule_that_names_no_month_is_not_placed(rule):
    """Nothing is guessed for it."""
    assert read_yearly(rule) is None


def test_a_rule_of_every_second_year_skips_one():
    """The years are counted from the first occurrence, up to the last day of the rule."""
    rule = read_yearly("FREQ=YEARLY;INTERVAL=2;BYMONTH=5;UNTIL=20301231")
    found = [first.year for first, _ in rule.after(dt.date(2026, 5, 31), 2040)]
    assert found == [2028, 2030]


def understand(**values):
    """Understand a row of a plan of September 2025."""
    plan = a_plan(issued_text="ngày /9/2025")
    row = {"id": "a", "plan": plan.slug, "task": "x", **values}
    return Understanding({plan.slug: plan}, {}, {}).task(row, "", 1)


def test_a_task_has_the_first_occurrence_after_its_document():
    """The day of issue that is still blank counts as the first of the month that is printed."""
    task = understand(when_text="1 lần/năm (Quý II hàng năm)")
    assert (task.start, task.end) == (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    assert task.months == ("2026-04", "2026-05", "2026-06")
    assert understand(when_text="trước ngày 15/11 hàng năm").months == ("2025-11",)


def test_an_occurrence_set_by_hand_stands_in_its_months():
    """The editor's days count, where the rule has them; other days are a period of their own."""
    words = {"when_text": "Quý II hàng năm", "start": dt.date(2027, 4, 1)}
    assert understand(**words, end=dt.date(2027, 6, 30)).months == (
        "2027-04",
        "2027-05",
        "2027-06",
    )
    assert understand(**words, end=dt.date(2030, 12, 31)).months == ()
