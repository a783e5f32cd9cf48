"""Read the tables of an office file, whatever its format."""

import warnings
from contextlib import redirect_stdout
from io import StringIO

from planbook.intake.cells import Table
from planbook.intake.excel_tables import read_workbook
from planbook.intake.files import OfficeFile, refuse_broken
from planbook.intake.word_tables import read_document


def read_tables(file: OfficeFile) -> tuple[Table, ...]:
    """Read the tables of a DOCX or XLSX; raises OfficeError for a broken one."""
    read = read_document if file.kind == "docx" else read_workbook
    try:
        # What the libraries say of a file themselves would stand among the records.
        with redirect_stdout(StringIO()), warnings.catch_warnings(action="ignore"):
            return tuple(read(file.content))
    # A damaged file makes the libraries raise whatever its bytes lead to.
    except Exception as error:
        raise refuse_broken(file.name) from error
