"""Read a command line as argparse does, and say in Vietnamese how it is used and what of it is not right.

What may be asked of an import stands here whole; other commands have few options (`cli`).
"""

import argparse
import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

# What argparse says of a command, and how it is said here.
_SAID = (
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 không đi cùng \2"),
    (
        r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.*)\)",
        r"\1 không có “\2”; chọn \3",
    ),
    (r"argument (\S+): expected one argument", r"sau \1 thiếu giá trị"),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"\1 không nhận giá trị “\2”"),
    (r"argument (\S+): ", r"\1: "),
    (r"unrecognized arguments: (.*)", r"không có tùy chọn \1"),
    (r"the following arguments are required: (.*)", r"thiếu \1"),
)


class _Help(argparse.HelpFormatter):
    """Says “usage” in Vietnamese."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Says all in Vietnamese, and guesses no option by its beginning."""

    def __init__(self, *, add_help: bool = True, **options: Any):
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Help, **options)
        if add_help:  # a parser without help is but a part of others
            self.add_argument("-h", "--help", action="help", help="in cách dùng rồi thôi")
            self._positionals.title, self._optionals.title = "Tham số", "Tùy chọn"

    def error(self, message: str) -> NoReturn:
        """End with one sentence on what is not right."""
        for pattern, words in _SAID:
            message = re.sub(pattern, words, message)
        self.exit(2, f"Lệnh chưa đúng ({message}). Xem cách dùng: {self.prog} --help\n")


def a_date(text: str) -> dt.date:
    """Read a date of the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày, viết 2025-09-30") from None


def a_port(text: str) -> int:
    """Read the number of a port; 0 lets the system choose."""
    if not re.fullmatch(r"\d{1,5}", text) or not int(text) < 1 << 16:
        raise argparse.ArgumentTypeError(f"“{text}” không phải số từ 0 đến 65535")
    return int(text)


def add_import_options(parser: argparse.ArgumentParser) -> None:
    """Add what may be said of a file to import."""
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="TỆP", help="tệp Word, Excel, PDF, CSV, văn bản"
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--plan", metavar="MÃ", help="mã văn bản, là tên tệp trong content/plans/ bỏ đuôi .md"
    )
    kind.add_argument("--status", action="store_true", help="tệp là bảng báo cáo đơn vị gửi lại")
    parser.add_argument(
        "--new-plan",
        nargs="?",
        const="",
        metavar="MÃ",
        help="viết cả trang của văn bản mới và đặt tệp gốc bên cạnh",
    )
    against = parser.add_mutually_exclusive_group()
    against.add_argument("--update", action="store_true", help="so với dữ liệu đang có")
    against.add_argument(
        "--adjust", action="store_true", help="tệp là quyết định điều chỉnh, bổ sung văn bản ấy"
    )
    parser.add_argument(
        "--from",
        dest="charset",
        metavar="BẢNG_MÃ",
        help="bảng mã cũ của chữ Việt trong tệp: tcvn3 hoặc vni",
    )
    parser.add_argument(
        "--preview",
        type=Path,
        metavar="TỆP",
        help="trang HTML đặt từng hàng của tệp cạnh bản ghi, ví dụ xem.html",
    )
    parser.add_argument(
        "--footnotes", choices=("note",), help="chép chú thích cuối trang của một hàng vào Ghi chú"
    )


def settle_import(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Bring the ways to write --new-plan to one: with the slug itself, or beside --plan."""
    slug, as_new = options.plan, options.new_plan is not None
    if as_new and slug and options.file is None and options.new_plan:
        options.file = Path(options.new_plan)  # “--plan MÃ --new-plan TỆP”
    elif as_new and slug and options.new_plan not in ("", slug):
        parser.error("--plan và --new-plan nêu hai mã khác nhau")
    options.plan, options.new_plan = slug or options.new_plan, as_new
    if options.file is None:
        parser.error("thiếu tệp để nhập")
    if not options.status and not options.plan:
        parser.error("cần một trong --plan MÃ, --new-plan MÃ, --status")
    if as_new and (options.status or options.update or options.adjust):
        parser.error("--new-plan không đi cùng --status, --update hay --adjust")
    if options.status and (options.update or options.adjust or options.preview):
        parser.error("--status không đi cùng --update, --adjust hay --preview")
    if options.adjust and options.preview:
        parser.error("--adjust không đi cùng --preview")
