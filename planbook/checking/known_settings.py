"""What mkdocs.yml may say: each setting that counts here, and each that does not, with the reason.

Names are those of MkDocs and of Material. Data only; what is done with it is in `theme`.
"""

from collections.abc import Mapping

# Of each setting that counts, a value as it may be written; where kinds of values differ, one of each.
# The kind of what people write is compared with these. `*` is any name.
USED: Mapping[str, tuple[str, ...]] = {
    "site_name": ('"Kế hoạch và nhiệm vụ"',),
    "site_description": ('"Kế hoạch, chương trình công tác của cơ quan"',),
    "site_url": ("https://coquan.example.vn/ke-hoach/",),
    "docs_dir": ("content",),
    "site_dir": ("site",),
    "use_directory_urls": ("true",),
    "site_author": ('"Tên cơ quan"',),  # of no use here, but MkDocs looks at its kind; so of the next
    "extra_templates": ("[a.html]",),
    "copyright": ('"© Tên cơ quan"',),
    "repo_url": ("https://github.com/co-quan/ke-hoach",),
    "repo_name": ("co-quan/ke-hoach",),
    "edit_uri": ("edit/main/content/",),
    "edit_uri_template": ('"edit/main/content/{path}"',),
    "extra_css": ("[assets/rieng.css]",),
    "extra_javascript": ("[assets/rieng.js]", "[{path: assets/rieng.js, defer: true}]"),
    "extra_javascript.path": ("assets/rieng.js",),
    "extra_javascript.type": ("module",),
    "extra_javascript.defer": ("true",),
    "extra_javascript.async": ("true",),
    "hooks": ("[mkdocs_hook.py]",),
    "watch": ("[data]",),
    "strict": ("true",),
    "dev_addr": ("127.0.0.1:8000",),
    "remote_branch": ("gh-pages",),
    "remote_name": ("origin",),
    "exclude_docs": ('"/nhap/"',),
    "draft_docs": ('"/nhap/"',),
    "not_in_nav": ('"/plans/*.md"',),
    "nav": ("[{Trang chủ: index.md}]",),
    "plugins": ("[tags]", "[{tags: {}}]", "{tags: {}}"),
    "markdown_extensions": ("[tables]", "[{toc: {permalink: false}}]", "{tables: {}}"),
    "validation": ("{omitted_files: ignore}",),
    "validation.omitted_files": ("ignore",),
    "validation.not_found": ("warn",),
    "validation.absolute_links": ("warn",),
    "validation.unrecognized_links": ("warn",),
    "validation.anchors": ("warn",),
    "validation.nav": ("{omitted_files: ignore}",),
    "validation.nav.omitted_files": ("ignore",),
    "validation.nav.not_found": ("warn",),
    "validation.nav.absolute_links": ("warn",),
    "validation.links": ("{anchors: warn}",),
    "validation.links.not_found": ("warn",),
    "validation.links.absolute_links": ("warn",),
    "validation.links.unrecognized_links": ("warn",),
    "validation.links.anchors": ("warn",),
    "theme": ("{name: material}", "material"),
    "theme.name": ("material",),
    "theme.custom_dir": ("theme",),
    "theme.static_templates": ("[a.html]",),  # of no use here either
    "theme.language": ("vi",),
    "theme.logo": ("assets/logo.svg",),
    "theme.favicon": ("assets/favicon.png",),
    "theme.font": ("false", "{text: Tên phông}"),
    "theme.font.text": ("Tên phông",),
    "theme.font.code": ("Tên phông",),
    "theme.features": ("[navigation.top]",),
    "theme.palette": ("{primary: teal}", "[{scheme: default}]"),
    "theme.palette.scheme": ("slate",),
    "theme.palette.primary": ("teal",),
    "theme.palette.accent": ("amber",),
    "theme.palette.media": ('"(prefers-color-scheme: dark)"',),
    "theme.palette.toggle": ('{icon: material/weather-night, name: "Giao diện tối"}',),
    "theme.palette.toggle.icon": ("material/weather-night",),
    "theme.palette.toggle.name": ('"Giao diện tối"',),
    "theme.icon": ("{logo: material/bank}",),
    "theme.icon.logo": ("material/bank",),
    "theme.icon.repo": ("fontawesome/brands/git-alt",),
    "theme.icon.top": ("material/arrow-up",),
    "theme.icon.admonition": ("{note: octicons/tag-16}",),
    "theme.icon.admonition.*": ("octicons/tag-16",),
    "extra": ("{branch: main}",),
    "extra.social": ('[{icon: fontawesome/brands/facebook, link: "https://facebook.com/co-quan"}]',),
    "extra.social.icon": ("fontawesome/brands/facebook",),
    "extra.social.link": ("https://facebook.com/co-quan",),
    "extra.social.name": ('"Trang Facebook của cơ quan"',),
    # Of this software, not of Material.
    "extra.repository": ("https://github.com/co-quan/ke-hoach",),
    "extra.branch": ("main",),
    "extra.since": ('"2025"', "2025"),
    "extra.rating": ("https://danhgia.example.vn/phieu",),
    "extra.licence": ("https://creativecommons.org/licenses/by/4.0/",),
    "extra.outage": (
        '{text: "Trang tạm ngừng từ 20 giờ đến 22 giờ ngày 14/3/2026.", from: 2026-03-10, until: 2026-03-14}',
    ),
    "extra.outage.text": ('"Trang tạm ngừng từ 20 giờ đến 22 giờ ngày 14/3/2026."',),
    "extra.outage.from": ("2026-03-10",),
    "extra.outage.until": ("2026-03-14",),
}  # fmt: skip

