"""What a numeral is: the published pattern and the expressions that read whole numbers, ranges and shares.

Only shapes belong here; values are read in `chinese_numbers`, contexts in `reasons`. A group that gives nothing back is
written `(?>(?:...)?)`: possessive groups match wrongly before Python 3.11.5.
"""

import re

HAN = "〇○零一二三四五六七八九十百千万亿两"
_FORMAL = "[壹贰叁肆伍陆柒捌玖][拾佰仟万亿][壹贰叁肆伍陆柒捌玖拾佰仟万亿零]*+"
_ARABIC = r"(?:[0-9]{1,3}(?>(?:[,，][0-9]{3}(?![0-9]))+)|[0-9]++)(?>(?:\.[0-9]++)?)"
PATTERN = re.compile(rf"(?=[0-9{HAN}壹贰叁肆伍陆柒捌玖])(?:{_ARABIC}|[{HAN}]++|{_FORMAL})")
"""What a numeral is: Arabic digits with separators and decimals, a run of Chinese numerals, a sum in formal ones."""

FIRST = re.compile(rf"[0-9{HAN}壹贰叁肆伍陆柒捌玖]")
RUN = re.compile(rf"[{HAN}]++")
_VAGUE = "余多几来"
_DASH = "[-—–~～至到－]{1,2}"
_SCALES = "(?>(?:[十百万亿]|千(?![瓦伏米克卡焦])){1,3})"  # 千瓦 and the like are units
_POINT = "点[〇○零一二三四五六七八九]++"
_MIXED = rf"{_ARABIC}(?>(?:(?:[{_VAGUE}]| (?=[万亿]))?{_SCALES}(?:[0-9]{{1,4}}[百千万])?)?)[{_VAGUE}+]?+"
_WRITTEN = rf"[{HAN}]++(?>(?:{_POINT}(?![十分半整钟])万?亿?)?)(?>(?:[{_VAGUE}][十百千万亿]++)?)[{_VAGUE}]?+"
_SHARE = rf"(?:[{HAN}]++(?>(?:{_POINT})?)|{_ARABIC})"

ARABIC = re.compile(rf"({_MIXED})([%％])?(?:{_DASH}({_MIXED}))?")
"""A number that begins with digits: number, percent sign, upper end of a range."""
WRITTEN = re.compile(rf"({_WRITTEN}|{_FORMAL})()(?:{_DASH}({_WRITTEN}))?")
"""The same in Chinese; no percent sign."""
PERCENT = re.compile(rf"百分之({_SHARE})(?:{_DASH}(?:百分之)?({_SHARE}))?([{_VAGUE}])?")
"""百分之九十八: share, upper end of a range, 多."""
FRACTION = re.compile(rf"([{HAN}]++)分之([{HAN}]++)")
"""三分之二: below, above."""
UPPER = re.compile(rf"{_DASH}({_MIXED}|{_WRITTEN})")
"""The upper end of a range whose lower end already had its measure word."""
