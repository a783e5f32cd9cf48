"""The command line speaks Vietnamese, whatever is asked of it and whichever Python runs it."""

import re

import pytest

from planbook import cli
from tests.conftest import run_command

ENGLISH = ("usage", "option", "positional", "argument", "help message", "choose", "invalid")


def said(capsys, *words):
    """Give what is said of a command line that runs nothing, and how it ends."""
    with pytest.raises(SystemExit) as ended:
        cli.read_command(words, object, print)
    shown = capsys.readouterr()
    return shown.out + shown.err, ended.value.code


def test_the_help_of_every_command_is_vietnamese(capsys):
    """No word that argparse says of itself is left in English."""
    whole, code = said(capsys, "--help")
    commands = re.findall(r"^    ([a-z-]+)(?= )", whole, re.M)
    assert code == 0 and {"check", "import", "when"} <= set(commands)
    whole += "".join(said(capsys, command, "--help")[0] for command in commands)
    assert whole.count("Cách dùng: ") == len(commands) + 1
    assert not [each for each in ENGLISH if each in whole.lower()]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("chek",), "LỆNH không có “chek”; chọn"),
        (("serve", "--port", "x"), "--port: “x” không phải số từ 0 đến 65535"),
        (("serve", "--port", "65536"), "--port: “65536” không phải số từ 0 đến 65535"),
        (("tidy", "--write=1"), "--write không nhận giá trị “1”"),
        (("export", "--to", "docx"), "thiếu MÃ"),
        (("summary",), "thiếu --base"),
        (("check", "--today", "mai"), "--today: “mai” không phải ngày, viết 2025-09-30"),
        (("--tim",), "không có tùy chọn --tim"),
        (("import", "a.docx", "--plan", "a", "--status"), "--status không đi cùng --plan"),
        (("import", "a.docx", "--plan", "a", "--footnotes", "xoa"), "--footnotes không có “xoa”"),
        (("import", "a.docx", "--plan"), "sau --plan thiếu giá trị"),
    ],
)
def test_a_wrong_command_is_told_in_vietnamese(capsys, words, told):
    """One sentence says what is not right and where to look; no option is guessed by its beginning."""
    sentence, code = said(capsys, *words)
    assert code == 2 and told in sentence and sentence.count("\n") == 1
    assert not [each for each in ENGLISH if each in sentence]


@pytest.mark.parametrize(
    ("output", "cause"),
    [("none/a.pdf", "vì không có tệp hoặc thư mục ấy"), ("file/a.pdf", "vì nơi ấy là tệp")],
)
def test_a_place_that_cannot_be_written_is_told(root, tmp_path, output, cause):
    """One sentence names the place and why; nothing about errors that nobody foresaw."""
    (tmp_path / "file").touch()
    place = tmp_path / output
    run = run_command(
        "export", "van-phong", "--to", "docx", "--root", str(root), "--output", str(place)
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"{place}: ") and cause in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_refusal_stands_apart_from_what_a_command_prints(tmp_path):
    """What goes into a file or another program never holds the sentence on why there is nothing."""
    place = tmp_path / "a.docx"
    place.write_bytes(b"no package")
    for words in (("import", str(place), "--plan", "a"), ("new-task", "--plan", "khong-co")):
        run = run_command(*words)
        assert (run.returncode, run.stdout) == (1, "") and run.stderr.count("\n") == 1
