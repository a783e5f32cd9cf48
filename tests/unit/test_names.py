"""Names in printed cells are recognised, and nothing that is no name."""

import pytest

from planbook.model import Person, Unit
from planbook.reading.names import Register

UNITS = Register(
    (
        Unit(
            id="qlkh", name="Phòng Quản lý Khoa học", short="Phòng QLKH&ĐMST", names=("QLKH&ĐMST",)
        ),
        Unit(id="khoa-hoc", name="Khoa học", short="KH&ĐMST"),
        Unit(id="van-phong", name="Văn phòng Sở", short="Văn phòng Sở"),
        Unit(
            id="trung-tam", name="Trung tâm CĐS&ĐMST", short="TTCĐS&ĐMST", names=("Trung tâm CĐS",)
        ),
    )
)
PEOPLE = Register(
    (
        Person(id="giam-doc", name="Giám đốc Sở", office="Giám đốc Sở"),
        Person(id="mai-thoan", name="Mai Thoan", office="Phó Giám đốc Sở"),
        Person(id="phan-van-hieu", name="Phan Văn Hiếu", office="Phó Giám đốc Sở"),
    )
)

CELLS = {
    "Văn Phòng Sở": (["van-phong"], []),
    "Phòng QLKH&ĐMST (chủ trì); Văn phòng Sở": (["qlkh", "van-phong"], []),
    "Các Phòng: QLKH&ĐMST, Trung tâm CĐS": (["qlkh", "trung-tam"], []),
    "Trung tâm CĐS&ĐMST": (["trung-tam"], []),
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
    """“PGĐ Sở Mai Thoan” names Mai Thoan alone, and “Giám đốc Sở” the office."""
    assert PEOPLE.recognise("PGĐ Sở Mai Thoan").ids == ("mai-thoan",)
    assert PEOPLE.recognise("Phó Giám đốc Sở Mai Thoan").ids == ("mai-thoan",)
    assert PEOPLE.recognise("Giám đốc Sở").ids == ("giam-doc",)
    three = PEOPLE.recognise("Các PGĐ Sở: Phan Văn Hiếu; Mai Thoan")
    assert (three.ids, three.unknown) == (("phan-van-hieu", "mai-thoan"), ())


def test_a_slip_is_told_from_a_stranger():
    """A name with one wrong letter is nearly known; an outside body is not."""
    assert UNITS.nearly("Văn phòng Sờ; UBND cấp xã") == "văn phòng sờ"
    assert UNITS.nearly("Ủy ban nhân dân cấp xã") is None
    assert UNITS.nearest("trung tam cđs") == "trung tâm cđs"
