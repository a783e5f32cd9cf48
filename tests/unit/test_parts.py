"""A list that is too long for one page is parted by year, and a year by its months."""

from collections import Counter
from itertools import pairwise

import pytest

from planbook.views import parts
from planbook.views.parts import list_turns, part_by_time


@pytest.fixture(autouse=True)
def _few_rows(monkeypatch):
    """A page bears ten rows."""
    monkeypatch.setattr(parts, "MOST_ROWS", 10)


def shape(part):
    """Tell of each page its path and what stands on it."""
    return {each.path: " ".join(sorted(each.places)) for each in part.all}


def months(year, counts):
    """Count the rows of the first months of a year."""
    return {f"{year}-{at:02}": count for at, count in enumerate(counts, start=1) if count}


@pytest.mark.parametrize("counts", [{}, {"": 10}, months(2020, [5, 5])])
def test_a_list_that_one_page_bears_is_not_parted(counts):
    """As many rows as a page bears stand on one."""
    assert part_by_time(counts, "2025-05") is None


@pytest.mark.parametrize(
    ("now", "name", "first", "rest"),
    [
        (months(2025, [2, 2, 2]), "Năm 2025", "2025-01 2025-02 2025-03", ""),
        (months(2025, [2, 2]) | months(2026, [2]), "Từ năm 2025", "2025-01 2025-02 2026-01", ""),
        (months(2025, [9, 2]) | months(2026, [2]), "Từ tháng 2/2025", "2025-02 2026-01", "2025-01"),
        (months(2025, [1, 9]) | months(2026, [9]), "Tháng 2/2025", "2025-02", "2025-01"),
    ],
)
def test_the_first_page_holds_what_is_of_today(now, name, first, rest):
    """This year and what is later, or of that what fits: from this month on, or this month."""
    part = part_by_time({"": 1, "2025": 1, "2024-05": 4} | now, "2025-02")
    assert part.name == name
    assert shape(part)[""].split() == ["2025", *first.split()]
    assert shape(part).get("2025/", "") == rest
    assert shape(part)["2024/"] == "2024-05"
    assert part.parts[-1].name == "Năm 2024"


@pytest.mark.parametrize(
    ("counts", "paths"),
    [
        ([1, 1, 1, 1, 1, 1, 1], ["2024/"]),
        ([3, 3, 3, 0, 0, 0, 3], ["2024/", "2024/h1/", "2024/h2/"]),
        ([3, 3, 3, 2, 0, 0, 0, 9], ["2024/", "2024/q1/", "2024/q2/", "2024/q3/"]),
        ([3, 9, 3, 0, 30], ["2024/", "2024/01/", "2024/02/", "2024/03/", "2024/05/"]),
    ],
)
def test_a_year_that_is_too_long_is_parted_by_its_months(counts, paths):
    """The longest of halves, quarters and months that fit; a month is never parted."""
    part = part_by_time({"": 9, "2024": 1, "2025-02": 1} | months(2024, counts), "2025-02")
    found = shape(part)
    assert list(found) == ["", *paths]
    listed = " ".join(found.values()).split()
    assert sorted(listed) == ["2024", *months(2024, counts), "2025-02"]
    assert "2024" in found["2024/"].split()


def test_a_list_that_ended_begins_with_its_last_year():
    """What is of today is then what was last."""
    part = part_by_time(months(2020, [9]) | months(2021, [2, 2]), "2025-02")
    assert (part.name, shape(part)[""]) == ("Năm 2021", "2021-01 2021-02")


def test_every_page_leads_to_its_neighbours_in_time():
    """From the oldest to the newest and back; each level marks where the reader is."""
    counts = months(2025, [0, 3]) | months(2024, [9, 0, 0, 0, 0, 0, 9]) | months(2023, [5])
    part = part_by_time({"": 1, "2025": 1} | counts, "2025-02")
    turns = {turn.url: turn for turn in list_turns(part, "units/a/", Counter())}
    order, at = [], "units/a/2023/"
    while at:
        order.append(at)
        at = turns[at].next and turns[at].next.url
    assert order == ["units/a/2023/", "units/a/2024/h1/", "units/a/2024/h2/", "units/a/"]
    for before, after in pairwise(order):
        assert turns[after].previous.url == before
    current = [way.label for level in turns[order[1]].levels for way in level if way.current]
    assert current[0] == "2024"
    assert turns[order[1]].trail[0] == ("Năm 2024", "units/a/2024/")
    assert not turns[order[0]].previous