# What a group or an entry of a list cannot do without.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "": ("site_name", "site_url", "theme", "nav"),
    "theme": ("name",),
    "theme.palette.toggle": ("icon", "name"),
    "extra.social": ("icon", "link"),
    "extra.outage": ("text", "from", "until"),
    "extra_javascript": ("path",),
}

# What MkDocs refuses when the name stands there without a value.
NEVER_BLANK = frozenset(
    (
        *("docs_dir", "extra", "extra_javascript", "extra_javascript.path", "hooks", "theme.name"),
        *("plugins", "theme.custom_dir", "theme.static_templates"),
        *("watch", "validation", "validation.*", "validation.nav.*", "validation.links.*"),
    )
)

# What MkDocs refuses by now, or reads while the rest of the site does not.
REFUSED: Mapping[str, str] = {
    "INHERIT": "không đọc tệp khác; chép các dòng của tệp ấy vào mkdocs.yml",
    "pages": "là tên cũ; đổi thành nav",
    "google_analytics": "trang không theo dõi người đọc; xóa dòng này",
    "mdx_configs": "là cách viết cũ; ghi cấu hình dưới tên phần mở rộng ở markdown_extensions",
    "theme.locale": "là tên cài đặt của giao diện khác; dùng language",
}

_NO_TRACKING = "trang không đặt cookie, không theo dõi người đọc"
_WORDS = "là chữ, không có hình; xóa dòng này"

# Settings of MkDocs and Material that change nothing here: why, and what to do instead.
UNUSED: Mapping[str, str] = {
    "site_author": "tên cơ quan lấy từ data/bodies.yaml; ghi ở đó",
    "extra_templates": "chỉ trang viết bằng Markdown được đăng; viết trang trong content/",
    "theme.direction": "chữ Việt đọc từ trái sang phải; xóa dòng này",
    "theme.static_templates": "chỉ trang viết bằng Markdown được đăng; viết trang trong content/",
    "theme.variant": "trang dùng khung riêng, chỉ có một dáng; xóa dòng này",
    "theme.icon.menu": f"nút Danh mục {_WORDS}",
    "theme.icon.search": f"nút Tìm {_WORDS}",
    "theme.icon.close": f"nút đóng {_WORDS}",
    "theme.icon.edit": f"nút sửa trang {_WORDS}",
    "theme.icon.view": f"nút xem nguồn {_WORDS}",
    "theme.icon.previous": f"nút trang trước {_WORDS}",
    "theme.icon.next": f"nút trang sau {_WORDS}",
    "theme.icon.annotation": "không có chú thích trong mã; xóa dòng này",
    "theme.icon.share": "không có nút chia sẻ lượt tìm, địa chỉ của lượt tìm đã chia sẻ được; xóa dòng này",
    "theme.icon.alternate": "trang chỉ có một ngôn ngữ, không có nút chọn; xóa dòng này",
    "theme.icon.tag": "thẻ của trang hiện bằng chữ, không có hình; xóa dòng này",
    "extra.homepage": "biểu trưng luôn dẫn về trang chủ của website này; địa chỉ cổng của cơ quan ghi ở data/bodies.yaml",
    "extra.analytics": f"{_NO_TRACKING}; đếm lượt xem bằng nhật ký của máy chủ",
    "extra.consent": f"{_NO_TRACKING} nên không phải xin phép; xóa dòng này",
    "extra.annotate": "không có chú thích trong mã; viết lời giải thích dưới khối mã",
    "extra.alternate": "không có nút chọn ngôn ngữ; đặt đường dẫn tới bản tiếng khác trong content/index.md",
    "extra.version": "mỗi lúc chỉ một bản được công bố; bản trước xem ở trang Nhật ký thay đổi",
    "extra.tags": "thẻ của trang hiện bằng chữ, không có hình; xóa dòng này",
    "extra.status": "danh mục không đánh dấu trang mới hay cũ; trang Nhật ký thay đổi cho biết điều này",
    "extra.generator": "không có dòng giới thiệu phần mềm ở chân trang; xóa dòng này",
    "extra.scope": "mỗi website nhớ riêng lựa chọn của người đọc; xóa dòng này",
    "extra.polyfills": "trang không cần mã bù cho trình duyệt cũ; xóa dòng này",
}  # fmt: skip

