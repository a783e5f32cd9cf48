"""MkDocs presses the default pages, whatever plugins are named."""

import pytest

from planbook.press.press import press_site

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
