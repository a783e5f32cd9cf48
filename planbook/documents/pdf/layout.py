"""Lay out a page of a PDF as pdfminer does, and note of each letter whether the edge of a box cuts it off.

Spreadsheets print a text that has no room in its cell, and let the next cell cut it.
"""

from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.utils import apply_matrix_pt

_NEAR = 0.5  # points by which a letter may end before the edge that cuts off what follows


def lay_out(page: Any) -> LTPage:
    """Lay out a page as pdfplumber opens it."""
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.get_result()


def find_end(char: LTChar) -> float:
    """Tell where the box ends in which a letter is drawn, and nothing is seen any more."""
    edge: float = getattr(char, "edge", float("inf"))
    return edge - _NEAR


class _Device(PDFPageAggregator):  # type: ignore[misc]
    """Keeps with each letter where the box ends in which it is drawn."""

    edge = float("inf")

    def render_char(self, *args: Any) -> float:
        """Lay out a letter."""
        width: float = super().render_char(*args)
        vars(self.cur_item._objs[-1])["edge"] = self.edge
        return width


class _Interpreter(PDFPageInterpreter):  # type: ignore[misc]
    """Follows the boxes outside of which nothing is drawn."""

    device: _Device

    def init_state(self, ctm: Any) -> None:
        """Begin a page, or a drawing in it."""
        super().init_state(ctm)
        self._edges: list[float] = []
        self._is_box = False

    def do_q(self) -> None:
        """Save the state."""
        super().do_q()
        self._edges.append(self.device.edge)

    def do_Q(self) -> None:
        """Restore the state."""
        super().do_Q()
        if self._edges:
            self.device.edge = self._edges.pop()

    def do_W(self) -> None:
        """Take the path as a box."""
        self._is_box = True

    do_W_a = do_W

    def do_n(self) -> None:
        """End a path, which may be such a box."""
        points = [apply_matrix_pt(self.ctm, each[1:3]) for each in self.curpath if each[1:]]
        if self._is_box and points:
            self.device.edge = min(self.device.edge, max(x for x, _ in points))
        self._is_box = False
        super().do_n()
