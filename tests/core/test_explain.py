"""`luzhi explain`: what the reader sees in the terminal."""

import re

from click.testing import CliRunner

from etl.cli.explain import command

PAGE = """\
綿陽市政協(xié)召開總結會
2021-12-30 09:12 來源:綿陽政協網
市政協(xié)全年收到提案126件,立案110件,辦復率100%,委員滿意率達到98%。
\x1b[31m版權所有:綿陽市政協辦公室\x1b[0m
"""


def run(tmp_path, text: str, color: bool = False):
    file = tmp_path / "page.txt"
    file.write_text(text, encoding="utf-8")
    return CliRunner(env={"COLUMNS": "120", "TERM": "xterm"} | ({"FORCE_COLOR": "1"} if color else {})).invoke(
        command, [str(file)]
    )


def test_facts_are_listed_with_their_places(tmp_path):
    output = run(tmp_path, PAGE).output
    assert re.search(r"committee +绵阳市政协 +0-5 ", output)
    assert re.search(r"published +2021-12-30 +16-26 ", output)
    assert re.search(r"outlet +绵阳政协网 ", output)
    assert re.search(r"level +prefecture", output)


def test_classes_have_their_styles(tmp_path):
    output = run(tmp_path, PAGE, color=True).output
    assert "\x1b[2m2021-12-30 09:12" in output
    assert re.search("\x1b\\[2;9m\\(xié\\)\x1b\\[0m", output)
    assert "annotation" in output


def test_control_characters_do_not_reach_the_terminal(tmp_path):
    output = run(tmp_path, PAGE + "\x07\u202e" + "委員履職," * 20).output
    assert "\x1b[31m" not in output
    assert "\x07" not in output
    assert "\u202e" not in output


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    file = tmp_path / "empty.txt"
    file.write_bytes(b"")
    result = CliRunner().invoke(command, [str(file)])
    assert result.exit_code == 1
    assert "empty.txt" in result.output
    assert "rejected" in result.output
