"""Every setting of MkDocs and Material counts here, or `check` says in one line that it does not."""

import re
from dataclasses import replace

import pytest
import yaml

from planbook.checking.known_settings import (
    ACCENT,
    PRIMARY,
    REFUSED,
    UNUSED,
    UNUSED_FEATURES,
    UNUSED_PLUGINS,
    USED,
    USED_FEATURES,
)
from planbook.checking.rules import Scope
from planbook.checking.settings import settings_count
from planbook.checking.theme import JUDGES
from planbook.model import Problem
from planbook.printing import show_problem
from planbook.reading.load import load
from planbook.reading.settings import read_settings
from planbook.software import DEFAULT_PAGES, MATERIAL, PACKAGE
from tests.conftest import ROOT
from tests.material_schema import make_validator, read_schemas

SETTINGS = """\
site_name: Nhiệm vụ
site_url: https://so.example.vn/nhiem-vu/
theme:
  name: material
  language: vi
  font: false
nav:
  - Trang chủ: index.md
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


@pytest.fixture(scope="module")
def scope():
    """What the rules see of small data, beside which stands whatever mkdocs.yml a test writes."""
    loaded = load(ROOT / "tests/fixtures/valid", DEFAULT_PAGES)
    return Scope(
        book=loaded.book,
        registers=loaded.registers,
        said=loaded.said,
        pages=loaded.pages,
        default_pages=loaded.default_pages,
    )


@pytest.fixture
def told(tmp_path, scope):
    """Give what the rule says of an mkdocs.yml, without its name, as people read it."""
    (tmp_path / "theme").mkdir()

    def told(text):
        (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
        found = settings_count(replace(scope, root=tmp_path))
        problems = sorted(
            Problem(f.path, f.line, 1, "", f.field, f.message, f.severity) for f in found
        )
        return [show_problem(each).removeprefix("mkdocs.yml:") for each in problems]

    return told


def test_nothing_is_said_of_settings_that_count(told):
    """What the tests below find is of the lines that they add."""
    assert told(SETTINGS) == []


# ---- complete --------------------------------------------------------------------------------------


def list_schema(node, path):
    """List every setting of a schema by its path, and every text that a list offers, as `list=text`."""
    for name, each in node.get("properties", {}).items():
        yield f"{path}.{name}"
        yield from list_schema(each, f"{path}.{name}")
    for each in (*node.get("oneOf", ()), *node.get("anyOf", ())):
        if "const" in each:
            yield f"{path}={each['const']}"
        yield from list_schema(each, path)
    if "items" in node:
        yield from list_schema(node["items"], path)


def is_told(setting):
    """Tell whether a setting counts, or has a reason why not, by itself or with its group."""
    path, _, feature = setting.partition("=")
    if feature and path == "theme.features":
        return feature in USED_FEATURES or feature in UNUSED_FEATURES
    parts = path.split(".")
    groups = {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    widened = f"{path.rpartition('.')[0]}.*"
    return bool(groups & (UNUSED.keys() | REFUSED.keys())) or path in USED or widened in USED


def test_every_setting_of_materials_schema_counts_or_is_explained():
    """No setting, and no feature, that Material documents is passed over in silence."""
    schemas = read_schemas()
    settings = [
        *schemas["schema.json"]["properties"],
        *list_schema(schemas["schema/theme.json"], "theme"),
        *list_schema(schemas["schema/extra.json"], "extra"),
    ]
    assert len(settings) > 100
    assert {"theme.features=navigation.tabs", "theme.palette.toggle.icon"} <= set(settings)
    assert [each for each in settings if not is_told(each)] == []


def test_every_setting_that_the_installed_theme_reads_counts_or_is_explained():
    """What a later version of Material adds and its schema here does not have yet is noticed."""
    templates = "\n".join(each.read_text("utf-8") for each in sorted(MATERIAL.rglob("*.html")))
    bundle = next((MATERIAL / "assets/javascripts").glob("bundle.*.js")).read_text("utf-8")
    read = set(re.findall(r"config\.((?:theme|extra)(?:\.[a-z_]+)+)", templates))
    features = set(re.findall(r'"([a-z]+(?:\.[a-z]+)+)"\s*(?:not )?in features', templates))
    families = "navigation|content|search|toc|header|announce"
    features |= set(re.findall(rf'"((?:{families})\.[a-z]+(?:\.[a-z]+)?)"', bundle))
    features = {each for each in features if not each.startswith("search.result.")}
    assert len(features) > 20
    assert len(read) > 30
    assert [each for each in sorted(read) if not is_told(each)] == []
    assert [each for each in sorted(features) if not is_told(f"theme.features={each}")] == []


def test_every_builtin_plugin_is_installed_or_explained():
    """A plugin that Material brings is either of use here or has a reason why not."""
    names = {each.removesuffix(".json") for each in read_schemas() if each.count("/") == 2}
    names = {each.removeprefix("schema/plugins/") for each in names if "/plugins/" in each}
    assert names - UNUSED_PLUGINS.keys() == {"tags", "meta", "group"}


def test_colours_are_those_of_materials_palette():
    """The names of colours are those of which Material's style sheet says what they look like."""
    (place,) = (MATERIAL / "assets/stylesheets").glob("palette.*.css")
    css = place.read_text("utf-8")
    for kind, known in (("primary", PRIMARY), ("accent", ACCENT)):
        said = set(re.findall(rf"data-md-color-{kind}=([a-z-]+)", css))
        assert said == {each.replace(" ", "-") for each in known}


