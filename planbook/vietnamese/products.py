"""Find the families of a product by the document words in its text, so that products can be counted.

A pure rule of Vietnamese: the text is never changed, and nothing is known of any office.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from planbook.vietnamese.alphabet import canonical, normalise

# The words that make a product one of a family; of two that begin at one place the longer counts.
PRODUCT_WORDS: Mapping[str, tuple[str, ...]] = {
    "plan": ("kế hoạch", "chương trình", "đề án", "phương án", "dự án", "dự toán", "lịch"),
    "report": ("báo cáo", "biên bản", "kết quả", "kết luận"),
    "decision": (
        "quyết định",
        "nghị quyết",
        "chỉ thị",
        "quy chế",
        "quy định",
        "quy trình",
        "quy chuẩn",
        "thông tư",
        "văn bản quy phạm",
        "VBQPPL",
    ),
    "letter": (
        "văn bản",
        "công văn",
        "tờ trình",
        "thông báo",
        "hướng dẫn",
        "giấy mời",
        "hồ sơ",
        "tài liệu",
        "danh sách",
    ),
    "event": (
        "tổ chức",
        "hội nghị",
        "hội thảo",
        "hội thi",
        "cuộc thi",
        "họp",
        "tọa đàm",
        "diễn đàn",
        "lễ",
        "sự kiện",
        "lớp",
        "đào tạo",
        "tập huấn",
        "bồi dưỡng",
    ),
    "product": (
        "sản phẩm",
        "bản tin",
        "tin",
        "chuyên mục",
        "phóng sự",
        "ấn phẩm",
        "kỷ yếu",
        "phần mềm",
        "ứng dụng",
        "hệ thống",
        "cơ sở dữ liệu",
        "mô hình",
    ),
}
FAMILIES = {
    "plan": "Kế hoạch, chương trình, đề án",
    "report": "Báo cáo, biên bản, kết quả",
    "decision": "Quyết định, nghị quyết, quy chế",
    "letter": "Văn bản, tờ trình, hồ sơ",
    "event": "Hội nghị, lớp tập huấn, sự kiện",
    "product": "Bản tin, phần mềm, mô hình",
    "other": "Khác",
}

_ONLY_FIRST = ("tổ chức", "tin", "lịch")  # elsewhere a body, thông tin, du lịch
_FAMILY_OF = {canonical(word): id for id, found in PRODUCT_WORDS.items() for word in found}
_FORMS = sorted(_FAMILY_OF, key=len, reverse=True)
_DOCUMENT_WORD = re.compile(
    "|".join(("^" if form in _ONLY_FIRST else r"\b") + form + r"\b" for form in _FORMS)
)
_BRACKETS = re.compile(r"\([^()]*\)")
_SUBJECT = re.compile(r"\b(?:v/v|về việc)\b.*", re.IGNORECASE)  # tells what about, not what
_PARTS = re.compile(r"[,;/+&…]|\bvà\b", re.IGNORECASE)


@lru_cache(maxsize=4096)  # few wordings, many tasks
def find_families(text: str | None) -> tuple[str, ...]:
    """List the families of a product in the order of its text, each once; the first counts in sums.

    Commas, semicolons, slashes and "và" part a list; in each part the first document word decides,
    for what follows it tells of what: "Quyết định phê duyệt kế hoạch" is a decision. Words in
    brackets or after "v/v" are passed over. A blank cell has no family, not even "other".
    """
    if not text or not text.strip():
        return ()
    said = _SUBJECT.sub("", _BRACKETS.sub("", normalise(text)))
    words = (_DOCUMENT_WORD.search(canonical(part)) for part in _PARTS.split(said))
    found = (_FAMILY_OF[word[0]] for word in words if word)
    return tuple(dict.fromkeys(found)) or ("other",)
