"""What one page has of a table: its rows and cells, by the points between which they lie."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class CellDraft:
    """A cell of a piece, by the points between which it lies."""

    text: str
    left: float
    right: float
    rows: int = 1  # that it spans
    below: bool = False
    bold: bool = False
    doubts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)  # of footnotes
    untaken: list[str] = field(default_factory=list)  # what of it is left out
    footnotes: list[str] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        """Tell whether it has text that stands in its row."""
        return bool(self.text.strip()) and not self.below


@dataclass(slots=True)
class RowDraft:
    """A row of a piece."""

    page: int
    number: int  # on the page, once all of it is read
    cells: list[CellDraft]

    @property
    def place(self) -> str:
        """Say where people find it."""
        return f"trang {self.page}, hàng {self.number}"

    @property
    def filled(self) -> list[CellDraft]:
        """List the cells with text of their own."""
        return [each for each in self.cells if each.is_own]

    @property
    def texts(self) -> list[str]:
        """List the texts of its cells, each on one line."""
        return [" ".join(each.text.split()) for each in self.filled]


@dataclass(slots=True)
class Piece:
    """What one page has of a table, or a table that was joined from such pieces."""

    page: int
    top: float
    bottom: float
    columns: list[float]  # where its columns are parted, from the left side to the right one
    rows: list[RowDraft]
    doubts: list[str] = field(default_factory=list)
    last_page: int = 0