SHELL = "\n".join(each.read_text("utf-8") for each in sorted((ROOT / "theme").rglob("*.html")))


def test_what_is_said_to_count_is_read():
    """Icons, and what hangs on `extra`, count just where a template of the shell reads them."""
    icons = {f"theme.icon.{each}" for each in re.findall(r"config\.theme\.icon\.(\w+)", SHELL)}
    icons |= {"theme.icon.admonition"}  # which the style sheet shows
    said = {each for each in USED if re.fullmatch(r"theme\.icon\.\w+", each)}
    assert icons == said
    places = [
        each for each in sorted((ROOT / "theme").rglob("*.*")) if each.suffix in (".css", ".js")
    ]
    sources = SHELL + "\n".join(each.read_text("utf-8") for each in places)
    for feature in USED_FEATURES:  # by its name, or as the class of the page that CSS knows
        assert f'"{feature}"' in sources or feature.replace(".", "-") in sources, feature
    for feature in UNUSED_FEATURES:
        assert f'"{feature}"' not in sources, feature
    for name in ("logo", "favicon", "palette", "features"):
        assert f"config.theme.{name}" in SHELL
    for name in ("extra.social", "extra_css", "extra_javascript", "copyright"):
        assert f"config.{name}" in SHELL


def test_no_name_is_both_used_and_not():
    """A setting counts or it does not, and every judge is of a setting that counts."""
    both = USED.keys() & UNUSED.keys()
    assert both == {
        "site_author",
        "extra_templates",
        "theme.static_templates",
    }  # which MkDocs may refuse
    assert not USED_FEATURES & UNUSED_FEATURES.keys()
    groups = {path.rpartition(".")[0] for path in USED}
    assert all(path in USED or path.removesuffix(".*") in groups for path in JUDGES)


def test_materials_schema_is_read_whole():
    """The schema that is kept here tells a right setting from a wrong one, in every part of the file."""
    right = {
        "theme": {"name": "material", "icon": {"logo": "material/bank"}, "font": {"text": "Arial"}},
        "plugins": ["tags", {"search": {"enabled": False}}],
        "markdown_extensions": ["tables", {"pymdownx.tasklist": {"custom_checkbox": True}}],
    }
    wrong = {
        "theme": {"name": "material", "icon": {"logo": 5}, "features": ["navigation.tab"]},
        "plugins": ["tagz"],
        "markdown_extensions": ["table", {"pymdownx.tasklist": {"custom_checkbox": "x"}}],
    }
    assert [each.message for each in make_validator().iter_errors(right)] == []
    faults = make_validator().iter_errors(wrong)
    assert sorted("/".join(map(str, each.absolute_path)) for each in faults) == [
        "markdown_extensions/0",
        "markdown_extensions/1",
        "plugins/0",
        "theme/features/0",
        "theme/icon/logo",
    ]


