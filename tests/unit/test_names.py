"""Names in printed cells are recognised, and nothing that is no name."""

import pytest

from planbook.model import Person, Unit
from planbook.reading.names import Register, list_titles

UNITS = Register(
    (
        Unit(id="qld", name="Phòng Quản lý Dược", short="Phòng QLD&VTYT", names=("QLD&VTYT",)),
        Unit(id="duoc", name="Dược", short="D&VTYT"),
        Unit(id="van-phong", name="Văn phòng Sở", short="Văn phòng Sở"),
        Unit(id="trung-tam", name="Trung tâm KS&DP", short="TTKS&DP", names=("Trung tâm KS",)),
    )
)
LEADERS = (
    Person(id="giam-doc", name="Giám đốc Sở", office="Giám đốc Sở"),
    Person(id="mai-lan", name="Mai Lan", office="Phó Giám đốc Sở", names=("PGĐ Sở Mai Lan",)),
    Person(id="vo-van-hoa", name="Võ Văn Hòa", office="Phó Giám đốc Sở"),
)
PEOPLE = Register(LEADERS, list_titles(LEADERS))

CELLS = {
    "Văn Phòng Sở": (["van-phong"], []),
    "Phòng QLD&VTYT (chủ trì); Văn phòng Sở": (["qld", "van-phong"], []),
    "Các Phòng: QLD&VTYT, Trung tâm KS": (["qld", "trung-tam"], []),
    "Trung tâm KS&DP": (["trung-tam"], []),
    "Văn phòng Sở, UBND cấp xã": (["van-phong"], ["ubnd cấp xã"]),
    "Sở Y tế": ([], ["sở y tế"]),
    "Văn phòng Sở, văn phòng sở": (["van-phong"], []),
    "Va\u0306n pho\u0300ng Sở": (["van-phong"], []),  # NFD
    "": ([], []),
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_gives_its_units_in_order(cell):
    """The longest name counts, case and spelling of marks do not, and the rest is told."""
    found = UNITS.recognise(cell)
    assert (list(found.ids), list(found.unknown)) == CELLS[cell]


def test_an_office_before_a_name_is_not_a_person():
    """“PGĐ Sở Mai Lan” names Mai Lan alone, and “Giám đốc Sở” the office."""
    assert PEOPLE.recognise("PGĐ Sở Mai Lan").ids == ("mai-lan",)
    assert PEOPLE.recognise("Phó Giám đốc Sở Mai Lan").ids == ("mai-lan",)
    assert PEOPLE.recognise("Giám đốc Sở").ids == ("giam-doc",)
    three = PEOPLE.recognise("Các PGĐ Sở: Võ Văn Hòa; Mai Lan")
    assert (three.ids, three.unknown) == (("vo-van-hoa", "mai-lan"), ())


def test_a_slip_is_told_from_a_stranger():
    """A name with one wrong letter is nearly known, and offered as the register writes it."""
    assert UNITS.nearly("Văn phòng Sờ; UBND cấp xã") == "Văn phòng Sờ"
    assert UNITS.nearly("Ủy ban nhân dân cấp xã") is None
    assert UNITS.nearest("trung tam ks") == "Trung tâm KS"
