"""Say in one sentence why MkDocs could not press the pages, and in which file."""

import os
import traceback
from pathlib import Path
from typing import Any

from planbook.model import RefusedError, quote
from planbook.press.adapter import Complaints
from planbook.software import THEME


class PressError(RefusedError):
    """MkDocs could not press the pages; the message says why."""


def explain(error: Exception | None, config: Any, settings: Path, complaints: Complaints) -> str:
    """Explain what ended a press; `config` is None where MkDocs did not take the settings."""
    strict = config is not None and config.strict
    heard = complaints.errors + (complaints.warnings if strict else [])
    said = " ".join("; ".join(dict.fromkeys(heard)).split()) or _say(error)
    if config is None or error is None:
        return f"MkDocs không nhận {settings.name}: {said}; sửa dòng ấy rồi dựng lại."
    if place := _find_template(error, config):
        return f"{_show(*place, settings.parent)}: mẫu của trang sai: {_say(error)}; sửa dòng ấy."
    plugin = getattr(config.plugins, "_current_plugin", None)
    if plugin and plugin != "planbook":
        return (
            f"{settings.name}: phần mở rộng {quote(plugin)} hỏng khi in các trang: {_say(error)}; "
            "xem lại các dòng của nó dưới `plugins`, hoặc bỏ nó đi."
        )
    return f"MkDocs dừng khi in các trang: {said}"


def _say(error: Exception | None) -> str:
    """Write an error's own words in one line."""
    return " ".join(str(error).split()) or type(error).__name__


def _find_template(error: Exception, config: Any) -> tuple[str, int] | None:
    """Find the line of a template in which an error arose."""
    folders = tuple(f"{Path(each)}{os.sep}" for each in config.theme.dirs)
    found = None
    if str(place := getattr(error, "filename", None)).startswith(folders):
        return str(place), int(getattr(error, "lineno", None) or 1)
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(folders):
            found = frame.f_code.co_filename, line
    return found


def _show(place: str, line: int, root: Path) -> str:
    """Name a place as people see it: from the root, or as one of the software's templates."""
    path = Path(place)
    for folder in (root, THEME.parent):
        if path.is_relative_to(folder):
            return f"{path.relative_to(folder).as_posix()}:{line}"
    return f"{path.name}:{line}"