@pytest.mark.parametrize(
    "place",
    ["mkdocs.yml", "planbook/skeleton/mkdocs.yml", "tests/fixtures/department/mkdocs.yml"],
)
def test_our_settings_are_valid_against_materials_schema(place):
    """An editor that knows Material's schema marks nothing in the files that we give people."""
    faults = make_validator().iter_errors(read_settings(ROOT / place))
    assert [(list(each.absolute_path), each.message) for each in faults] == []


# Of lists and deeper groups the example is within that of the whole.
TOP = [
    path for path in USED if path not in UNUSED and re.fullmatch(r"(?:(?:theme|extra)\.)?\w+", path)
]


@pytest.mark.parametrize("path", TOP)
def test_each_example_is_what_may_be_written(told, path):
    """What a message gives as an example has no mistake itself, so far as no file is missing."""
    group, _, name = path.partition(".")
    settings = yaml.safe_load(SETTINGS)
    for example in USED[path]:
        value = yaml.safe_load(example)
        value = {**settings.get(group, {}), name: value} if name else value
        said = told(yaml.safe_dump(settings | {group: value}, allow_unicode=True))
        lacks = ("không có tệp", "không tải phông")
        assert [each for each in said if not any(word in each for word in lacks)] == [], example


def test_the_guide_shows_every_setting_of_the_theme(told, tmp_path):
    """The guide for offices gives one example of each setting that counts, and none of another."""
    guide = (ROOT / "docs/dung-cho-co-quan-khac.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(theme:.*?)```", guide, re.S)
    for path in re.findall(r"assets/[\w.]+", example):
        (tmp_path / "theme/assets").mkdir(exist_ok=True)
        (tmp_path / "theme" / path).write_text(DRAWING, encoding="utf-8")
    assert told(f"site_name: A\nsite_url: https://so.example.vn/\n{example}") == []
    shown = yaml.safe_load(example)
    assert set(shown["theme"]["features"]) == USED_FEATURES
    names = {path.split(".")[1] for path in USED.keys() - UNUSED.keys() if path[:6] == "theme."}
    assert names == shown["theme"].keys()


def test_the_examples_in_a_new_site_are_right(told, tmp_path):
    """Each setting that a new site's mkdocs.yml offers in a comment is one that counts, without its #."""
    text = (PACKAGE / "skeleton/mkdocs.yml").read_text(encoding="utf-8")
    text = (
        text.replace("$url", "https://so.example.vn/")
        .replace("$repository", "")
        .replace("$year", "2026")
    )
    offered, count = re.subn(r"^( *)# (?=[a-z_]+: [^ ])", r"\1", text, flags=re.M)
    assert count > 8
    (tmp_path / "theme/assets").mkdir()
    for path in re.findall(r"assets/[\w-]+\.\w+", offered):
        (tmp_path / "theme" / path).write_text(DRAWING, encoding="utf-8")
    assert told(text) == []
    assert told(offered) == []


# ---- one setting, one line -------------------------------------------------------------------------
def change(lines):
    """Write lines into the settings, in place of what stood there; the rest of their group stays."""
    head, _, inside = lines.partition("\n")
    group = re.search(rf"^{re.escape(head.split(':')[0])}:.*\n((?:  .*\n)*)", SETTINGS, re.M)
    if not group:
        return f"{SETTINGS}{lines}\n"
    name = inside.split(":")[0] + ":"
    kept = [each for each in group[1].splitlines() if inside and not each.startswith(name)]
    return SETTINGS.replace(group[0], "\n".join([lines, *kept, ""]))


def tell_place(text):
    """Give the line that is marked as the one with the mistake."""
    return next(at for at, line in enumerate(text.split("\n"), 1) if "# <-" in line)


def nest(path, value):
    """Write a setting and its value as YAML, and mark the line on which its name stands."""
    names = path.split(".")
    lines = [f"{'  ' * at}{name}:" for at, name in enumerate(names)]
    lines[-1] += f" {value}  # <-"
    return "\n".join(lines)


@pytest.mark.parametrize("path", UNUSED)
def test_a_setting_of_no_use_here_is_told_with_the_reason(told, path):
    """A setting that changes nothing gives one warning on its line; switched off, it gives none."""
    value = USED[path][0] if path in USED else "x"
    text = change(nest(path, value))
    reason = f"{path}: cảnh báo: không dùng ở đây: {UNUSED[path]}"
    assert told(text) == [f"{tell_place(text)}:1: {reason}"]
    if path not in USED:
        assert told(change(nest(path, "false"))) == []


