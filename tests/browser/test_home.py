"""The home page answers at once what is due now, and leads on by topic."""

PHONE = (360, 740)


def test_the_first_screen_of_a_phone_says_what_is_due_now(open_page):
    """The month with its count, and the first task, stand above the fold."""
    page = open_page("", PHONE)
    first = page.locator(".now [data-task]").first
    box = first.bounding_box()
    assert "nhiệm vụ đến hạn" in page.locator("#now").inner_text()
    assert box["y"] + box["height"] <= PHONE[1]


def test_a_topic_is_one_click_from_its_tasks(open_page):
    """The words of the topic stand in the search, and there are results."""
    page = open_page()
    words = ("an toàn thực phẩm", "bệnh án điện tử", "chuyển đổi số", "mua sắm thuốc", "tập huấn")
    topics = page.locator("nav[aria-labelledby=topics] a")
    links = topics.evaluate_all("all => all.map(each => each.href)")
    for link, asked in zip(links, words, strict=True):
        page.goto(link)
        page.wait_for_selector("[data-result]")
        assert page.locator("main input[type=search]").input_value().casefold() == asked


def test_every_page_says_whom_to_ask(open_page):
    """The footer has the body's telephone; a unit's page its own, or else the body's."""
    page = open_page("units/tt-ksbt/")
    numbers = page.locator("address a[href^='tel:']").all_inner_texts()
    assert numbers == ["0299 3 123 777", "0299 3 123 456"]
    page = open_page("units/nghiep-vu-y/")
    assert page.locator("main address b").inner_text() == "Sở Y tế tỉnh Bình An"
