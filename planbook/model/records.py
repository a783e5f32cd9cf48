"""The book: what the documents say and what was understood of it, as frozen records.

Each field carries its Vietnamese label, its explanation and how people type it (nothing: it is
computed). The YAML shapes, the JSON Schema, the CSV headers and the page labels all come from here.
"""

import datetime as dt
from dataclasses import dataclass

from planbook.model.columns import Role, Typed, column

STATUSES = {
    "in-progress": "Đang thực hiện",
    "done": "Đã hoàn thành",
    "dropped": "Đã bỏ",
    "moved": "Đã chuyển thời gian",
}
SETTLED = ("done", "dropped", "moved")  # nothing is due any more, as far as reported
UNREPORTED = "Chưa có báo cáo"  # of a task that has no status: nothing is inferred
ADJUSTMENT_KINDS = {"drop": "Đề xuất bỏ", "keep": "Giữ", "move": "Chuyển", "add": "Bổ sung"}
UNIT_KINDS = {
    "division": "Phòng chuyên môn",
    "centre": "Đơn vị sự nghiệp",
    "group": "Nhóm đơn vị",
    "outside": "Cơ quan, tổ chức khác",
}
_HOURS = "Thứ Hai đến thứ Sáu, 7 giờ 30 đến 16 giờ 30"
CONTENT_SUFFIXES = {".md", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".pdf", ".docx", ".xlsx"}