@pytest.mark.parametrize("name", UNUSED_FEATURES)
def test_a_feature_of_no_use_here_is_told_with_the_reason(told, name):
    """A feature that changes nothing gives one warning on its line, and those beside it none."""
    text = change(
        f"theme:\n  features:\n    - navigation.top\n    - {name}  # <-\n    - toc.follow"
    )
    reason = f"“{name}” không dùng ở đây: {UNUSED_FEATURES[name]}"
    assert told(text) == [f"{tell_place(text)}:1: theme.features: cảnh báo: {reason}"]


@pytest.mark.parametrize("name", sorted(USED_FEATURES))
def test_a_feature_that_counts_is_passed(told, name):
    """Nothing is said of a feature that does what Material says of it."""
    assert told(change(f"theme:\n  features: [{name}]")) == []


@pytest.mark.parametrize("name", UNUSED_PLUGINS)
def test_a_plugin_of_no_use_here_is_told_with_the_reason(told, name):
    """A plugin for what the site does itself gives one warning, unless it is switched off."""
    text = change(f"plugins:\n  - {name}  # <-")
    reason = f"“{name}” không dùng ở đây: {UNUSED_PLUGINS[name]}"
    assert told(text) == [f"{tell_place(text)}:1: plugins: cảnh báo: {reason}"]
    assert told(change(f"plugins:\n  - {name}:\n      enabled: false")) == []


