"""A small book for the tests of what is made from a book: the edges, and text that means harm."""

import datetime as dt

from planbook.model import Adjustment, Body, Book, Person, Plan, Site, Task, Unit
from planbook.site.written import Written

SITE = Site(name="Kế hoạch", url="https://so.example.vn/ke-hoach/", repository=None, branch="main")

# The written pages of a site, by address.
WRITTEN = {
    address: Written(title, label, f"{title}: trang này có gì.", "Chép đúng từng chữ.")
    for address, title, label in (
        ("", "Đang giao việc gì", "Trang chủ"),
        ("plans/", "Văn bản", "Văn bản"),
        ("tasks/", "Tất cả nhiệm vụ", "Nhiệm vụ"),
        ("units/", "Đơn vị", "Đơn vị"),
        ("months/", "Nhiệm vụ theo tháng", "Theo tháng"),
        ("people/", "Lãnh đạo chỉ đạo", "Lãnh đạo"),
        ("standing/", "Thường xuyên, có điều kiện", "Thường xuyên, có điều kiện"),
        ("statistics/", "Số liệu", "Số liệu"),
        ("search/", "Tìm kiếm", "Tìm kiếm"),
        ("data/", "Dữ liệu mở", "Dữ liệu mở"),
        ("references/", "Văn bản được nhắc đến", "Văn bản được nhắc đến"),
        ("abbreviations/", "Từ viết tắt", "Từ viết tắt"),
        ("changes/", "Nhật ký thay đổi", "Nhật ký thay đổi"),
        ("sitemap/", "Sơ đồ trang", "Sơ đồ trang"),
        ("about/", "Giới thiệu", "Giới thiệu"),
    )
}

HOSTILE = "=HYPERLINK(\"https://ac.example\"); <script>alert('Đ')</script> ]]> \\n, _x0041_ 999999"


def a_task(id: str = "kh-1", **fields) -> Task:
    """Make a task of the small plan."""
    return Task(
        **{
            "id": id,
            "plan": "ke-hoach",
            "url": f"tasks/{id}/",
            "task": "Xây dựng báo cáo",
            "lead_text": "Văn phòng Sở",
            "lead": ("van-phong",),
            "months": (),
            "inherited": False,
            **fields,
        }
    )


def a_plan(slug: str = "ke-hoach", **fields) -> Plan:
    """Make a plan of the department."""
    return Plan(
        **{
            "slug": slug,
            "url": f"plans/{slug}/",
            "title": "Kế hoạch công tác",
            "short": "Kế hoạch",
            "kind": "plan",
            "year": "2025",
            "summary": "Kế hoạch công tác năm 2025",
            "issuer": "Sở",
            "body": "so",
            **fields,
        }
    )


def a_unit(id: str, short: str, **fields) -> Unit:
    """Make a unit of the department."""
    return Unit(
        **{"id": id, "url": f"units/{id}/", "name": short, "short": short}
        | {"kind": "division", "body": "so", **fields}
    )


def a_book(*tasks: Task, **fields) -> Book:
    """Make a book of some tasks; by default one of each edge."""
    return Book(
        **{
            "bodies": (Body(id="so", name="Sở", short="Sở", own=True),),
            "plans": (a_plan(), a_plan("trong", title="Văn bản chưa có nhiệm vụ", short="Trống")),
            "units": (a_unit("van-phong", "Văn phòng Sở"), a_unit("do-luong", "Phòng Đo lường")),
            "people": (
                Person(id="mai", url="people/mai/", name="Mai", office="Phó Giám đốc", body="so"),
            ),
            "tasks": tasks or EDGES,
            "adjustments": (
                Adjustment(plan="ke-hoach", number="3", index=1, task=HOSTILE, kind="drop"),
            ),
            **fields,
        }
    )


EDGES = (
    a_task(
        "mot-thang",
        number="1",
        section="I Quý III › Tháng 7",
        start=dt.date(2025, 7, 1),
        end=dt.date(2025, 7, 31),
        months=("2025-07",),
        support=("van-phong",),  # leads and supports
        leaders=("mai",),
    ),
    a_task(
        "ba-ngay",
        task="Tổ chức hội nghị tiêu chuẩn, đo lường",
        start=dt.date(2025, 9, 29),
        end=dt.date(2025, 10, 1),
        status="done",
        reported=dt.date(2025, 10, 2),
        result="Đã tổ chức",
        evidence=("https://so.example.vn/a", "https://so.example.vn/b"),
    ),
    a_task("khong-han", lead=(), lead_text=None, condition="Sau khi Trung ương ban hành"),
    a_task(
        "hang-nam",
        lead_text="Phòng khác",
        lead=(),
        start=dt.date(2025, 4, 1),
        end=dt.date(2025, 6, 30),
        recurrence="FREQ=YEARLY;BYMONTH=4,5,6",
    ),
    a_task(
        "hiem-doc",
        task=HOSTILE,
        product="-1+1",
        note="@x\ny",
        status="dropped",
        end=dt.date(2025, 12, 31),
    ),
)
