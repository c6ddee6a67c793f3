"""The value of a written number: Arabic, Chinese or mixed (`3,420`, `两百三十万`, `1.26亿`, `十七八`).

Only the number itself belongs here: no measure words, qualifiers or context.
"""

import re
from decimal import Decimal

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "○": 0, "两": 2}
DIGITS |= {character: value for value, character in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
LONGEST = 24  # characters; a longer "number" is a code or noise

_PARTS = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?|.", re.DOTALL)
_VAGUE = str.maketrans("", "", "余多几来数上+ ")
_ADJACENT = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])(?![〇○零一二三四五六七八九])")


class NotANumberError(ValueError):
    """The text is no number that can be read."""


def value(text: str) -> Decimal:
    """Return the number that `text` writes; vague characters (余, 多, 几, 数, 上) are passed over.

    `一百二十余` is 120, `数十` 10, `一万二` 12000, `二〇二三` 2023, `1.26亿` 126000000.

    Raises:
        NotANumberError: `text` is longer than `LONGEST` or no number.
    """
    text = text.translate(_VAGUE)
    if not text or len(text) > LONGEST:
        raise NotANumberError(text[:LONGEST])
    if text.isascii():
        return Decimal(text.replace(",", ""))
    whole, point, fraction = text.partition("点")
    if point:
        digits = fraction.rstrip("百千万亿")
        if not digits or not DIGITS.keys() >= set(digits):
            raise NotANumberError(text)
        share = Decimal("0." + "".join(str(DIGITS[digit]) for digit in digits))
        return (_whole(whole) + share) * (_whole(fraction[len(digits) :]) if len(digits) < len(fraction) else 1)
    return _whole(text)


def pair(text: str) -> tuple[Decimal, Decimal] | None:
    """Return both ends of a range written as neighbouring digits: `三五` is 3 and 5, `十七八` 17 and 18."""
    if text[0].isascii():
        return None
    found = _ADJACENT.search(text)
    if not found or text[: found.start()].endswith(tuple(DIGITS)):
        return None
    low, high = found.groups()
    if DIGITS[high] - DIGITS[low] != 1 and (low, high) != ("三", "五"):
        return None
    head, tail = text[: found.start()], text[found.end() :]
    return value(head + low + tail), value(head + high + tail)


def _whole(text: str) -> Decimal:
    total = section = Decimal(0)
    number: Decimal | None = None
    scale = 1
    for part in _PARTS.findall(text):
        if part in TENS:
            section += (1 if number is None else number) * TENS[part]
            number, scale = None, TENS[part] // 10
        elif part in MYRIADS:
            section += number or 0
            scale = MYRIADS[part] // 10
            if part == "亿":
                total = (total + section or Decimal(1)) * MYRIADS[part]
            elif section or not total:
                total += (section or Decimal(1)) * MYRIADS[part]
            else:
                total *= MYRIADS[part]
            section, number = Decimal(0), None
        elif part in DIGITS:
            if part in "零〇○":
                scale = 1
            number = Decimal(DIGITS[part]) if number is None else number * 10 + DIGITS[part]
        elif part[0].isascii():
            number, scale = Decimal(part.replace(",", "").replace("，", "")), 1
        else:
            raise NotANumberError(text)
    if number is not None and number < 10:
        number *= scale or 1
    return total + section + (number or 0)
