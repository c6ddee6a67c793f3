"""Percentages: a rate of its own, or the share of a count, which has the code and the part of that count.

Counts that are parts of a total are read in `parts`.
"""

from copy import copy

from etl.core.indicator import part_names
from etl.core.indicator.classify import Topics, Verdict, classify
from etl.core.indicator.frame import Frame
from etl.core.indicator.memory import Memory
from etl.core.indicator.part_names import words


def code_and_part(
    frame: Frame, verdicts: list[Verdict], memory: Memory, topics: Topics, classified: bool
) -> tuple[list[Verdict], str | None]:
    """Return code and breakdown of a percentage: its own rate, what its label says, or those of the count before.

    `classified`: it stands in a list of proposals by classes, where a name alone is a part.
    """
    share = words()["share"].search(frame.label) is not None
    own_label = len(frame.label.partition("占")[0].strip("，, ")) > 1  # 已经解决的占61.4%
    count = memory.count
    if share and memory.uncounted is not None and not own_label:  # 满意的315件,占97.5%
        counted = copy(memory.uncounted)
        counted.quantity = frame.quantity
        return classify(counted, topics), None
    if verdicts[0].code != "other" and not (share and count is not None and not own_label):
        members = verdicts[0].code == "members_total" and share
        return verdicts, part_names.member(frame.label, "") if members else None
    filed = count is not None and count.indicator == "proposals_filed" and not count.breakdown
    if share and filed and words()["filed_of_submitted"].search(frame.label):
        return [Verdict("proposal_filing_rate", "share of submitted", None)], None
    if share and "分别" in frame.label:
        memory.queue_parts()
    if (share or frame.joined) and memory.queue:
        part = memory.queue.pop(0)
        return [Verdict(part.indicator, f"share of {part.indicator}", None)], part.breakdown
    label = part_names.topic(frame) if share else None
    if label is not None:
        code = count.indicator if count is not None and count.breakdown else "proposals_filed"
        return [Verdict(code, "share of a part", None)], label
    if not share or own_label:
        counted = copy(frame)
        counted.quantity = frame.quantity._replace(unit="件", unit_class="count")
        own = [verdict for verdict in classify(counted, topics) if verdict.code in words()["shares"]]
        if own:
            return own, None
    if classified and verdicts[0].code == "other" and (named := words()["bare_share"].search(frame.listed)):
        return [Verdict("proposals_filed", "share of a part", None)], named.group(1)
    if not share or count is None:
        return verdicts, None
    return [Verdict(count.indicator, f"share of {count.indicator}", None)], count.breakdown
