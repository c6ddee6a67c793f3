"""Words that bound a figure: 近, 约, 超过, 不低于 before it; 以上, 左右, 以内 behind it.

余 and 多 inside the numeral are read in `numerals`.
"""

import re

_BEFORE = re.compile(
    r"(?:(?P<at_most>不足|不到|不超过|不多于|不高于|最多|至多|未超过|少于(?<![不得能]少于)|低于(?<![不得能]低于)|控制在[^,，。;；\n]{0,4}内)"
    r"|(?P<at_least>超过|突破|超出|超|逾|(?:已|早已|均|都|数|额|量|人)过|至少|最少|不少于|不低于|不得少于|不得低于|不能少于|不能低于|不下|不下于|高于|大于|多于)"
    r"|(?P<approx>(?<![附最临邻靠新亲走贴远])近|(?<![节签条合预邀相契制履违简公失特])约|大约|将近|接近|大概|估计|大致))"
    r"(?:了|有|为|达|达到)?\s?$"
)
_DISTANT = re.compile(r"(?:(?P<at_least>至少|不少于)|(?P<at_most>至多|最多|不超过))[^,，。;；、:：\n0-9]{1,8}$")
_BEHIND = re.compile(
    r"\s?(?:(?P<at_least>以上|及以上|之多|有余|开外|多元|余元)|(?P<approx>左右(?![岸侧手])|上下(?![联一级]))|(?P<at_most>以内|之内|以下|内(?=[,，。;；、\n]|$)))"
)
REACH = 14


_LAST = frozenset("足到过于多内破出超逾少近约计概致了有为达 ")  # what a word of _BEFORE can end in
_FIRST = frozenset("以及之有开多余左上内 ")  # what a word of _BEHIND can begin with


def of(text: str, start: int, end: int) -> str:
    """Return `exact`, `at_least`, `approx` or `at_most` for the quantity `text[start:end]`."""
    if text[end : end + 1] in _FIRST and (behind := _BEHIND.match(text, end)):
        return behind.lastgroup or "exact"
    low = max(0, start - REACH)
    window = text[low:start]
    found = _BEFORE.search(window) if window[-1:] in _LAST else None
    if not found and ("少" in window or "至多" in window or "最多" in window or "不超过" in window):
        found = _DISTANT.search(window)
    return (found.lastgroup if found else None) or "exact"
