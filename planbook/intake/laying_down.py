"""Read the data files as they stand, and write what an import makes: all files, or none, and none over another."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from planbook.model import Problem, RefusedError
from planbook.reading.yaml_records import read_text


def read_standing(root: Path, path: str) -> str:
    """Read a data file with its line ends; one that is not there yet is empty."""
    if not (root / path).is_file():
        return ""
    problems: list[Problem] = []
    if read_text(root, path, problems) is None:
        each = problems[0]
        raise RefusedError(f"{path}:{each.line}:{each.column}: {each.message}.")
    return (root / path).read_bytes().decode()


def lay_down(new: Mapping[Path, bytes], changed: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet, and new contents of some that are; on a failure, nothing."""
    for place in new:
        if place.exists():
            raise RefusedError(
                f"Tệp {place} đã có và không bị ghi đè; chọn tên khác, hoặc dời tệp ấy đi."
            )
    before = {place: place.read_bytes() if place.is_file() else None for place in changed}
    written: list[Path] = []
    try:
        for place, content in {**new, **changed}.items():
            written.append(place)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    except OSError as error:
        for place in written:
            with suppress(OSError):  # the one that could not be written has not changed
                _put_back(place, before.get(place))
        raise RefusedError(
            f"Không ghi được {written[-1]} ({error.strerror}); đã trả mọi tệp về như cũ."
        ) from error


def _put_back(place: Path, old: bytes | None) -> None:
    if old is None:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(old)
