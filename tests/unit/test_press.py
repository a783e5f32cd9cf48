"""MkDocs presses the default pages by the settings of the theme, whatever plugins are named."""

import pytest

from planbook.press.press import press_site
from planbook.software import MATERIAL

SETTINGS = """\
site_name: Nhiệm vụ
site_url: https://so.example.vn/nhiem-vu/
theme: {name: material, language: vi}
markdown_extensions: [abbr, attr_list, footnotes, md_in_html, tables]
nav: [{Trang chủ: index.md}]
"""


@pytest.mark.parametrize("plugins", ["", "plugins: [search]\n"])
def test_a_plugin_finds_the_templates_of_the_theme(tmp_path, plugins):
    """Material's own search, which MkDocs adds by itself, asks for a translation before pages are chosen."""
    (tmp_path / "mkdocs.yml").write_text(SETTINGS + plugins, encoding="utf-8")
    pages = press_site(tmp_path, lambda of, make: make()).pages
    assert "<!-- slot: main -->" in pages["months/"]


def test_what_the_environment_says_is_pressed_anew(tmp_path, monkeypatch):
    """Of settings with `!ENV` nothing is kept, for the same file then means something else."""
    settings = SETTINGS.replace("nav:", "copyright: !ENV [BANG, none]\nnav:")
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    kept = {}
    for owner in ("Sở Một", "Sở Hai"):
        monkeypatch.setenv("BANG", owner)
        pages = press_site(tmp_path, lambda of, make: kept.setdefault(str(of), make())).pages
        assert owner in pages["months/"]


def test_icons_and_words_are_those_that_the_settings_name(tmp_path):
    """The mark, the repository and the way up take their icons by name, and Material's words their language."""
    theme = """theme:
  name: material
  language: en
  icon: {logo: material/bank, repo: fontawesome/brands/gitlab, top: material/arrow-up}
  features: [navigation.top, content.code.copy]
repo_url: https://kho.example/so
repo_name: Kho của Sở
"""
    settings = SETTINGS.replace("theme: {name: material, language: vi}\n", theme)
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    page = press_site(tmp_path, lambda of, make: make()).pages["months/"]
    for name in ("material/bank", "fontawesome/brands/gitlab", "material/arrow-up"):
        assert (MATERIAL / f".icons/{name}.svg").read_text("utf-8").strip() in page
    assert "<!-- slot: mark -->" not in page
    assert 'href="https://kho.example/so"' in page and "Kho của Sở" in page
    assert '<html lang="en">' in page
    for words in ("Skip to content", "Back to top", "Navigation", "Search", "Copy to clipboard"):
        assert words in page
    for words in ("Tới nội dung", "Đầu trang", "Danh mục", ">Tìm", "Sao chép", "sao chép"):
        assert words not in page
