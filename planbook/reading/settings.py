"""Read an mkdocs.yml as it stands, for whoever needs one of its settings."""

from pathlib import Path
from typing import Any

import yaml

from planbook.model import RefusedError

SETTINGS = "mkdocs.yml"


class _Loader(yaml.SafeLoader):
    """Passes over what only MkDocs understands, such as `!ENV` and `!!python/name:`."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def read_settings(settings: Path) -> dict[str, Any]:
    """Read every setting."""
    try:
        read = yaml.load(settings.read_text(encoding="utf-8"), _Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # of letters, dates, brackets
        raise RefusedError(
            f"{settings.name} không đọc được ({' '.join(str(error).split())}); so với tệp mẫu."
        ) from error
    if not isinstance(read, dict):
        raise RefusedError(
            f"{settings.name} không có dòng nào dạng `tên: giá trị`; so với tệp mẫu."
        )
    return read
