"""Turn a table that was pasted as text into rows of cells.

Tabs part cells, or no-break spaces join the words of each; text with neither is refused, for every
other sign is a guess.
"""

import re
from collections.abc import Iterator

from planbook.intake.cells import Table, TableCell, TableRow
from planbook.intake.files import OfficeError, OfficeFile
from planbook.intake.spaced_text import read_spaced
from planbook.reading.names import Registers

_MARKUP = re.compile(r"</?[biu]>|\*\*")


def read_pasted(file: OfficeFile, registers: Registers) -> tuple[Table, ...]:
    """Read a pasted table; raises OfficeError where nothing parts the cells.

    The registers of the document's body help to tell the cells of names apart.
    """
    text = _MARKUP.sub("", file.text)
    if "\t" in text:
        return (_read_tabbed(text),)
    names = {
        "lead_text": registers.leads,
        "support_text": registers.supports,
        "leader_text": registers.people,
    }
    tables = tuple(read_spaced(text, names)) if "\u00a0" in text else ()
    if not tables:
        raise OfficeError(
            f"Tệp “{file.name}” không cho biết các cột ở đâu; chép cả bảng, có hàng tên cột, từ Word "
            "hoặc Excel để các ô cách nhau bằng dấu Tab, hoặc nhập thẳng tệp .docx, .xlsx."
        )
    return tables


def _read_tabbed(text: str) -> Table:
    lines = list(_whole_lines(text))
    tabbed = [at for at, (_, line) in enumerate(lines) if "\t" in line]
    rows = []
    apart = False
    for number, line in lines[tabbed[0] : tabbed[-1] + 1]:
        cells = [TableCell(_unquote(each), at) for at, each in enumerate(line.split("\t"))]
        if any(cell.text.strip() for cell in cells):
            rows.append(
                TableRow(f"dòng {number}", tuple(cells), apart and not line.startswith("\t"))
            )
            apart = False
        else:
            apart = True
    return Table("văn bản dán", tuple(rows), tuple(line for _, line in lines[: tabbed[0]]))


def _whole_lines(text: str) -> Iterator[tuple[int, str]]:
    """Join the lines of cells that Excel puts in quotes because they hold line breaks."""
    pending, start = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if not pending:
            start = number
        pending = f"{pending}\n{line}" if pending else line
        opened = re.search(r'(?:^|\t)"', pending) and pending.count('"') % 2
        if not opened or number - start > 50:
            yield start, pending
            pending = ""
    if pending:
        yield start, pending


def _unquote(cell: str) -> str:
    if "\n" in cell and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell
