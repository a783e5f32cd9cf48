"""The families of products, by the words of their text."""

import unicodedata

import pytest

from planbook.vietnamese.products import FAMILIES, PRODUCT_WORDS, find_families

CASES = {
    "Kế hoạch của UBND tỉnh": "plan",
    "Kế hoạch, dự toán": "plan",
    "Lịch trực": "plan",
    "Báo cáo": "report",
    "Báo cáo kết quả điều tra và lập danh sách": "report letter",
    "Báo cáo; Hội nghị": "report event",
    "Kết luận kiểm tra": "report",
    "Dự thảo Quyết định": "decision",
    "Tờ trình, dự thảo Nghị quyết": "letter decision",
    "Quyết định phê duyệt kế hoạch kiểm tra": "decision",
    "Quyết định thành lập Hội đồng; Biên bản họp, nghiệm thu…": "decision report",
    "VBQPPL của UBND tỉnh": "decision",
    "Văn bản quy phạm pháp luật": "decision",
    "Văn bản triển khai": "letter",
    "Văn bản v/v rà soát, đầu tư hệ thống, phục vụ mô hình mới": "letter",
    "Thông báo kết luận": "letter",
    "Hồ sơ hội nghị tổng kết": "letter",
    "Họp, biên bản…": "event report",
    "Kế hoạch, tổ chức họp": "plan event",
    "Tổ chức ngày 28/7/2025 (Giấy mời số 16/GM-UBND)": "event",
    "01 lớp/năm": "event",
    "Lớp đào tạo/tập huấn": "event",
    "Kế hoạch, sản phẩm truyền thông": "plan product",
    "Tin, bài": "product",
    "Chuyên mục trên sóng": "product",
    "60 mẫu; phiếu kiểm nghiệm": "other",
    "UBND tỉnh": "other",
    "Thông tin về các tổ chức du lịch": "other",
}


@pytest.mark.parametrize(("text", "families"), CASES.items())
def test_families(text: str, families: str) -> None:
    """A product belongs to the families of its document words, in the order of its text."""
    assert find_families(text) == tuple(families.split())
    assert find_families(unicodedata.normalize("NFD", text).upper()) == tuple(families.split())


@pytest.mark.parametrize("text", [None, "", " "])
def test_blank(text: str | None) -> None:
    """A blank cell has no family."""
    assert find_families(text) == ()


def test_each_family_has_its_words() -> None:
    """Every family but the last is told by words, and no word tells of two."""
    assert [*PRODUCT_WORDS, "other"] == list(FAMILIES)
    words = [word for found in PRODUCT_WORDS.values() for word in found]
    assert len(words) == len(set(words))
