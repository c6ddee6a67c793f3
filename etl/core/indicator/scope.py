"""Whose figure it is: the committee's own, that of committees below it, of all together, or another body's.

The words are data (etl/rules/context.yaml).
"""

import re

from etl.core.indicator import guarded
from etl.core.indicator.context import Place, words
from etl.core.model import Facts

_LOWER = re.compile(r"市县(?:区)?(?:两级)?政协(?!委员)")
_RANKS = {"national": 0, "国家": 0, "全国": 0, "中央": 0, "省": 1, "省部": 1, "自治区": 1, "province": 1}
_RANKS |= {"市": 2, "地市": 2, "州": 2, "盟": 2, "prefecture": 2, "county": 3}
_AREAS = frozenset(["市", "县", "区", "省", "国", "州", "盟", "旗"])


def of_level(breakdown: str, code: str, facts: Facts) -> str | None:
    """Return the scope of a part that is named after a level (市级, 区县级), else None.

    A level above the committee's own, or one that says who printed or praised (省级 of 稿件), is no lower committee's.
    """
    if breakdown.endswith("政协") and (facts.committee or "").endswith(breakdown):
        return "own"  # 市政协 in a row of its own
    if breakdown.endswith("政协") and "届" not in breakdown and facts.level in ("national", "province", "prefecture"):
        return "subordinate"
    level = breakdown.removesuffix("级")
    if level in (breakdown, "各", "同", "上") or code in words()["scope"]["judging_codes"]:
        return None
    own = (facts.committee or "").removesuffix("政协")[-1:]  # 市 of 重庆市, 区 of 内蒙古自治区
    if level.endswith("本") or level in (own, f"自治{own}"):
        return "own"
    return "own" if _RANKS.get(level, 9) < _RANKS.get(facts.level or "", 0) else "subordinate"


def of_agency(place: Place, code: str) -> bool:
    """Tell whether an agency or the people's congress acts, so that the figure is no work of the committee."""
    rules = words()["scope"]
    if "人大" in place.section and rules["congress"].match(place.section):
        return True
    return code in rules["agency_codes"] and guarded.search(rules, "agency", place.before) is not None


def _acts_itself(section: str, facts: Facts) -> bool:
    """Tell whether the last one named to act is the committee alone, not all committees of its area."""
    if "政协" not in section:
        return False
    rules, kind = words()["scope"], (facts.committee or "").removesuffix("政协")[-1:]
    marked = section.replace(f"{kind}政协", "□政协") if kind else ""  # □: its kind word
    own = list(rules["own_acts"].finditer(marked))
    if own and rules["receives"].match(marked, own[-1].end()):
        return True  # whoever sent what it received
    return bool(own) and not any(rules[key].search(section, own[-1].start()) for key in ("system", "system_wide"))


def of_figure(place: Place, code: str, label: str, subject: str, unit: str | None, facts: Facts) -> str:
    """Return whose figure it is: "own", "system", "subordinate" or "external"."""
    if place.topic:
        return "external"
    rules = words()["scope"]
    above = facts.level in ("national", "province", "prefecture", None)
    if facts.level in ("national", "province") and _LOWER.search(place.section):
        return "subordinate"
    if above and "政协" in place.section and rules["lower_act"].search(place.section):
        return "subordinate"
    if above and guarded.search(rules, "subordinate", label) and "各级政协委员" not in label:
        return "system" if guarded.search(rules, "system", label) else "subordinate"
    if rules["own_office"].match(place.clause):
        return "own"
    if _acts_itself(place.section, facts):
        return "own"
    said = guarded.search(rules, "system", place.section)
    together = said or rules["system_wide"].search(place.section)
    if (above or (said and "级" in said.group())) and (together or guarded.search(rules, "system", subject)):
        return "system"
    figure = place.whole[len(place.before) :]
    wider = {"province": "one_of_nation", "prefecture": "one_of_province", "county": "one_of_province"}
    if facts.level in wider and rules["one_of"].match(figure) and rules[wider[facts.level]].search(place.section):
        return "external"
    area = rules["members_before"].search(place.before) and rules["members"].match(figure)
    acting = rules["members_acting"].search(place.clause)
    if above and (area or acting or rules["members_behind"].match(figure)):
        return "system"
    if above and code in rules["system_codes"] and rules["whole_area"].search(place.before):
        return "system"
    below = facts.level in ("prefecture", "county") and "政协" in place.section
    if below and rules["external_committee"].search(place.section):
        return "external"
    if code == "other" and (
        of_agency(place, code)
        or unit in _AREAS
        or rules["external"].search(place.clause)
        or rules["external_area"].search(label)
        or rules["external_subject"].search(subject)
    ):
        return "external"
    return "own"
