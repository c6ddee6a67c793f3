"""Simulates the tool that cut GBK characters in two: inserts a reading across a boundary and decodes what comes out."""

from pathlib import Path
from random import Random
from typing import NamedTuple

from opencc import OpenCC
from pypinyin.constants import PINYIN_DICT

PROSE = Path(__file__).with_name("prose.txt").read_text(encoding="utf-8")


class Cut(NamedTuple):
    clean: str
    damaged: str
    at: int  # where the damage begins, in both


def prose(script: str) -> str:
    """Return prose of the genre, "simplified" or "traditional"."""
    return PROSE if script == "simplified" else OpenCC("s2t").convert(PROSE)


def decode(data: bytes) -> str:
    """Decode as the tool's successor did: user-defined zones vanish, other pairs that GBK does not hold become "?"."""
    text = []
    at = 0
    while at < len(data):
        lead, trail = data[at], data[at + 1] if at + 1 < len(data) else 0
        if lead < 0x80:
            text.append(chr(lead))
            at += 1
            continue
        at += 2
        if trail >= 0xA1 and (0xAA <= lead <= 0xAF or 0xF8 <= lead <= 0xFE):
            continue
        if 0x40 <= trail <= 0xA0 and 0xA1 <= lead <= 0xA7:
            continue
        try:
            text.append(bytes((lead, trail)).decode("gbk"))
        except UnicodeDecodeError:
            text.append("?")
    return "".join(text)


def places(text: str) -> list[int]:
    """Return the indexes of the characters that the tool can cut: with the one before they hold a third one."""
    found = []
    for at in range(1, len(text)):
        before, data = (sign.encode("gbk", "ignore") for sign in text[at - 1 : at + 1])
        if len(before) == len(data) == 2 and _readings(before[1:] + data[:1]):
            found.append(at)
    return found


def cut(text: str, at: int, random: Random) -> Cut:
    """Cut the character at `at`; the rest of the text is as decoding leaves it."""
    data = text[at:].encode("gbk")
    reading = random.choice(_readings(text[at - 1].encode("gbk")[1:] + data[:1]))
    damaged = text[:at] + decode(data[:1] + f"({reading})".encode("gbk") + data[1:])
    return Cut(text, damaged, at)


def _readings(pair: bytes) -> list[str]:
    try:
        character = pair.decode("gbk")
    except UnicodeDecodeError:
        return []
    readings = PINYIN_DICT.get(ord(character[0]), "") if len(character) == 1 else ""
    return [
        reading
        for reading in readings.split(",")
        if reading and "?" not in reading.encode("gbk", "replace").decode("gbk")
    ]
