"""Judge which Markdown extensions an mkdocs.yml names, with which settings, and what of Python it would load.

Known ones only turn text into HTML. Others read files, run code, load from elsewhere, or change the letters of a text.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from markdown import Markdown

from planbook.model import nearest, quote
from planbook.reading.settings import Named, list_named

KNOWN_EXTENSIONS = frozenset(
    [
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "extra",
        "fenced_code",
        "footnotes",
        "md_in_html",
        "nl2br",
        "pymdownx.betterem",
        "pymdownx.blocks.caption",
        "pymdownx.caret",
        "pymdownx.details",
        "pymdownx.emoji",
        "pymdownx.highlight",
        "pymdownx.inlinehilite",
        "pymdownx.keys",
        "pymdownx.mark",
        "pymdownx.smartsymbols",
        "pymdownx.superfences",
        "pymdownx.tabbed",
        "pymdownx.tasklist",
        "pymdownx.tilde",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
    ]
)
_REASONS = {
    "codehilite": "dùng pymdownx.highlight",
    "pymdownx.arithmatex": "công thức cần một chương trình lớn tải từ nơi khác",
    "pymdownx.critic": "lời góp ý không được lên trang; chữ thêm viết ^^…^^, chữ bỏ viết ~~…~~",
    "pymdownx.snippets": "chép cả tệp ngoài content/ lên trang; dán phần cần dùng vào trang",
}
_EMOJI = {
    "emoji_index": Named("name:material.extensions.emoji.twemoji"),
    "emoji_generator": Named("name:material.extensions.emoji.to_svg"),
}
_NAMED = {*_EMOJI.values(), "object/apply:pymdownx.slugs.slugify"}  # what MkDocs may load
# Settings that would write `style=`, which no page may have, guess for long, or have others' code run.
_REFUSED = {
    "pymdownx.highlight": ("noclasses", "guess_lang"),
    "pymdownx.inlinehilite": ("custom_inline",),
    "pymdownx.superfences": ("custom_fences",),
}
_ALTERS = "đổi (c) thành ©, 1/2 thành ½ ở mọi trang, kể cả trong toàn văn của văn bản; bỏ dòng này"

Configs = Mapping[str, Mapping[str, Any]]
Mistake = tuple[int, str, str]  # line, message, severity


def judge_extensions(text: str, configs: Configs) -> Iterator[Mistake]:
    """Say what of the extensions of an mkdocs.yml, given as its text and as read, may not be used."""
    for name, config in sorted(configs.items()):
        line = _find_line(text, name)
        if message := _refuse(name, config):
            yield line, f"{quote(name)}: {message}", "error"
        elif name == "pymdownx.smartsymbols":
            yield line, f"{quote(name)}: {_ALTERS}", "warning"


def judge_named(text: str) -> Iterator[Mistake]:
    """Say what an mkdocs.yml would have MkDocs load beside the few known functions."""
    try:
        named = list(list_named(text))
    except (yaml.YAMLError, RecursionError):  # said by whoever reads the settings
        return
    for line, name in named:
        if name not in _NAMED:
            known = ", ".join(f"!!python/{each}" for each in sorted(_NAMED))
            message = f"{quote('!!python/' + name)}: sẽ chạy mã lạ khi dựng trang; chỉ dùng {known}"
            yield line, message, "error"


def usable(configs: Configs) -> dict[str, dict[str, Any]]:
    """Give the extensions with which Markdown can be judged, without what is to be loaded for them."""
    return {
        name: {key: value for key, value in config.items() if not isinstance(value, Named)}
        for name, config in configs.items()
        if not _refuse(name, config)
    }


def _refuse(name: str, config: Mapping[str, Any]) -> str:
    """Say why an extension may not be used, or not with these settings."""
    if name not in KNOWN_EXTENSIONS:
        reason = _REASONS.get(name)
        guess = nearest(name, KNOWN_EXTENSIONS)
        hint = f"có phải “{guess}”?" if guess else f"chỉ dùng {', '.join(sorted(KNOWN_EXTENSIONS))}"
        return f"phần mở rộng Markdown không được dùng; {reason or hint}"
    for key in _REFUSED.get(name, ()):
        if config.get(key):
            return f"không dùng được `{key}`; bỏ dòng này"
    if name == "pymdownx.emoji":
        wanted = ", ".join(f"{key}: !!python/{value}" for key, value in _EMOJI.items())
        return "" if config == _EMOJI else f"chỉ dùng hình có sẵn; viết đúng hai dòng {wanted}"
    if name == "pymdownx.tabbed" and config.get("alternate_style") is not True:
        return "thiếu `alternate_style: true`; thêm dòng ấy vào dưới"
    if not config:
        return ""
    loaded = {key: value for key, value in config.items() if not isinstance(value, Named)}
    try:
        Markdown(extensions=[name], extension_configs={name: loaded}).convert("# a\n\n    b\n")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        said = " ".join(str(each) for each in error.args)
        return f"cài đặt không đúng ({said}); so với tài liệu của phần mở rộng này"
    return ""


def _find_line(text: str, name: str) -> int:
    """Find the line of an mkdocs.yml at which an extension is named."""
    start = re.search(r"^markdown_extensions *:", text, re.M)
    at = start.start() if start else 0
    found = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])").search(text, at)
    return text.count("\n", 0, found.start() if found else at) + 1
