"""The search page tells the site's own bodies from others, and narrows to one of them."""

import pytest

from tests.browser.test_search import SearchPage


@pytest.fixture
def foreign(book):
    """A task of a document of another body than the site's own."""
    return next(each for each in book.tasks if not book.is_own(book.plan[each.plan]))


def test_a_result_of_another_body_says_so(open_page, book, foreign):
    """Its card names the body; a card of the site's own does not."""
    search = SearchPage(open_page(f"search/?plan={foreign.plan}"))
    short = book.body[book.plan[foreign.plan].body].short
    kickers = search.page.locator("[data-result] .kicker").all_inner_texts()
    assert kickers
    assert all(f"cơ quan khác: {short}" in each for each in kickers)
    own = next(plan.slug for plan in book.plans if book.is_own(plan))
    search = SearchPage(open_page(f"search/?plan={own}"))
    kickers = search.page.locator("[data-result] .kicker").all_inner_texts()
    assert kickers
    assert not any("cơ quan khác" in each for each in kickers)


def test_results_are_narrowed_to_a_body(open_page, book, foreign):
    """The filter offers every body that has results, and stands in the address."""
    body = book.plan[foreign.plan].body
    search = SearchPage(open_page("search/?status=none"))
    search.tick("body", body)
    assert search.asked == {"status": ["none"], "body": [body]}
    count = sum(book.plan[task.plan].body == body and not task.status for task in book.tasks)
    assert search.status == f"{count} nhiệm vụ"
    assert len(search.results) == min(count, 10)


def test_a_body_alone_is_no_choice(open_page, book):
    """Where all results are of one body, the filter is not shown."""
    own = next(plan.slug for plan in book.plans if book.is_own(plan))
    search = SearchPage(open_page(f"search/?plan={own}"))
    assert search.page.locator("[name=unit]").count()
    assert not search.page.locator("[name=body]").count()