# What a page of content/ may ask to be filled in: `<!-- slot: tasks -->`.
SLOTS = ("main", "report", "tasks", "agenda", "adjustments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One numbered row or item of a plan that gives somebody something to do."""

    id: str = column(
        "Mã nhiệm vụ",
        "Không dấu, không đổi; là địa chỉ trang của nhiệm vụ.",
        Typed.ID,
        required=True,
        example="ct2025-70",
    )
    plan: str = column(
        "Văn bản",
        "Mã văn bản, là tên tệp trong content/plans/ bỏ đuôi .md.",
        Typed.ID,
        required=True,
        example="chuong-trinh-2025",
    )
    url: str = column("Địa chỉ trang", "Tính từ gốc của trang web.")
    section: str | None = column(
        "Đề mục",
        "Các đề mục đứng trên nhiệm vụ, đúng như in, từ ngoài vào trong, nối bằng dấu ›.",
        Typed.TEXT,
        example="I Quý III (30 nhiệm vụ) › Tháng 9",
        role=Role.PRINTED,
    )
    number: str | None = column(
        "Số thứ tự",
        "Số in trong văn bản, không ngoặc, không dấu chấm; để trong ngoặc kép.",
        Typed.TEXT,
        example="70",
        role=Role.PRINTED,
    )
    task: str = column(
        "Nhiệm vụ",
        "Nội dung nhiệm vụ, đúng từng chữ như văn bản.",
        Typed.TEXT,
        required=True,
        example="Tổ chức hội nghị sơ kết công tác 9 tháng",
        role=Role.PRINTED,
    )
    lead_text: str | None = column(
        "Đơn vị chủ trì (nguyên văn)",
        "Ô đơn vị chủ trì, đúng từng chữ; văn bản dạng danh sách: nơi được giao.",
        Typed.TEXT,
        example="Phòng Kế hoạch (chủ trì); Phòng Tổ chức",
        role=Role.PRINTED,
    )
    lead: tuple[str, ...] = column(
        "Đơn vị chủ trì",
        "Mã các đơn vị nhận ra trong ô; chỉ ghi tay khi máy nhận chưa đúng.",
        Typed.IDS,
        example="phong-ke-hoach",
        role=Role.UNDERSTOOD,
    )
    support_text: str | None = column(
        "Đơn vị phối hợp (nguyên văn)",
        "Ô đơn vị phối hợp, đúng từng chữ.",
        Typed.TEXT,
        example="Phòng Tổ chức",
        role=Role.PRINTED,
    )
    support: tuple[str, ...] = column(
        "Đơn vị phối hợp",
        "Mã các đơn vị nhận ra trong ô; chỉ ghi tay khi máy nhận chưa đúng.",
        Typed.IDS,
        example="phong-to-chuc",
        role=Role.UNDERSTOOD,
    )
    product: str | None = column(
        "Sản phẩm", "Ô sản phẩm, đúng từng chữ.", Typed.TEXT, example="Báo cáo", role=Role.PRINTED
    )
    leader_text: str | None = column(
        "Lãnh đạo chỉ đạo (nguyên văn)",
        "Ô lãnh đạo chỉ đạo, đúng từng chữ.",
        Typed.TEXT,
        example="PGĐ Sở Nguyễn Văn An",
        role=Role.PRINTED,
    )
    leaders: tuple[str, ...] = column(
        "Lãnh đạo chỉ đạo",
        "Mã những người nhận ra trong ô; chỉ ghi tay khi máy nhận chưa đúng.",
        Typed.IDS,
        example="nguyen-van-an",
        role=Role.UNDERSTOOD,
    )
    when_text: str | None = column(
        "Thời gian (nguyên văn)",
        "Lời văn về thời gian, đúng từng chữ.",
        Typed.TEXT,
        example="Quý IV năm 2025 ban hành kế hoạch",
        role=Role.PRINTED,
    )
    start: dt.date | None = column(
        "Từ ngày",
        "Ngày đầu của thời gian hiểu được, của việc hằng năm là của lần đầu từ ngày văn bản; ghi tay "
        "khi máy hiểu chưa đúng.",
        Typed.DATE,
        example="2025-10-01",
        role=Role.UNDERSTOOD,
    )
    end: dt.date | None = column(
        "Đến ngày",
        "Ngày cuối của thời gian hiểu được, của việc hằng năm là của lần đầu từ ngày văn bản; ghi tay "
        "khi máy hiểu chưa đúng.",
        Typed.DATE,
        example="2025-12-31",
        role=Role.UNDERSTOOD,
    )
    recurrence: str | None = column(
        "Lặp lại",
        "continuous (thường xuyên) hoặc quy tắc lặp RRULE theo RFC 5545.",
        Typed.TEXT,
        example="FREQ=YEARLY",
        role=Role.UNDERSTOOD,
    )
    months: tuple[str, ...] = column(
        "Tháng",
        "Các tháng YYYY-MM mà nhiệm vụ đến hạn; việc hằng năm: của lần đầu, các năm sau theo “Lặp lại”.",
        role=Role.UNDERSTOOD,
    )
    condition: str | None = column(
        "Điều kiện",
        "Lời văn mà thời gian phụ thuộc vào.",
        Typed.TEXT,
        example="Sau khi Đề án của Trung ương ban hành",
        role=Role.UNDERSTOOD,
    )
    when_rest: str | None = column(
        "Lời chưa hiểu", "Phần lời văn về thời gian mà phần mềm chưa hiểu.", role=Role.UNDERSTOOD
    )
    inherited: bool = column(
        "Thời gian theo văn bản",
        "true: nhiệm vụ không ghi thời gian, lấy thời gian chung của văn bản.",
        role=Role.UNDERSTOOD,
    )
    status: str | None = column(
        "Tình trạng",
        "Tình trạng do đơn vị báo cáo; để trống khi chưa có báo cáo.",
        Typed.TEXT,
        choices=STATUSES,
        example="in-progress",
        role=Role.REPORTED,
    )
    reported: dt.date | None = column(
        "Ngày báo cáo",
        "Ngày đơn vị báo cáo tình trạng.",
        Typed.DATE,
        example="2025-11-10",
        role=Role.REPORTED,
    )
    result: str | None = column(
        "Kết quả",
        "Kết quả thực hiện do đơn vị báo cáo.",
        Typed.TEXT,
        example="Đã trình dự thảo Kế hoạch",
        role=Role.REPORTED,
    )
    difficulty: str | None = column(
        "Khó khăn, vướng mắc",
        "Khó khăn, vướng mắc do đơn vị báo cáo.",
        Typed.TEXT,
        example="Chưa được bố trí kinh phí",
        role=Role.REPORTED,
    )
    evidence: tuple[str, ...] = column(
        "Minh chứng",
        "Các đường dẫn https tới sản phẩm, văn bản.",
        Typed.LINKS,
        example="https://example.vn/bao-cao.pdf",
        role=Role.REPORTED,
    )
    priority: str | None = column(
        "Mức quan trọng", "Lời văn đánh dấu nhiệm vụ quan trọng, đúng như in.", role=Role.UNDERSTOOD
    )
    note: str | None = column(
        "Ghi chú",
        "Ô ghi chú, đúng từng chữ.",
        Typed.TEXT,
        example="Nhiệm vụ quan trọng tham mưu UBND tỉnh",
        role=Role.PRINTED,
    )
    path: str = ""  # of the file in which the record stands
    line: int = 0

    @property
    def place(self) -> tuple[str, int]:
        """Give the file and the line of the record."""
        return self.path, self.line


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A row that proposes to drop, keep, move or add a task."""

    plan: str = column("Văn bản", "Mã văn bản có đề xuất.", Typed.ID, required=True)
    number: str = column("Số cũ", "Số thứ tự cũ, đúng như in.", Typed.TEXT, required=True)
    index: int = column("Thứ tự", "Số cuối hàng, đúng như in.", Typed.TEXT, required=True)
    task: str = column("Nhiệm vụ", "Đúng từng chữ như văn bản.", Typed.TEXT, required=True)
    lead_text: str | None = column("Đơn vị chủ trì (nguyên văn)", "Đúng từng chữ.", Typed.TEXT)
    support_text: str | None = column("Đơn vị phối hợp (nguyên văn)", "Đúng từng chữ.", Typed.TEXT)
    remark: str | None = column("Ý kiến về hàng", "Ô ý kiến của riêng hàng.", Typed.TEXT)
    month_remark: str | None = column("Ý kiến về tháng", "Ô ý kiến chung của tháng.", Typed.TEXT)
    kind: str | None = column(
        "Loại đề xuất", "Đề xuất gì với nhiệm vụ.", Typed.TEXT, choices=ADJUSTMENT_KINDS
    )
    text: str | None = column("Lời đề xuất", "Ý kiến về hàng; không có thì ý kiến về tháng.")
    month: str | None = column("Tháng", "Tháng của đề xuất, YYYY-MM.", Typed.TEXT)
    becomes: str | None = column("Thành nhiệm vụ", "Mã nhiệm vụ mà hàng này trở thành.", Typed.ID)
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A division, centre, group or outside body, with its life span and other names."""

    id: str = column("Mã đơn vị", "Không dấu, không đổi.", Typed.ID, required=True)
    url: str = column("Địa chỉ trang", "Tính từ gốc của trang web.")
    name: str = column("Tên đầy đủ", "", Typed.TEXT, required=True)
    short: str = column("Tên gọn", "", Typed.TEXT, required=True)
    names: tuple[str, ...] = column(
        "Các cách viết", "Mọi cách viết khác gặp trong văn bản.", Typed.TEXTS
    )
    kind: str = column("Loại", "", Typed.TEXT, required=True, choices=UNIT_KINDS)
    body: str = column(
        "Thuộc cơ quan",
        "Mã cơ quan; tên đơn vị chỉ được nhận trong văn bản của cơ quan ấy.",
        Typed.ID,
        required=True,
    )
    first_day: dt.date | None = column("Ngày bắt đầu", "Khi văn bản có nêu.", Typed.DATE)
    last_day: dt.date | None = column("Ngày kết thúc", "Khi văn bản có nêu.", Typed.DATE)
    ended: bool = column("Đã kết thúc", "true khi đơn vị không còn hoạt động.", Typed.FLAG)
    successor: str | None = column("Đơn vị kế tục", "Chỉ khi văn bản nêu rõ.", Typed.ID)
    address: str | None = column("Địa chỉ", "Nơi tiếp dân, nhận thư của đơn vị.", Typed.TEXT)
    phone: str | None = column(
        "Điện thoại", "Số chung của đơn vị, không phải của người.", Typed.TEXT
    )
    email: str | None = column("Thư điện tử", "Hộp thư chung của đơn vị.", Typed.TEXT)
    hours: str | None = column(
        "Giờ làm việc", "Khi nào có người trả lời, tiếp dân.", Typed.TEXT, example=_HOURS
    )
    note: str | None = column("Ghi chú", "Nguồn của tên, điều cần biết.", Typed.TEXT)
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who directs tasks or signs documents, with the office held."""

    id: str = column("Mã người", "Không dấu, không đổi.", Typed.ID, required=True)
    url: str = column("Địa chỉ trang", "Tính từ gốc của trang web.")
    name: str = column("Họ tên", "Chức danh khi văn bản không in tên.", Typed.TEXT, required=True)
    office: str = column("Chức vụ", "", Typed.TEXT, required=True)
    names: tuple[str, ...] = column("Các cách viết", "", Typed.TEXTS)
    body: str = column("Thuộc cơ quan", "", Typed.ID, required=True)
    holds: str | None = column(
        "Giữ chức vụ",
        "Mã của chức danh ở danh sách này mà văn bản nói người này giữ.",
        Typed.ID,
        example="giam-doc",
    )
    stated_in: str | None = column(
        "Theo văn bản", "Mã của văn bản nói người này giữ chức vụ ấy.", Typed.ID
    )
    first_day: dt.date | None = column("Giữ chức từ ngày", "Khi văn bản có nêu.", Typed.DATE)
    last_day: dt.date | None = column("Giữ chức đến ngày", "Khi văn bản có nêu.", Typed.DATE)
    note: str | None = column("Ghi chú", "", Typed.TEXT)
    line: int = 0

    @property
    def styled(self) -> str:
        """Name the office before the person, or the office alone where no name is printed."""
        return self.name if self.name == self.office else f"{self.office} {self.name}"

    @property
    def listed(self) -> str:
        """Name the person before the office, or the office alone."""
        return self.name if self.name == self.office else f"{self.name}, {self.office}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One row of a meeting's agenda."""

    time: str = column("Thời gian", "", Typed.TEXT, required=True)
    content: str = column("Nội dung", "", Typed.TEXT, required=True)
    by: str | None = column("Chủ trì/thực hiện", "", Typed.TEXT)
    note: str | None = column("Ghi chú", "", Typed.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierItem:
    """One paper of an event's dossier, published or not yet."""

    name: str = column("Tài liệu", "", Typed.TEXT, required=True)
    link: str | None = column("Đường dẫn", "Để trống khi chưa đăng.", Typed.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringReport:
    """A report that a plan asks for at fixed times."""

    content: str = column("Nội dung báo cáo", "", Typed.TEXT, required=True)
    by: str | None = column("Nơi báo cáo", "", Typed.TEXT)
    to: str | None = column("Nơi nhận", "", Typed.TEXT)
    when_text: str = column("Thời gian (nguyên văn)", "", Typed.TEXT, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure that a plan sets."""

    content: str = column("Chỉ tiêu", "", Typed.TEXT, required=True)
    value: str = column("Mức", "", Typed.TEXT, required=True)
    section: str | None = column("Đề mục", "", Typed.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One official document: its record; its text stays in its Markdown file."""

    slug: str = column("Mã văn bản", "Tên tệp bỏ đuôi .md; không đổi.")
    url: str = column("Địa chỉ trang", "Tính từ gốc của trang web.")
    title: str = column("Tên gọi", "Tên dễ đọc của văn bản.", Typed.TEXT, required=True)
    short: str = column("Tên gọn", "Dùng trong danh sách hẹp.", Typed.TEXT, required=True)
    kind: str = column(
        "Loại văn bản", "Mã loại trong data/kinds.yaml.", Typed.ID, required=True, example="plan"
    )
    number: str | None = column("Số/Ký hiệu", "Để trống khi văn bản để trống.", Typed.TEXT)
    number_text: str | None = column("Số/Ký hiệu (nguyên văn)", "Đúng từng chữ.", Typed.TEXT)
    issued: dt.date | None = column("Ngày ban hành", "Để trống khi để trống.", Typed.DATE)
    issued_text: str | None = column("Ngày ban hành (nguyên văn)", "Đúng từng chữ.", Typed.TEXT)
    published: dt.date | None = column(
        "Ngày đăng", "Ngày văn bản được đăng công khai; chỉ ghi khi biết chắc.", Typed.DATE
    )
    year: str = column(
        "Năm", "Năm của văn bản, để hiểu lời văn thiếu năm.", Typed.TEXT, required=True
    )
    summary: str = column("Trích yếu", "Đúng từng chữ.", Typed.TEXT, required=True)
    issuer: str = column("Cơ quan ban hành", "Như văn bản.", Typed.TEXT, required=True)
    body: str = column("Mã cơ quan", "Mã cơ quan trong data/bodies.yaml.", Typed.ID, required=True)
    signer: str | None = column("Người ký", "Đúng như in.", Typed.TEXT)
    signer_office: str | None = column("Chức vụ người ký", "Đúng như in.", Typed.TEXT)
    recipients: tuple[str, ...] = column("Nơi nhận", "Từng dòng, đúng như in.", Typed.TEXTS)
    basis: tuple[str, ...] = column("Căn cứ", "Từng căn cứ, đúng như in.", Typed.TEXTS)
    attachments: tuple[str, ...] = column("Tệp đính kèm", "Đường dẫn tới tệp gốc.", Typed.TEXTS)
    period_text: str | None = column(
        "Thời gian chung", "Lời văn; nhiệm vụ không ghi thời gian thì theo đây.", Typed.TEXT
    )
    time: str | None = column("Thời gian họp", "Đúng như in.", Typed.TEXT)
    place: str | None = column("Địa điểm", "Đúng như in.", Typed.TEXT)
    participants: tuple[str, ...] = column("Thành phần", "Từng dòng, đúng như in.", Typed.TEXTS)
    agenda: tuple[AgendaItem, ...] = column("Chương trình", "", Typed.ROWS, rows=AgendaItem)
    dossier: tuple[DossierItem, ...] = column("Hồ sơ sự kiện", "", Typed.ROWS, rows=DossierItem)
    reports: tuple[RecurringReport, ...] = column(
        "Báo cáo định kỳ", "", Typed.ROWS, rows=RecurringReport
    )
    targets: tuple[Target, ...] = column("Chỉ tiêu", "", Typed.ROWS, rows=Target)
    source: str | None = column("Bản gốc", "Tên tệp trong data/sources/.", Typed.TEXT)
    note: str | None = column("Ghi chú của trang", "Lời của người biên tập.", Typed.TEXT)
    text: str = ""  # the Markdown after the front matter
    line: int = 0  # of the first line of `text`


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation that issues documents and has units."""

    id: str = column("Mã cơ quan", "Không dấu, không đổi.", Typed.ID, required=True)
    name: str = column("Tên", "", Typed.TEXT, required=True)
    short: str = column("Tên gọn", "", Typed.TEXT, required=True)
    parent: str | None = column("Cơ quan cấp trên", "", Typed.TEXT)
    own: bool = column("Của trang này", "true: tính vào số liệu chung.", Typed.FLAG)
    word: str | None = column(
        "Cách gọi chung",
        "Như “Sở”: trang viết “cả Sở”, “số liệu của Sở”; không có thì “cơ quan”.",
        Typed.TEXT,
        example="Sở",
    )
    important: tuple[str, ...] = column(
        "Lời đánh dấu quan trọng",
        "Ô ghi chú có lời này thì nhiệm vụ là quan trọng; viết chữ thường.",
        Typed.TEXTS,
        example="nhiệm vụ quan trọng",
    )
    address: str | None = column("Địa chỉ", "Nơi tiếp dân, nhận thư.", Typed.TEXT)
    phone: str | None = column(
        "Điện thoại", "Số chung của cơ quan, không phải của người.", Typed.TEXT
    )
    email: str | None = column("Thư điện tử", "Hộp thư chung của cơ quan.", Typed.TEXT)
    hours: str | None = column(
        "Giờ làm việc", "Khi nào có người trả lời, tiếp dân.", Typed.TEXT, example=_HOURS
    )
    website: str | None = column("Trang chính thức", "Địa chỉ https.", Typed.TEXT)
    code: str | None = column(
        "Mã định danh", "Mã định danh điện tử của cơ quan.", Typed.TEXT, example="H48.12"
    )
    responsible: str | None = column(
        "Chịu trách nhiệm nội dung",
        "Người hoặc bộ phận chịu trách nhiệm về nội dung của trang.",
        Typed.TEXT,
        example="Chánh Văn phòng Sở",
    )
    logo: str | None = column(
        "Dấu hiệu", "Tệp SVG trong data/logos/; không có thì dùng hình chung.", Typed.TEXT
    )
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKind:
    """A kind of document that hands out tasks."""

    id: str = column("Mã loại", "Không dấu, không đổi.", Typed.ID, required=True)
    name: str = column("Tên loại", "Như in ở đầu văn bản.", Typed.TEXT, required=True)
    programme: bool = column(
        "Là chương trình công tác", "true: trang chủ bày theo đơn vị và tháng.", Typed.FLAG
    )
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something that people ask for, and the words that the search finds it by."""

    label: str = column(
        "Chủ đề", "Như hiện ở trang chủ.", Typed.TEXT, required=True, example="Chuyển đổi số"
    )
    query: str | None = column(
        "Từ tìm kiếm", "Điền vào ô tìm kiếm; để trống thì dùng tên chủ đề.", Typed.TEXT
    )
    line: int = 0


# Where a book names no kinds of its own.
PLAN_KINDS = (
    PlanKind(id="plan", name="Kế hoạch"),
    PlanKind(id="notice", name="Thông báo kết luận"),
    PlanKind(id="programme", name="Chương trình công tác", programme=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """A short form and what it stands for."""

    short: str = column("Viết tắt", "", Typed.TEXT, required=True)
    long: str = column("Viết đầy đủ", "", Typed.TEXT, required=True)
    line: int = 0
