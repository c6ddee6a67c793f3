"""Parts and shares: figures that are one part of a total before them, and percentages of a count."""

import re
from collections.abc import Sequence

from etl.core.indicator.frame import Frame

_SHARE = re.compile(r"(?:占|占比|比例为|比重为)[^,，;；。]{0,24}$")
_FILED_SHARE = re.compile(r"占(?:提案总数|收到提案|提交提案|提案|总数|全部提案|征集提案)[^,，;；。]{0,4}$")
_LABEL = re.compile(
    r"(?:其中|按|从|,|，|:|：|、|^)?(?:[0-9]{4}年)?(?:涉及|关于|属于|围绕|反映|有关|聚焦|在)?"
    r"([^,，;；:：。0-9]{2,24}?)(?:等)?(?:方面|类别|类|领域)(?:的|等)?(?:重点|集体|委员|立案)?(?:提案|信息|社情民意信息|建议|意见建议|问题|报告)?"
    r"(?:有|共|共有|为|计|达|约|各)?$"
)
_STRIP = re.compile(
    r"^(?:其中|涉及|关于|属于|围绕|反映|有关|聚焦|从提案内容看|按内容分|分类看|内容涉及)+[:：,，]?|(?:等)$"
)
_AMONG = re.compile(r"其中|包括|分为|分别为|分别是|含")
_HEAD_WORDS = re.compile(r"(?:有|共|共有|为|计|达|约|各|建|建成|设立|的|个|“[^“”]{0,12}”|”)+$")


def is_share(frame: Frame) -> bool:
    """Tell whether a percentage is the share of a count before it (占53.7%)."""
    return frame.quantity.unit_class == "percent" and _SHARE.search(frame.label) is not None


def is_filing_share(frame: Frame) -> bool:
    """Tell whether a share is that of filed among submitted proposals."""
    return _FILED_SHARE.search(frame.label) is not None


def topic_label(frame: Frame) -> str | None:
    """Return the class that a label like 经济建设方面 or 涉及民生类的 names, or None."""
    found = _LABEL.search(frame.label)
    if found is None:
        return None
    label = _STRIP.sub("", found.group(1)).strip("“”\"' 、的")
    return label or None


def kind_label(text: str, heads: Sequence[str]) -> str | None:
    """Return what a part is called after 其中: 市级 in 其中市级34个."""
    label = _AMONG.sub("", text).strip(" :：,，、()（）")
    for head in heads:
        label = label.replace(head, "")
    label = _HEAD_WORDS.sub("", label).strip(" “”的")
    return label if 1 < len(label) <= 12 else None


def among(text: str) -> bool:
    """Tell whether a stretch of text opens a list of parts."""
    return _AMONG.search(text) is not None
