"""Read the tasks of a document: from its tables, or where none has tasks, from the lists of its prose.

The agenda of a meeting, whose rows are hours, looks like a table of tasks and is none.
"""

import re
from dataclasses import replace

from planbook.documents.document import Document, LeftOut, Paragraph, Table
from planbook.documents.opening.files import OfficeError
from planbook.intake.prose.notices import read_prose
from planbook.intake.tables.remarks import Remark
from planbook.intake.tables.spaced_text import read_spaced
from planbook.intake.tables.tabbed_text import read_tabbed
from planbook.intake.tables.table_reading import read_tasks
from planbook.intake.tables.task_rows import Reading
from planbook.reading.names import Registers

_HOUR = re.compile(r"\s*(?:từ |lúc )?\d{1,2}\s*(?:h|giờ|g|:)\s*(?:\d{2}|[-–]|$)", re.I)


def read_document_tasks(
    document: Document, registers: Registers, name: str
) -> tuple[Document, Reading]:
    """Read the tasks of a document, and give it as it was read; raises OfficeError where none is."""
    document = _without_agendas(read_tabbed(document))
    spaced = document if document.tables else read_spaced(document, registers)
    try:
        reading = read_tasks(spaced, name)
    except OfficeError:
        if prose := read_prose(document, registers):
            return document, prose
        raise
    if document.tables and (prose := read_prose(Document(document.paragraphs), registers)):
        words = "văn xuôi ngoài bảng có vẻ giao việc, không lấy vì tệp đã có bảng; cần thì thêm tay"
        beside = Remark(words, tuple(dict.fromkeys(row.place for row in prose.rows)))
        reading = replace(reading, doubts=(*reading.doubts, beside))
    return spaced, reading


def _without_agendas(document: Document) -> Document:
    """Leave out the tables whose rows are hours of a day."""
    blocks: list[Paragraph | Table] = []
    left_out = list(document.left_out)
    for block in document.blocks:
        if isinstance(block, Table) and is_agenda(block):
            left_out.append(LeftOut("chương trình theo giờ, không phải nhiệm vụ", block.place))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks), left_out=tuple(left_out))


def is_agenda(table: Table) -> bool:
    """Tell whether the rows of a table are hours of a day, and so no tasks."""
    hours = sum(any(_HOUR.match(cell.text) for cell in row.cells[:2]) for row in table.rows)
    return hours > 1 and hours * 2 >= len(table.rows)
