"""Names in printed cells are recognised, and nothing that is no name."""

import time

import pytest

from planbook.model import Body, Person, Unit
from planbook.reading.names import Register, list_titles, make_registers
from planbook.reading.new_names import part_office, propose_id

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
    "Văn phòng Sở, UBND cấp xã": (["van-phong"], ["UBND cấp xã"]),
    "Sở Y tế": ([], ["Sở Y tế"]),
    "Văn phòng Sở, văn phòng sở": (["van-phong"], []),
    "Va\u0306n pho\u0300ng Sở": (["van-phong"], []),  # NFD
    "": ([], []),
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_gives_its_units_in_order(cell):
    """The longest name counts, case and spelling of marks do not, and the rest is told."""
    found = UNITS.recognise(cell)
    assert (list(found.ids), list(found.unknown)) == CELLS[cell]


WHOLE = {
    "Báo và Phát thanh, Truyền hình": ["Báo và Phát thanh, Truyền hình"],
    "UBND các xã, phường": ["UBND các xã, phường"],
    "Ban Quản lý các công trình giao thông và dân dụng": [
        "Ban Quản lý các công trình giao thông và dân dụng"
    ],
    "Hội Nông dân và Hội Phụ nữ; Sở Xây dựng": ["Hội Nông dân và Hội Phụ nữ", "Sở Xây dựng"],
    "Sở Tài chính, Sở Nội vụ và Công an tỉnh": ["Sở Tài chính", "Sở Nội vụ", "Công an tỉnh"],
    "- Sở Tài chính (chủ trì) - Sở Nội vụ": ["Sở Tài chính", "Sở Nội vụ"],
    "1. Sở Tài chính 2. Sở Nội vụ": ["Sở Tài chính", "Sở Nội vụ"],  # lines of a cell
    "Cơ quan chủ trì: SỞ TÀI CHÍNH/Tỉnh đoàn": ["SỞ TÀI CHÍNH", "Tỉnh đoàn"],
    "Văn phòng HĐND và UBND xã": ["Văn phòng HĐND và UBND xã"],
    "UBND TP. Bình An": ["UBND TP. Bình An"],
    "Văn phòng UBND tỉnh": ["Văn phòng UBND tỉnh"],  # not “Văn phòng”, which is known
    "Phòng Dược Trường Đại học Y": ["Trường Đại học Y"],  # two lines of a cell
    "Phòng Dược và các đơn vị liên quan": ["các đơn vị liên quan"],
    "Sở Y tế và Sở Văn hóa, Thể thao và Du lịch": ["Sở Văn hóa, Thể thao và Du lịch"],
}


@pytest.mark.parametrize("cell", WHOLE)
def test_what_no_name_explains_stays_whole(cell):
    """“và” and a comma part two names only where another one begins, never a name that some list has."""
    units = (
        Unit(id="van-phong", name="Văn phòng Sở", short="Văn phòng", body="a"),
        Unit(id="duoc", name="Phòng Dược", short="Dược", body="a"),
        Unit(id="y-te", name="Sở Y tế", short="SYT", body="a"),
    )
    others = [Body(id="hoi", name="Hội Nông dân và Hội Phụ nữ", short="Các hội")]
    leads = make_registers(units, (), ["a"], others)["a"].leads
    assert list(leads.recognise(cell).unknown) == WHOLE[cell]


def test_a_name_goes_before_its_beginning():
    """“Văn phòng UBND tỉnh” is not the unit “Văn phòng”, and names no unit at all."""
    units = Register((Unit(id="van-phong", name="Văn phòng Sở", short="Văn phòng"),))
    assert units.recognise("Văn phòng UBND tỉnh").ids == ()
    assert units.recognise("Văn phòng và các xã").ids == ("van-phong",)


def test_people_stand_between_commas():
    """A person's name holds no comma and no “và”, whatever stands behind it."""
    people = make_registers((), (), ["a"])["a"].people
    assert list(people.recognise("PCT Lê An, PCT Võ Bình và Mai Lan").unknown) == [
        "PCT Lê An", "PCT Võ Bình", "Mai Lan",
    ]  # fmt: skip


def test_an_office_is_parted_from_a_name():
    """The last words with a capital are the name, unless they belong to the office."""
    assert part_office("Phó Chủ tịch UBND tỉnh Lê Văn An") == (
        "Phó Chủ tịch UBND tỉnh",
        "Lê Văn An",
    )
    assert part_office("Lê Văn An (Phó Chủ tịch)") == ("Phó Chủ tịch", "Lê Văn An")
    assert part_office("Ông Đỗ Đức Ân") == ("", "Đỗ Đức Ân")
    assert part_office("Giám đốc Sở") == ("Giám đốc Sở", "")


def test_a_proposed_id_is_free_and_short():
    """An id that another has gets the body before it, and one that is too long ends with a word."""
    assert propose_id("Sở Tài chính", "tinh", {"so-tai-chinh"}) == "tinh-so-tai-chinh"
    assert propose_id(f"Ban {'Quản lý ' * 9}", "a", ()) == f"ban{'-quan-ly' * 5}-quan"


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


def test_a_number_is_no_slip():
    """Two schools that differ in their number are two, and a wrong letter is a slip."""
    schools = Register((Unit(id="so-1", name="Trường Tiểu học số 1", short="Số 1"),))
    assert schools.find_slip("Trường Tiểu học số 2") is None
    assert schools.find_slip("Trường Tiểu hoc số 1") == "so-1"


def test_a_cell_of_nothing_but_signs_takes_no_time():
    """Thirty thousand signs, names or joints are looked through once."""
    start = time.process_time()
    for words in ("-" * 30_000 + "x", "và " * 10_000, "Văn phòng Sở;" * 2_500, "Sở A, " * 5_000):
        UNITS.recognise(words)
    assert time.process_time() - start < 100
