"""Read an mkdocs.yml as it stands, for whoever needs one of its settings; what it names in Python is never loaded."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from planbook.model import RefusedError

SETTINGS = "mkdocs.yml"


_PYTHON = "tag:yaml.org,2002:python/"


class Named(str):
    """What MkDocs would import, as `name:module.function`, or call, as `object/apply:module.function`."""

    __slots__ = ()


class _Loader(yaml.SafeLoader):
    """Passes over what only MkDocs understands, such as `!ENV`, and keeps names of Python as names."""


_Loader.add_multi_constructor(_PYTHON, lambda loader, suffix, node: Named(suffix))
_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def read_settings(settings: Path) -> Mapping[str, Any]:
    """Read every setting."""
    try:
        read = _parse(settings.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # of letters, dates, brackets
        raise RefusedError(
            f"{settings.name} không đọc được ({' '.join(str(error).split())}); so với tệp mẫu."
        ) from error
    if not isinstance(read, dict):
        raise RefusedError(
            f"{settings.name} không có dòng nào dạng `tên: giá trị`; so với tệp mẫu."
        )
    return read


@lru_cache(maxsize=2)
def _parse(text: str) -> Any:
    """Parse settings once for all who ask: each step of a build reads some of them."""
    return yaml.load(text, _Loader)


def read_theme_settings(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what is said of the theme beside its name."""
    theme = settings.get("theme")
    return theme if isinstance(theme, dict) else {}


def name_custom_dir(settings: Mapping[str, Any]) -> str:
    """Name the folder of an office's own templates and files."""
    return str(read_theme_settings(settings).get("custom_dir") or "theme")


def list_named(text: str) -> Iterator[tuple[int, str]]:
    """List what an mkdocs.yml names in Python, wherever it stands, each with its line."""
    for event in yaml.parse(text, yaml.SafeLoader):
        tag = getattr(event, "tag", None) or ""
        if tag.startswith(_PYTHON) and event.start_mark:
            yield event.start_mark.line + 1, tag.removeprefix(_PYTHON)
