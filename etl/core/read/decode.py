"""Decoding: which encoding the bytes of a text are in, by trying and by how plausible the result is.

Encodings are Python's `utf-8`, `utf-16`, `gb18030` and `big5hkscs`; the text is always `bytes.decode(encoding,
errors="replace")` with a leading byte-order mark dropped and line ends unchanged. Nothing is guessed in silence: where
no reading is clearly the most plausible one, the file is rejected. What the text says is not looked at further.
"""

import codecs
import re
from functools import cache
from typing import NamedTuple

from etl.core.normalize import script
from etl.errors import RejectedError

# The most frequent characters of written Chinese and of the genre: about half of any text, a twentieth of mojibake.
_FREQUENT = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些"
    "然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公"
    "无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将"
    "组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金"
    "增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类"
    "八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非"
    "验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效"
    "院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严协案履职提督视察研讨座谈街镇村乡"
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GB18030_BOM = b"\x84\x31\x95\x33"
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,20})", re.I)
_NAMES = {
    "gb18030": ("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936"),
    "big5hkscs": ("big5", "big5-hkscs", "x-x-big5", "cp950"),
    "utf-8": ("utf-8", "utf8"),
}
_ENCODINGS = {name: encoding for encoding, names in _NAMES.items() for name in names}
_SAMPLE = 200_000  # bytes looked at to compare encodings
_HAN = re.compile("[㐀-䶿一-鿿豈-﫿]")
_ODD = re.compile(  # replacement, controls, private use, scripts that a wrong decoding brings up
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u0100-\u02af\u0370-\u1fff\u3040-\u312f\u3400-\u4dbf\ua000-\uf8ff\ufff0-\uffff]"
    "|[\U00010000-\U0010ffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WRONG = re.compile("\ufffd")


class Decoded(NamedTuple):
    """A text, the encoding that it was decoded by, and how that was found."""

    text: str
    encoding: str
    found: str  # "bom", "ascii", "strict", "declared", "plausible"


@cache
def _frequent() -> re.Pattern[str]:
    back: dict[str, list[str]] = {}
    for traditional, simplified in script.CHARACTERS().items():
        back.setdefault(simplified, []).append(traditional)
    both = set(_FREQUENT).union(*(back.get(character, []) for character in _FREQUENT))
    return re.compile(f"[{''.join(sorted(both))}]")


def plausibility(text: str) -> float:
    """Return how much `text` reads like Chinese, from 0 to 1: frequent characters up, odd and wrong ones down."""
    han = len(_HAN.findall(text))
    odd, wrong = len(_ODD.findall(text)), len(_WRONG.findall(text))
    if not han:
        return 0.0
    common = min(1.0, 2 * len(_frequent().findall(text)) / (han + odd))
    return max(0.0, common - 5 * (odd + wrong) / (han + odd))


def decode(data: bytes) -> Decoded:
    """Return the text of `data` and its encoding. Time linear in its length.

    Raises:
        RejectedError: `encoding` where no encoding fits or several do, `binary` where it is no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding, "bom")
    if data.startswith(_GB18030_BOM):
        return _decoded(data, "gb18030", "bom")
    if b"\x00" in data[:_SAMPLE] and _is_utf16(data):
        return _decoded(data, "utf-16", "plausible")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _plausible(data)
    if len(_CONTROL.findall(text)) * 20 > len(text):
        raise RejectedError("binary", "holds control characters and is no text; convert it to text, HTML, DOCX or PDF")
    if data.isascii():
        return Decoded(text, "utf-8", "ascii")
    if len(text) > 200 or plausibility(text) >= 0.5 or not _plausible_alternative(data):
        return Decoded(text, "utf-8", "strict")
    raise RejectedError("encoding", "reads as UTF-8 and as another encoding; save it as UTF-8 with a byte-order mark")


def _decoded(data: bytes, encoding: str, found: str) -> Decoded:
    return Decoded(data.decode(encoding, errors="replace").removeprefix("\ufeff"), encoding, found)


def _is_utf16(data: bytes) -> bool:
    sample = data[: _SAMPLE // 2 * 2].decode("utf-16", errors="replace")
    return len(_ODD.findall(sample)) * 20 < len(sample) and (plausibility(sample) > 0.4 or sample.isascii())


def _plausible_alternative(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return any(plausibility(sample.decode(other, errors="replace")) > 0.5 for other in ("gb18030", "big5hkscs"))


def _plausible(data: bytes) -> Decoded:
    sample = data[:_SAMPLE]
    scores = {
        encoding: plausibility(sample.decode(encoding, errors="replace"))
        for encoding in ("utf-8", "gb18030", "big5hkscs")
    }
    declared = _META.search(data[:8192])
    name = _ENCODINGS.get(declared[1].decode("ascii").lower()) if declared else None
    (best, score), (_, second), _ = sorted(scores.items(), key=lambda item: -item[1])
    if name in scores and scores[name] > 0.3 and scores[name] >= score - 0.2:
        return _decoded(data, name, "declared")
    if score > 0.3 and score - second > 0.15:
        return _decoded(data, best, "plausible")
    if b"\x00" in data:
        raise RejectedError("binary", "holds zero bytes and is no text; convert it to text, HTML, DOCX or PDF")
    raise RejectedError(
        "encoding", "fits neither UTF-8, GB18030 nor Big5 beyond doubt; save it as UTF-8 and take it in again"
    )