MISTAKES = {
    "an unknown name at the top": ("them: material  # <-", "them: không có “them”; có phải “theme”?"),
    "an unknown name of the theme": ("theme:\n  favcon: a.png  # <-", "theme.favcon: cảnh báo: không có “favcon”; có phải “favicon”?"),
    "an unknown name that resembles nothing": ("theme:\n  zzz: 1  # <-", "theme.zzz: cảnh báo: không có “zzz”; xóa dòng này"),
    "an unknown extra": ("extra:\n  socail: []  # <-", "extra.socail: cảnh báo: không có “socail”; có phải “social”?"),
    "an extra that nothing reads": ("extra:\n  colour: red  # <-", "extra.colour: cảnh báo: không có “colour”; xóa dòng này"),
    "a name twice": ("extra:\n  branch: main\n  branch: old  # <-", "extra.branch: viết hai lần, lần đầu ở dòng 10; xóa một trong hai"),
    "a name that is none": ("theme:\n  [a]: b  # <-", "theme: tên không phải chữ; viết `tên: giá trị`"),
    "another theme": ("theme:\n  name: readthedocs  # <-", "theme.name: "),
    "a folder that is not there": ("theme:\n  custom_dir: overrides  # <-", "theme.custom_dir: “overrides”: không có thư mục này"),
    "a language that nobody translated": ("theme:\n  language: vn  # <-", "theme.language: "),
    "another language": ("theme:\n  language: en  # <-", "theme.language: "),
    "a logo that is not there": ("theme:\n  logo: assets/a.svg  # <-", "theme.logo: “assets/a.svg”: không có tệp theme/assets/a.svg"),
    "a favicon from the root": ("theme:\n  favicon: /a.png  # <-", "theme.favicon: “/a.png”: viết đường dẫn tính từ thư mục theme/"),
    "a logo from elsewhere": ("theme:\n  logo: https://a.vn/b.svg  # <-", "theme.logo: “https://a.vn/b.svg”: không tải gì từ nơi khác"),
    "a style sheet from elsewhere": ("extra_css:\n  - //a.vn/b.css  # <-", "extra_css: “//a.vn/b.css”: không tải gì từ nơi khác"),
    "a script from elsewhere": ("extra_javascript:\n  - path: https://a.vn/b.js  # <-", "extra_javascript.path: “https://a.vn/b.js”: không tải gì"),
    "a style sheet that is not there": ("extra_css:\n  - assets/b.css  # <-", "extra_css: “assets/b.css”: không có tệp theme/assets/b.css"),
    "a font of Google": ("theme:\n  font:\n    text: Roboto  # <-", "theme.font.text: cảnh báo: “Roboto”: không tải phông từ Google"),
    "a font that is true": ("theme:\n  font: true  # <-", "theme.font: “true”"),
    "an icon with a letter wrong": ("theme:\n  icon:\n    logo: material/hom  # <-", "theme.icon.logo: “material/hom”: không có hình tên này; có phải “material/home”?"),
    "an icon as texts write it": ("theme:\n  icon:\n    logo: ':fontawesome-solid-house:'  # <-", "theme.icon.logo: “:fontawesome-solid-house:”: không có hình tên này; có phải “fontawesome/solid/house”?"),
    "an icon of a note": ("theme:\n  icon:\n    admonition:\n      note: octicons/tagg-16  # <-", "theme.icon.admonition.note: "),
    "an icon outside its folder": ("theme:\n  icon:\n    logo: material/../logo  # <-", "theme.icon.logo: “material/../logo”"),
    "a style sheet outside the site": ("extra_css:\n  - assets/../../a.css  # <-", "extra_css: “assets/../../a.css”: viết đường dẫn tính từ"),
    "a feature with a letter wrong": ("theme:\n  features:\n    - navigation.tab  # <-", "theme.features: cảnh báo: không có “navigation.tab”; có phải “navigation.tabs”?"),
    "features in a text": ("theme:\n  features: navigation.tabs  # <-", "theme.features: “navigation.tabs”, phải là danh sách; viết ví dụ `features: [navigation.top]`"),
    "a feature with a value": ("theme:\n  features:\n    - navigation.tabs: true  # <-", "theme.features: là nhóm các dòng `tên: giá trị`, phải là chữ"),
    "a palette in a word": ("theme:\n  palette: teal  # <-", "theme.palette: “teal”, phải là nhóm các dòng `tên: giá trị` hoặc danh sách; viết ví dụ `palette: {primary: teal}`"),
    "a scheme that nobody made": ("theme:\n  palette:\n    scheme: slatte  # <-", "theme.palette.scheme: “slatte”: không có bảng màu này; có phải “slate”?"),
    "a primary colour": ("theme:\n  palette:\n    primary: tael  # <-", "theme.palette.primary: “tael”: không có màu này; có phải “teal”?"),
    "a primary colour as a code": ("theme:\n  palette:\n    primary: '#0a4a57'  # <-", "theme.palette.primary: “#0a4a57”: không có màu này; dùng một trong: amber"),
    "a primary colour that only accents have not": ("theme:\n  palette:\n    accent: brown  # <-", "theme.palette.accent: “brown”: không có màu này"),
    "own colours without CSS": ("theme:\n  palette:\n    primary: custom  # <-", "theme.palette.primary: “custom”: màu riêng ghi trong một tệp CSS"),
    "a palette for no system": ("theme:\n  palette:\n    media: (dark)  # <-", "theme.palette.media: “(dark)”"),
    "two palettes and no button": ("theme:\n  palette:\n    - scheme: default  # <-\n    - toggle: {icon: material/eye, name: Sáng}", "theme.palette: thiếu nút đổi màu; thêm `toggle: {icon: "),
    "a button without a name": ("theme:\n  palette:\n    - toggle: {icon: material/eye}  # <-", "theme.palette.toggle.name: thiếu `name`; thêm ví dụ `name: \"Giao diện tối\"`"),
    "a button without an icon": ("theme:\n  palette:\n    - toggle: {name: Sáng}  # <-", "theme.palette.toggle.icon: thiếu `icon`"),
    "a social link without an icon": ("extra:\n  social:\n    - link: https://a.vn/  # <-", "extra.social.icon: thiếu `icon`"),
    "a social link without a link": ("extra:\n  social:\n    - icon: material/eye  # <-", "extra.social.link: thiếu `link`"),
    "a social link that runs": ("extra:\n  social:\n    - icon: material/eye\n      link: javascript:alert(1)  # <-", "extra.social.link: “javascript:alert(1)”: không phải địa chỉ"),
    "social links in a group": ("extra:\n  social: {icon: a, link: b}  # <-", "extra.social: là nhóm các dòng `tên: giá trị`, phải là danh sách"),
    "extra in a list": ("extra:\n  - social  # <-", "extra: là danh sách, phải là nhóm các dòng `tên: giá trị`"),
    "a year that is none": ("extra:\n  since: hai  # <-", "extra.since: “hai”: không phải năm"),
    "an unsafe rating": ("extra:\n  rating: http://a.vn  # <-", "extra.rating: “http://a.vn” không phải địa chỉ https"),
    "an outage without an end": ("extra:\n  outage: {text: A, from: 2026-03-10}  # <-", "extra.outage.until: thiếu `until`"),
    "a day that is none": ("extra:\n  outage:\n    text: A\n    until: 2026-03-10\n    from: mai  # <-", "extra.outage.from: “mai”, phải là ngày; viết ví dụ `from: 2026-03-10`"),
    "a day that no year has": ("extra:\n  outage:\n    text: A\n    until: 2026-03-10\n    from: 2026-02-30  # <-", "extra.outage.from: “2026-02-30” không phải ngày"),
    "a folder of others": ("theme:\n  custom_dir: ../theme  # <-", "theme.custom_dir: “../theme”: không phải thư mục bên trong"),
    "a plugin that nobody installed": ("plugins:\n  - tagz  # <-", "plugins: “tagz”: chưa cài plugin này; có phải “tags”?"),
    "a plugin with a word": ("plugins:\n  - tags: yes  # <-", "plugins: viết tên plugin, rồi các dòng cài đặt"),
    "a plugin beside another": ("plugins:\n  - tags:  # <-\n    meta:", "plugins: viết tên plugin, rồi các dòng cài đặt"),
    "a name that no file can have": (f"theme:\n  logo: {'a' * 300}  # <-", "theme.logo: “aaaa"),
    "a hook that is not there": ("hooks:\n  - a.py  # <-", "hooks: cảnh báo: “a.py”: không có tệp này"),
    "another folder of pages": ("docs_dir: docs  # <-", "docs_dir: “docs”: trang viết tay luôn nằm trong content/"),
    "an empty menu": ("nav: []  # <-", "nav: danh mục trống; viết ví dụ `nav: [{Trang chủ: index.md}]`"),
    "a menu within itself": ("nav: &menu  # <-\n  - Trang chủ: index.md\n  - Tiếp: *menu", "nav: danh mục lồng quá 5 bậc"),
    "another folder for the site": ("site_dir: public  # <-", "site_dir: cảnh báo: “public”: chỉ lệnh mkdocs ghi vào đây"),
    "a folder for the site that pages are in": ("site_dir: content/site  # <-", "site_dir: “content/site”: phải là thư mục riêng"),
    "a blank that MkDocs refuses": ("hooks:  # <-", "hooks: để trống; viết giá trị, hoặc xóa dòng này"),
    "plugins that are not named": ("plugins:  # <-", "plugins: để trống; viết giá trị, hoặc xóa dòng này"),
    "an address to look at that is none": ("dev_addr: 8000a  # <-", "dev_addr: “8000a”: viết chưa đúng; viết ví dụ 127.0.0.1:8000"),
    "a watched folder that is not there": ("watch:\n  - datas  # <-", "watch: “datas”: không có tệp hay thư mục này"),
    "other addresses": ("use_directory_urls: false  # <-", "use_directory_urls: “false”: địa chỉ các trang không đổi"),
    "a strictness that is none": ("validation:\n  links:\n    anchors: warm  # <-", "validation.links.anchors: “warm”: không có mức này; có phải “warn”?"),
    "a page of the menu that is not there": ("nav:\n  - A: indx.md  # <-", "nav: “indx.md”: không có trang này trong content/; có phải “index.md”?"),
    "a label of the menu without a page": ("nav:\n  - A:  # <-", "nav: mỗi mục là một trang có nhãn"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_settings_is_told_on_its_line(told, name):
    """One wrong value gives one line, at its place, with what is wrong and what to write."""
    lines, said = MISTAKES[name]
    text = change(lines)
    (only,) = told(text)
    place = f"{tell_place(text)}:1: "
    assert only.startswith(place + said), only


def test_what_is_missing_at_the_top_is_told(told):
    """A site without a name, an address and a menu cannot be built, and all are told at once."""
    menu, name, address = told("site_url:\ntheme: material\n")
    assert name.startswith("1:1: site_name: thiếu `site_name`; thêm ví dụ `site_name: ")
    assert address.startswith("1:1: site_url: thiếu `site_url`; thêm ví dụ `site_url: https://")
    assert menu.startswith("1:1: nav: thiếu `nav`; thêm ví dụ `nav: [{Trang chủ: index.md}]`")


def test_what_only_mkdocs_knows_is_passed(told):
    """A value that MkDocs takes from elsewhere is not judged, and no tag is obeyed."""
    text = change(
        "theme:\n  logo: !!python/name:material.extensions.emoji.twemoji\n  features: !ENV [FEATURES, []]"
    )
    assert told(text) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_mkdocs_refuses_by_now_is_an_error(told, name):
    """A setting that only some of the programs would read is refused with what to write instead."""
    text = change(nest(name, "a"))
    assert told(text) == [f"{tell_place(text)}:1: {name}: {REFUSED[name]}"]


UNREADABLE = {
    "": "1:1: không có dòng nào dạng `tên: giá trị`",
    "# chưa viết\n": "1:1: không có dòng nào dạng `tên: giá trị`",
    "- site_name: A\n": "1:1: không có dòng nào dạng `tên: giá trị`",
    "abc\n": "1:1: “abc”: không phải một bản ghi",
    f"{SETTINGS}copyright: a: b\n": "9:1: “copyright: a: b”: có dấu hai chấm trong giá trị",
    f'{SETTINGS}copyright: "a\n': '9:1: “copyright: "a”: ngoặc kép mở mà không đóng',
    f"{SETTINGS}\tcopyright: a\n": "9:1: “U+0009”: dấu Tab ở đầu dòng",
    f"{SETTINGS}copyright: {'[' * 600}\n": "9:1: tệp có quá 500 ngoặc",
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_yaml_is_told_on_its_line(told, text):
    """A file that no program can read gives one sentence, at the place where it goes wrong."""
    (only,) = told(text)
    assert only.startswith(UNREADABLE[text])


def test_an_address_from_the_environment_is_refused(told):
    """What the search, the calendars and the feeds stand on has to be written out."""
    (only,) = told(SETTINGS.replace("https://so.example.vn/nhiem-vu/", "!ENV URL"))
    assert only.startswith("2:1: site_url: viết thẳng giá trị ở đây")


def test_a_hook_of_the_offices_own_is_told_to_run_only_at_times(told, tmp_path):
    """A program that only MkDocs' own commands run gives a warning; the one of the software gives none."""
    for name in ("a.py", "mkdocs_hook.py"):
        (tmp_path / name).touch()
    (only,) = told(f"{SETTINGS}hooks: [a.py, mkdocs_hook.py]\n")
    assert only.startswith("9:1: hooks: cảnh báo: “a.py”: chỉ lệnh mkdocs chạy tệp này")


def test_files_of_the_office_are_found(told, tmp_path):
    """Style sheets, marks, icons, translations, fonts and schemes of the office's own count."""
    theme = tmp_path / "theme"
    for path in ("assets/a.svg", "assets/a.js", ".icons/own/mark.svg", "partials/languages/x.html"):
        (theme / path).parent.mkdir(parents=True, exist_ok=True)
        (theme / path).write_text(DRAWING, encoding="utf-8")
    (theme / "main.html").write_text("{{ config.extra.colour }}", encoding="utf-8")
    (theme / "assets/a.css").write_text(
        '@font-face { src: url(a.woff2); font-family: "Chữ Sở"; }\n'
        '[data-md-color-scheme="bien"] { --md-primary-fg-color: teal }\n',
        encoding="utf-8",
    )
    said = told(
        change(
            "theme:\n  logo: assets/a.svg\n  icon: {logo: own/mark}\n"
            "  palette: {scheme: bien, primary: custom, accent: Deep-Orange}"
        )
        .replace("font: false", "font: {text: Chữ Sở}")
        .replace("language: vi", "language: x")
        + "extra_css: [assets/a.css]\nextra_javascript: [assets/a.js]\nextra: {colour: red}\n"
    )
    assert [each.partition("cảnh báo: ")[2] for each in said] == [
        "“x”: chỉ đổi vài chữ của khung, nội dung vẫn là tiếng Việt; viết language: vi"
    ]