_LIGHT = "trang nhẹ, mở ngay; không cần mã lệnh giành lấy các đường dẫn"
_OWN_SEARCH = "website có tìm kiếm riêng, không dùng của Material"
_ONE_ROW = "mỗi mục của danh mục mở ra thành danh sách các trang"

USED_FEATURES = frozenset(
    (
        "announce.dismiss",
        "content.action.edit",
        "content.action.view",
        "content.code.copy",
        "content.tooltips",
        "header.autohide",
        "navigation.footer",
        "navigation.path",
        "navigation.tabs",
        "navigation.tabs.sticky",
        "navigation.top",
        "toc.follow",
        "toc.integrate",
    )
)
UNUSED_FEATURES: Mapping[str, str] = {
    "content.code.annotate": "không có chú thích trong mã; viết lời giải thích dưới khối mã",
    "content.code.select": "không có nút chọn dòng mã; đặt phần cần dẫn tới trong một khối riêng",
    "content.footnote.tooltips": "chú thích ở cuối trang, bấm số thì tới và bấm mũi tên thì về",
    "content.lazy": "trang nhẹ, hình tải cùng trang; xóa dòng này",
    "content.tabs.link": "các nhóm thẻ chọn riêng từng nhóm; xóa dòng này",
    "navigation.expand": f"{_ONE_ROW}; xóa dòng này",
    "navigation.indexes": f"{_ONE_ROW}; đưa trang mục lục vào nav như mọi trang",
    "navigation.instant": f"{_LIGHT}; xóa dòng này",
    "navigation.instant.prefetch": f"{_LIGHT}; xóa dòng này",
    "navigation.instant.preview": f"{_LIGHT}; xóa dòng này",
    "navigation.instant.progress": f"{_LIGHT}; xóa dòng này",
    "navigation.prune": f"{_ONE_ROW}; xóa dòng này",
    "navigation.sections": f"{_ONE_ROW}; xóa dòng này",
    "navigation.tracking": "địa chỉ chỉ đổi khi người đọc bấm vào một mục; xóa dòng này",
    "search.highlight": f"{_OWN_SEARCH}; xóa dòng này",
    "search.share": f"{_OWN_SEARCH}, địa chỉ của lượt tìm đã chia sẻ được; xóa dòng này",
    "search.suggest": f"{_OWN_SEARCH}; xóa dòng này",
}

# Plugins that would do again, or against the grain of the site, what is done without them.
UNUSED_PLUGINS: Mapping[str, str] = {
    "search": f"{_OWN_SEARCH}; bỏ dòng này",
    "social": "hình của liên kết được chia sẻ do phần mềm vẽ sẵn; bỏ dòng này",
    "offline": "địa chỉ các trang là thư mục, cần máy chủ; xem tại máy bằng lệnh serve, và bỏ dòng này",
    "privacy": "trang không tải gì từ nơi khác; bỏ dòng này",
    "optimize": "tệp trong content/ được đăng nguyên vẹn; thu nhỏ hình trước khi đưa vào",
    "info": "là công cụ báo lỗi của Material; bỏ dòng này",
    "blog": "địa chỉ các trang cố định, không có mục bài viết; viết mỗi tin thành một trang trong content/",
    "projects": "mỗi website một thư mục; dựng từng website bằng lệnh riêng",
    "typeset": "danh mục chỉ hiện chữ thường; bỏ dòng này",
}  # fmt: skip

PRIMARY = (
    *("red", "pink", "purple", "deep purple", "indigo", "blue", "light blue", "cyan", "teal"),
    *("green", "light green", "lime", "yellow", "amber", "orange", "deep orange", "brown", "grey"),
    *("blue grey", "black", "white"),
)
ACCENT = PRIMARY[:16]
OWN_COLOUR = "custom"  # said in CSS of the office's own
SCHEMES = ("default", "slate")
MEDIA = (
    "(prefers-color-scheme)",
    "(prefers-color-scheme: light)",
    "(prefers-color-scheme: dark)",
)
STRICTNESS = ("warn", "info", "ignore", "relative_to_docs")
