"""Put a whole site in place with one rename; the site that stood stays until then.

A build writes into a stage beside the output; what a killed build left is swept by the next one.
"""

import contextlib
import ctypes
import glob
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from planbook.model import RefusedError

_AT_FDCWD, _EXCHANGE = -100, 2  # renameat2(2)


class OutputError(RefusedError):
    """The output folder cannot be written or replaced; the message says what to do."""

    def __str__(self) -> str:
        return f"Không dựng được trang: {super().__str__()}"


@contextlib.contextmanager
def staged(output: Path) -> Iterator[Path]:
    """Give a fresh folder that takes the place of `output` when the block ends without an error."""
    output = output.absolute()
    if output.is_dir() and any(output.iterdir()) and not _is_site(output):
        raise OutputError(
            f"{output} không phải một trang đã dựng; chọn thư mục trống hoặc thư mục khác"
        )
    prefix = f".{output.name}."
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        lock = open(output.parent / f"{prefix}lock", "w")  # noqa: SIM115 - held until the end
    except OSError as error:
        raise OutputError(f"không ghi được vào {output.parent} ({error.strerror})") from error
    with lock:
        try:
            _lock(lock)
        except OSError as error:
            raise OutputError(
                f"đang có một lượt dựng khác ghi vào {output}; chờ xong rồi chạy lại"
            ) from error
        try:
            _restore(output, prefix)
            _sweep(output.parent, prefix)
            stage = Path(tempfile.mkdtemp(prefix=f"{prefix}stage-", dir=output.parent))
            stage.chmod(0o755)
        except OSError as error:
            raise OutputError(f"không ghi được vào {output.parent} ({error.strerror})") from error
        try:
            yield stage
            _replace(output, stage, prefix)
        except OSError as error:
            raise OutputError(
                f"không ghi được {error.filename or output} ({error.strerror})"
            ) from error
        finally:
            _sweep(output.parent, prefix)
            with contextlib.suppress(OSError):
                os.unlink(lock.name)


def _lock(file: IO[str]) -> None:
    """Keep other builds away until the file is closed; raises OSError when another keeps us away."""
    if sys.platform != "win32":  # where two builds at once are not noticed
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_site(folder: Path) -> bool:
    """Tell a site that may be replaced from a folder of somebody's own."""
    return (folder / "build.json").is_file() or (folder / "index.html").is_file()


def _replace(output: Path, stage: Path, prefix: str) -> None:
    """Swap the stage in: one exchange where the system has it, else two renames."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise OSError(20, "không phải thư mục", str(output))
    if not output.exists():
        os.rename(stage, output)
    elif not os.access(output, os.W_OK):
        raise OSError(13, "chỉ đọc", str(output))
    elif not _exchange(stage, output):
        old = output.parent / f"{prefix}old"
        os.rename(output, old)
        try:
            os.rename(stage, output)
        except OSError:
            os.rename(old, output)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that no moment is without a site; False if impossible."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    folders = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
    return int(exchange(*folders, _EXCHANGE)) == 0


def _restore(output: Path, prefix: str) -> None:
    """Bring the old site back when a build was killed between the two renames."""
    old = output.parent / f"{prefix}old"
    if old.is_dir() and not output.exists():
        os.rename(old, output)


def _sweep(parent: Path, prefix: str) -> None:
    """Remove what earlier builds left beside the output."""
    for left in parent.glob(f"{glob.escape(prefix)}*"):
        if left.name == f"{prefix}old" or left.name.startswith(f"{prefix}stage-"):
            shutil.rmtree(left, ignore_errors=True)


def write_files(stage: Path, files: Iterable[tuple[str, bytes | str]]) -> dict[str, str]:
    """Write each (path, content) under the stage and give the SHA-256 of each path.

    No path is written twice: it could be a link to the file of the site that stands.
    """
    made: set[str] = set()
    digests = {}
    for path, content in files:
        place = os.path.join(stage, path)
        make_folder(place, made)
        content = content.encode() if isinstance(content, str) else content
        with open(place, "xb") as file:
            file.write(content)
        digests[path] = hashlib.sha256(content).hexdigest()
    return digests


def make_folder(place: str, made: set[str]) -> None:
    """Make the folder of a file; `made` remembers those that are there."""
    folder = os.path.dirname(place)
    if folder not in made:
        made.add(folder)
        try:
            os.mkdir(folder)
        except FileExistsError:  # another job writes there too
            return
        except OSError:  # the one around it is not there
            os.makedirs(folder, exist_ok=True)
