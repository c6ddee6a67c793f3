"""Reading through its public door, and a fuzz of mutated files of every format.

The fast form of the fuzz takes 300 files. The long form is one command:

    LUZHI_FUZZ=10000 pytest tests/core/test_read.py -k mutated
"""

import hashlib
import io
import json
import os
import random
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pyarrow
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from etl.core.normalize.normalize import normalize
from etl.core.read import decode, html
from etl.core.read.reader import Limits, Reading, read, read_bytes
from etl.errors import RejectedError

SIMPLIFIED = (
    "市政协召开常委会会议，听取提案工作情况的报告。全年收到提案405件，经审查立案368件，办复率100%。\r\n委员们发言。\n"
)
TRADITIONAL = (
    "市政協召開常委會會議，聽取提案工作情況的報告。全年收到提案405件，經審查立案368件，辦復率100%。\r\n委員們發言。\n"
)
LIMITS = Limits()
FILES = int(os.environ.get("LUZHI_FUZZ", "300"))
SECONDS = 20  # for one mutated file of a few kilobytes
REASONS = {"empty", "too_large", "unreadable", "binary", "encoding", "no_text_layer", "malformed", "unsupported"}


def one(data: bytes, name: str = "a.txt", limits: Limits = LIMITS) -> Reading:
    (reading,) = read_bytes(data, name, limits)
    return reading


def reason(data: bytes, name: str = "a.txt", limits: Limits = LIMITS) -> str:
    reading = one(data, name, limits)
    assert reading.raw is None
    assert reading.rejection is not None
    assert name in str(reading.rejection)
    return reading.rejection.reason


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16"),
        (TRADITIONAL, "big5hkscs", "big5hkscs"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "utf-8", "utf-8"),
        ("plain ASCII, 57 items\r\n", "ascii", "utf-8"),
    ],
)
def test_encodings_are_told_and_the_text_is_what_python_decodes(text: str, codec: str, encoding: str):
    data = text.encode(codec)
    raw = one(data).raw
    assert raw is not None
    assert (raw.encoding, raw.format) == (encoding, "text")
    assert raw.text == data.decode(encoding, errors="replace").removeprefix("\ufeff") == text


def test_a_gb18030_mark_is_dropped():
    raw = one(b"\x84\x31\x95\x33" + SIMPLIFIED.encode("gb18030")).raw
    assert raw is not None
    assert (raw.encoding, raw.text) == ("gb18030", SIMPLIFIED)


@pytest.mark.parametrize(("codec", "encoding"), [("utf-8", "utf-8"), ("gbk", "gb18030")])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_file_cut_off_in_a_character_is_read_with_a_replacement(codec: str, encoding: str, cut: int):
    data = (SIMPLIFIED * 3).rstrip().encode(codec)[:-cut]
    raw = one(data).raw
    assert raw is not None
    assert raw.encoding == encoding
    assert raw.text == data.decode(encoding, errors="replace")


def test_what_the_page_declares_counts_where_it_can_be_true():
    page = f"<html><head><meta charset='gb2312'></head><body><p>{SIMPLIFIED}</p></body></html>"
    raw = one(page.encode("gbk"), "a.html").raw
    assert raw is not None
    assert (raw.encoding, raw.format) == ("gb18030", "html")
    raw = one(page.encode("utf-8"), "a.html").raw
    assert raw is not None
    assert raw.encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "a.txt", "empty"),
        (b" \r\n\t", "a.txt", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.png", "binary"),
        (b"\xd0\xcf\x11\xe0" + bytes(50), "a.doc", "binary"),
        (bytes(range(256)) * 20, "a.bin", "binary"),
        (b"PK\x03\x04 broken", "a.docx", "malformed"),
        (b"%PDF-1.7 broken", "a.pdf", "malformed"),
        ("Überraschung für Köche, Gemüse".encode("latin-1") * 20, "a.txt", "encoding"),
        ("тридцать предложений".encode("koi8-r") * 20, "a.txt", "encoding"),
        (b"\xd6\xd0\xff\xfe\x81", "a.txt", "encoding"),
        (b"PAR1" + bytes(20), "a.parquet", "malformed"),
    ],
)
def test_what_is_no_document_is_rejected_with_its_reason(data: bytes, name: str, expected: str):
    assert reason(data, name) == expected


def test_limits():
    assert reason(b"x" * 101, limits=Limits(file_bytes=100)) == "too_large"
    assert reason(b"x" * 99, limits=Limits(characters=50)) == "too_large"


