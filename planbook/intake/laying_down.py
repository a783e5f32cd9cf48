"""Write the files that an import makes: all of them, or none, and none over another."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from planbook.model import RefusedError


def lay_down(new: Mapping[Path, bytes], changed: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet, and new contents of some that are; on a failure, nothing."""
    _refuse_overwriting(list(new))
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


def _refuse_overwriting(places: Sequence[Path]) -> None:
    for place in places:
        if place.exists():
            raise RefusedError(
                f"Tệp {place} đã có và không bị ghi đè; chọn tên khác, hoặc dời tệp ấy đi."
            )


def _put_back(place: Path, old: bytes | None) -> None:
    if old is None:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(old)
