"""Let LibreOffice turn a file of an older or another format into DOCX or XLSX, where it is installed.

It runs without a screen, in a folder and with settings of its own: no macros, no links to other
files, no network, and for no longer than a minute; then it is ended with all that it started.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from planbook.documents.unreadable import UnreadableError

SECONDS = 55
_MEMORY = 1_000_000_000  # bytes
_LARGEST = 200_000_000  # bytes of what comes out
_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_NO_NETWORK = ("unshare", "--user", "--map-root-user", "--net")
_OUTPUTS = {"docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML"}
_SAVE_AS = "mở tệp bằng Word hoặc Excel, chọn Lưu thành {} rồi nhập lại"


@dataclass(frozen=True, slots=True)
class OtherFormat:
    """A format that LibreOffice reads for us."""

    name: str  # for people
    ending: str
    becomes: Literal["docx", "xlsx"]
    filter: str = (
        ""  # by which LibreOffice reads it; it finds out by itself which Word saved a .doc
    )


WORD_97 = OtherFormat("Word cũ (.doc)", ".doc", "docx")
EXCEL_97 = OtherFormat("Excel cũ (.xls)", ".xls", "xlsx")
EXCEL_BINARY = OtherFormat("Excel nhị phân (.xlsb)", ".xlsb", "xlsx", "Calc MS Excel 2007 Binary")
# What our libraries do not read: the strict standard, or a part that some program wrote its own way.
UNUSUAL = {
    "docx": OtherFormat("Word (.docx) khác thường", ".docx", "docx", "MS Word 2007 XML"),
    "xlsx": OtherFormat("Excel (.xlsx) khác thường", ".xlsx", "xlsx", "Calc MS Excel 2007 XML"),
}
RTF = OtherFormat("RTF", ".rtf", "docx", "Rich Text Format")
OPEN_TEXT = OtherFormat("OpenDocument (.odt)", ".odt", "docx", "writer8")
OPEN_SHEET = OtherFormat("OpenDocument (.ods)", ".ods", "xlsx", "calc8")
EXCEL_XML = OtherFormat("XML của Excel 2003", ".xml", "xlsx", "MS Excel 2003 XML")

# Paths and names are LibreOffice's; what is not set here stays as it is delivered.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisablePythonRuntime", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Common/Misc", "UseLocking", "false"),
    ("Java/VirtualMachine", "Enable", "false"),
    ("Writer/Content/Update", "Link", "2"),
    ("Writer/Content/Update", "Field", "false"),
    ("Writer/Content/Update", "Chart", "false"),
    ("Calc/Content/Update", "Link", "2"),
    ("Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Calc/Formula/Load", "ODFRecalcMode", "1"),
)
# Whatever it would fetch all the same is asked of a door behind which nobody is.
_PROXIES = (
    '<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse">'
    "<value>1</value></prop></item>",
    *(
        f'<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInet{name}Proxy{what}" '
        f'oor:op="fuse"><value>{value}</value></prop></item>'
        for name in ("HTTP", "HTTPS", "FTP")
        for what, value in (("Name", "127.0.0.1"), ("Port", "9"))
    ),
)
# A day without a form of its own is printed as the language of the system prints it.
_LANGUAGE = (
    '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">'
    "<value>vi-VN</value></prop></item>"
)


def convert(content: bytes, source: OtherFormat, seconds: float = SECONDS) -> bytes:
    """Give a file as DOCX or XLSX; raises UnreadableError where LibreOffice is missing or fails."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    save_as = _SAVE_AS.format(f".{source.becomes}")
    if program is None:
        raise UnreadableError(
            f"thuộc định dạng {source.name}; {save_as}, hoặc cài LibreOffice để máy tự đọc"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        place = folder / f"in{source.ending}"
        place.write_bytes(content)
        _write_profile(folder / "profile")
        if not _run(_make_command(program, folder, place, source), folder, seconds):
            raise UnreadableError(
                f"mở bằng LibreOffice quá {seconds:.0f} giây chưa xong nên phải dừng; {save_as}"
            )
        result = folder / "out" / f"in.{source.becomes}"
        if not result.is_file() or result.stat().st_size > _LARGEST:
            raise UnreadableError(
                f"không mở được bằng LibreOffice, có thể đã hỏng hoặc đặt mật khẩu; {save_as}"
            )
        return result.read_bytes()


def _make_command(program: str, folder: Path, place: Path, source: OtherFormat) -> list[str]:
    reading = [f"--infilter={source.filter}"] if source.filter else []
    return [
        *_find_shelter(),
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *reading,
        *("--convert-to", f"{source.becomes}:{_OUTPUTS[source.becomes]}"),
        *("--outdir", str(folder / "out"), str(place)),
    ]


def _find_shelter() -> tuple[str, ...]:
    """Give the command that takes the network from another one, where the system has and allows it."""
    if shutil.which(_NO_NETWORK[0]) is None:
        return ()
    tried = subprocess.run((*_NO_NETWORK, "true"), capture_output=True, check=False)
    return _NO_NETWORK if tried.returncode == 0 else ()


def _run(command: list[str], folder: Path, seconds: float) -> bool:
    """Run a command within its limits, and tell whether it came to its end."""
    silent = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=folder, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
    )
    try:
        _limit(process.pid)
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end_group(process)
    return True


def _limit(pid: int) -> None:
    """Let a process, and all that it will start, take only so much memory and disk."""
    if sys.platform == "linux":
        import resource

        for what, most in ((resource.RLIMIT_DATA, _MEMORY), (resource.RLIMIT_FSIZE, _LARGEST)):
            with suppress(ProcessLookupError):  # it came to its end already
                resource.prlimit(pid, what, (most, most))


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):  # all of them came to their end by themselves
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_profile(place: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (place / "user").mkdir(parents=True)
    (place / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}{''.join(_PROXIES)}{_LANGUAGE}</oor:items>",
        encoding="utf-8",
    )