def test_a_missing_file_is_unreadable(tmp_path: Path):
    (reading,) = read(tmp_path / "missing.txt", LIMITS)
    assert reading.rejection is not None
    assert reading.rejection.reason == "unreadable"


def test_sha256_is_that_of_the_bytes(tmp_path: Path):
    path = tmp_path / "报告.txt"
    path.write_bytes(SIMPLIFIED.encode("gbk"))
    (reading,) = read(path, LIMITS)
    assert reading.sha256 == hashlib.sha256(SIMPLIFIED.encode("gbk")).hexdigest()
    assert (reading.row, reading.size) == (None, path.stat().st_size)


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("市政协工作报告")
    paragraph = document.add_paragraph("立案提案")
    paragraph.add_run("57").bold = True
    paragraph.add_run("件。")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate((("指标", "数值"), ("调研报告", "9篇"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("完")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_word_files_give_paragraphs_and_tables_in_order():
    raw = one(word_file(), "报告.docx").raw
    assert raw is not None
    assert (raw.encoding, raw.format) == ("docx", "docx")
    assert raw.text.split("\n") == ["市政协工作报告", "立案提案57件。", "指标\t数值", "调研报告\t9篇", "完"]


def test_another_archive_and_an_oversized_one_are_rejected():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    assert reason(file.getvalue(), "a.zip") == "unsupported"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(310_000_000))
    assert reason(file.getvalue(), "bomb.docx") == "too_large"


def pdf_file(text: str | None) -> bytes:
    """A PDF of one page; its text as UTF-16 codes of a font that maps them to themselves."""
    content = (
        b"" if text is None else b"BT /F1 12 Tf 72 700 Td <" + text.encode("utf-16-be").hex().encode() + b"> Tj ET"
    )
    codes = sorted({f"{ord(one):04x}" for one in text or "x"})
    mapping = f"{len(codes)} beginbfchar\n" + "\n".join(f"<{code}> <{code}>" for code in codes) + "\nendbfchar"
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{mapping}\nendcmap end end"
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
        b" /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return data + end % (len(objects) + 1, table, len(objects) + 1, len(data))


def test_pdf_files_give_their_text_layer():
    raw = one(pdf_file("全年收到提案405件"), "报告.pdf").raw
    assert raw is not None
    assert (raw.encoding, raw.format, raw.text) == ("pdf", "pdf", "全年收到提案405件")


def test_a_scan_and_a_locked_pdf_are_rejected():
    assert reason(pdf_file(None), "scan.pdf") == "no_text_layer"
    writer = pypdf.PdfWriter(io.BytesIO(pdf_file("提案")))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    assert reason(file.getvalue(), "locked.pdf") == "unreadable"


def test_a_file_that_takes_too_long_is_rejected(monkeypatch: pytest.MonkeyPatch):
    def endless(self: object) -> str:
        while True:
            pass

    monkeypatch.setattr(pypdf.PageObject, "extract_text", endless)
    assert reason(pdf_file("提案"), "loop.pdf", Limits(seconds=0.2)) == "timeout"


def test_json_lines_give_a_document_a_row_and_reject_bad_rows_alone():
    rows = [
        json.dumps({"text": SIMPLIFIED, "url": "http://example.org/1"}, ensure_ascii=False).encode(),
        b"{broken",
        b"",
        b'{"url": "no text"}',
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b'{"text": " "}',
        b"[1]",
        json.dumps({"text": TRADITIONAL}).encode(),
    ]
    readings = list(read_bytes(b"\xef\xbb\xbf" + b"\n".join(rows), "c.jsonl", LIMITS))
    assert [reading.row for reading in readings] == list(range(1, 9))
    reasons = [reading.rejection.reason if reading.rejection else None for reading in readings]
    assert reasons == [None, "malformed", "malformed", "malformed", "malformed", "empty", "malformed", None]
    first = readings[0]
    assert first.raw is not None
    assert (first.raw.text, first.raw.url, first.raw.format) == (SIMPLIFIED, "http://example.org/1", "jsonl")
    assert first.sha256 == hashlib.sha256(SIMPLIFIED.encode()).hexdigest()


def test_parquet_gives_a_document_a_row(tmp_path: Path):
    path = tmp_path / "c.parquet"
    parquet.write_table(pyarrow.table({"text": [SIMPLIFIED, None, TRADITIONAL], "url": ["u", None, None]}), path)
    readings = list(read(path, LIMITS))
    assert [reading.raw.text if reading.raw else None for reading in readings] == [SIMPLIFIED, None, TRADITIONAL]
    assert [reading.raw.url if reading.raw else None for reading in readings] == ["u", None, None]
    parquet.write_table(pyarrow.table({"body": ["x"]}), path)
    (reading,) = read(path, LIMITS)
    assert reading.rejection is not None
    assert reading.rejection.reason == "malformed"


def test_nodes_are_the_visible_text_with_paths_and_links():
    page = (
        "<body><div class='nav top' id=n><a href=x>首页</a></div><p>a &lt; b<!-- c --></p><p title='x > y'>d</p></body>"
    )
    nodes = html.nodes(page)
    assert [page[node.start : node.end] for node in nodes] == ["首页", "a &lt; b", "d"]
    assert nodes[0].path == "body/div.nav.top#n/a"
    assert [node.link for node in nodes] == [True, False, False]
    assert [node.block for node in nodes] == [1, 2, 3]


@pytest.mark.parametrize(
    "page",
    [
        "<p>甲<p>乙",
        "<td>甲</div></td><p>乙",
        "甲<unclosed",
        "<p class='甲>乙</p>",
        "<!-- 甲",
        "<script>甲",
        "甲</p></p>乙",
    ],
)
def test_broken_markup_is_read(page: str):
    for node in html.nodes(page):
        assert page[node.start : node.end].strip(" 甲乙") in ("", "<unclosed")


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<div>", "<td>", "<table><tr><td>x", '=\'<a z" ="', "<p>x", "<script>"]
)
def test_hostile_pages_take_bounded_time(piece: str):
    started = time.process_time()
    html.page("<html>" + piece * (300_000 // len(piece)))
    assert time.process_time() - started < 15


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_document_or_a_named_rejection(data: bytes):
    for name in ("a.txt", "a.html", "a.jsonl"):
        for reading in read_bytes(data, name, LIMITS):
            assert (reading.raw is None) != (reading.rejection is None)
    with suppress(RejectedError):
        found = decode.decode(data)
        assert found.text == data.decode(found.encoding, errors="replace").removeprefix("\ufeff")


def seeds() -> list[tuple[str, bytes]]:
    """One small file of each format and encoding."""
    text = SIMPLIFIED * 3
    page = f"<html><head><meta charset=gb2312></head><body><table><tr><td>{text}</td><td>5件</td></tr></table></body>"
    table_bytes = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": [text, TRADITIONAL], "url": ["a", "b"]}), table_bytes)
    rows = "\n".join(json.dumps({"text": one}, ensure_ascii=False) for one in (text, TRADITIONAL))
    return [
        ("a.txt", text.encode()),
        ("b.txt", text.encode("gb18030")),
        ("c.txt", (TRADITIONAL * 3).encode("big5hkscs")),
        ("d.txt", text.encode("utf-16")),
        ("e.html", page.encode("gb18030")),
        ("f.docx", word_file()),
        ("g.pdf", pdf_file(text[:40])),
        ("h.jsonl", rows.encode()),
        ("i.parquet", table_bytes.getvalue()),
        ("j.txt", "市政協(xié)委員(yuán)會(huì)家?guī)?規(guī)，,，rdquo;５　７件".encode() * 5),
    ]


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Change, insert, drop, double or move a few pieces of `data`."""
    new = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(new) + 1)
        size = chance.choice((1, 1, 2, 7, 40, 400))
        match chance.randrange(6):
            case 0:
                new[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                new[at:at] = chance.randbytes(size)
            case 2:
                del new[at : at + size]
            case 3:
                new[at:at] = new[at : at + size] * chance.choice((1, 3, 30))
            case 4:
                del new[at:]
            case _:
                new[at:at] = chance.choice((b"<", b">", b"\x00", b"(", "（".encode(), b'"', b"&", b"\xff\xfe", b"<!--"))
    return bytes(new)


@pytest.mark.slow
@pytest.mark.timeout(max(600, FILES))
def test_mutated_files_give_a_document_or_a_named_rejection():
    originals = seeds()
    for number in range(FILES):
        chance = random.Random(number)
        name, data = originals[number % len(originals)]
        mutated = mutate(data, chance)
        started = time.process_time()
        try:
            for reading in read_bytes(mutated, name, Limits(characters=1_000_000)):
                if reading.raw is None:
                    assert reading.rejection is not None
                    assert reading.rejection.reason in REASONS
                else:
                    document = normalize(reading.raw, name)
                    assert (document.classes[-1][1] if document.classes else 0) == len(reading.raw.text)
        except Exception as problem:
            problem.add_note(f"mutated file {number} of {name}")
            raise
        assert time.process_time() - started < SECONDS, (number, name)
