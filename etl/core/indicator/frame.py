"""The frame of a figure: which noun it counts, which verbs govern it, what else its clause says.

A shallow reading of the clause around each quantity, over the terms that the lexicon finds. Which indicator that
makes is asked in `classify`.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.core.indicator.lexicon import Hit, scan
from etl.core.indicator.numerals import Quantity
from etl.core.indicator.rules import rules

_ANY = re.compile(r"[,，;；:：、。!！?？\t\n()（）【】]|——")
_CLAUSE = frozenset(",，;；:：。!！?？\t\n()（）【】——")
_SECTION = frozenset(";；。!！?？\n")
_QUOTED = re.compile(r"“[^“”]{1,120}”|《[^《》]{1,120}》|「[^「」]{1,120}」|‘[^‘’]{1,80}’")
_BRACKETED = re.compile(r"[(（][^()（）]{1,60}[)）]")
_LONG_NAME = 16  # a longer quotation is a topic; only its last words can be the counted noun
_TAIL = 8
# What may stand between a counted noun and its figure
_LIGHT = re.compile(
    r"(?:[:：共约近达超已了计总为等有分别均各余逾累突破多过数量合至仅就又也都到出率地上得的之以来须应 ]|"
    r"首次|力争|确保|争取|增至|增加到|控制在|保持在?|维持在|稳定在|初步|统计|全年|年度|先后|总数|多达|平均|左右|以上|"
    r"超过|突破|达到|至少|不少于|不低于|实际|成功|陆续|每[年月季周])*"
)
_PREDICATE = re.compile(
    r"(?:均|已|都|全部|被|获|得到|受到|分别|占|是|由|向|在|并|且|进|覆盖|惠及|参[加与]|提[出交]|作出|与|及|和|或|等|以上|左右|以内|"
    r"之多|的?同时|其中|比|较|同比|涉及|达|为|报|用|送|通过|经|列|纳|转|有|无|不|没|未|再|还|也|就|则|而|让|使|把|将|给|对|从|到|来|去|起)"
)


_RESPECTIVELY = re.compile(
    r"(?:^|[,，;；:：])(?P<names>[^,，;；:：。0-9]{2,24}(?:[、和及与][^,，;；:：。、0-9]{2,24}){1,8}?)分别(?:为|达到?|是|有|召开|举办|开展)?了?"
)
_JOINTS = re.compile("[、和及与]")
_KIND = re.compile(r"类|方面|领域|提案|$")
_SUMMED = re.compile(r"[”’》]?等(?:各[类种项]|多种|系列|多项|一系列)?(?:形式的|方面的)?")
_COMPOUND = re.compile(r"[“”·]?|[^\W\d_的和与及或等担任当作为是有到在向对]{1,3}")
_BOUND = re.compile(r"左右|以上|以内|以下|上下|之多")
_FROM = re.compile(r"(?:来自|在|住|驻|非)[^,，。;；]{0,20}$")
_PREPOSITION = re.compile(r"(?:向|对|为|给|由|与|同|就|针对|围绕|在|于|把|将|帮助|经)[^,，、;；]{0,8}$")


@dataclass(slots=True)
class Frame:
    """What stands around one quantity. Terms are strings; sets are empty where nothing stands."""

    quantity: Quantity
    heads: tuple[tuple[str, ...], ...] = ()  # the counted nouns, several where coordinated; of each the last word first
    subject: str = ""  # the counted noun phrase as written
    label: str = ""  # the text of the chunk before the figure
    listed: str = ""  # the same with the members of its list: 科技、教育、文化方面
    before: bool = True  # the noun stands before the figure
    unknown: bool = False  # a noun follows that no rule knows
    mods: frozenset[str] = frozenset()
    verbs: tuple[tuple[str, int], ...] = ()  # governing verbs with their weight, the nearest first
    after: frozenset[str] = frozenset()
    clause: frozenset[str] = frozenset()
    sentence: frozenset[str] = frozenset()
    actor: frozenset[str] = frozenset()  # what stands before the first verb of the section: who acts
    nouns: tuple[str, ...] = ()  # nouns of the sentence before the figure
    clause_nouns: tuple[str, ...] = ()  # those of its clause after the figure before
    row_label: str = ""  # of a table row that only names a part; its heading says what is counted
    following: tuple[str, ...] = ()  # nouns of its clause after the figure
    alike: tuple[tuple[str, ...], ...] = ()  # heads of the last figure of the sentence with the same measure word
    bare: bool = False  # only verbs and light words before the figure, nothing after it
    joined: bool = False  # coordinated with the figure before by 、
    clause_start: int = 0
    section_start: int = 0
    chunk_start: int = 0
    end: int = field(default=0)  # where its clause ends


@dataclass(slots=True)
class Layout:
    """A sentence cut at its punctuation; offsets within the sentence."""

    text: str
    hits: list[Hit]
    cuts: list[int]  # positions of all delimiters
    kinds: list[str]
    starts: list[int]  # starts of the hits

    def between(self, start: int, end: int) -> list[Hit]:
        """Return the hits that lie within start:end."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        found = self.hits[low:high]
        return found if not found or found[-1].end <= end else found[:-1]

    def back(self, position: int, kinds: frozenset[str] | None = None) -> int:
        """Return the place after the last delimiter (of these kinds) before `position`."""
        index = bisect_left(self.cuts, position) - 1
        while index >= 0 and kinds is not None and self.kinds[index] not in kinds:
            index -= 1
        return self.cuts[index] + 1 if index >= 0 else 0

    def forward(self, position: int, kinds: frozenset[str] | None = None) -> int:
        """Return the place of the first delimiter (of these kinds) at or after `position`."""
        index = bisect_left(self.cuts, position)
        while index < len(self.cuts) and kinds is not None and self.kinds[index] not in kinds:
            index += 1
        return self.cuts[index] if index < len(self.cuts) else len(self.text)


def layout(text: str, quantities: Sequence[Quantity], offset: int) -> Layout:
    """Cut a sentence; quotations and brackets without a figure of their own do not cut it."""
    places = [quantity.start - offset for quantity in quantities]

    def holds(start: int, end: int) -> bool:
        return bisect_left(places, end) > bisect_left(places, start)

    closed = [found.span() for found in _QUOTED.finditer(text)]
    dropped: list[tuple[int, int]] = []
    closed = [(start, end) for start, end in closed if not holds(start, end)]
    for start, end in closed:
        if end - start > _LONG_NAME:
            dropped.append((start, end - _TAIL))
    for found in _BRACKETED.finditer(text):
        if not holds(*found.span()):
            closed.append(found.span())
            dropped.append(found.span())
    closed.sort()
    dropped.sort()
    cuts, kinds = [], []
    for found in _ANY.finditer(text):
        if not _inside(found.start(), closed) and not (found.group() in "：:" and _opens(text, found.end(), places)):
            cuts.append(found.end() - 1)
            kinds.append(found.group())
    hits = [hit for hit in scan(text) if not _inside(hit.start, dropped)]
    return Layout(text, hits, cuts, kinds, [hit.start for hit in hits])


def _opens(text: str, position: int, places: Sequence[int]) -> bool:
    """Tell whether a quantity begins at a position, but for blanks."""
    while text[position : position + 1].isspace():
        position += 1
    index = bisect_left(places, position)
    return index < len(places) and places[index] == position


def _inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def frames(text: str, quantities: Sequence[Quantity], offset: int) -> list[Frame]:
    """Return the frame of each quantity of a sentence; `offset` is where the sentence starts in the document."""
    if not quantities:
        return []
    cut = layout(text, quantities, offset)
    made: list[Frame] = []
    shared = _distributed(text, quantities, offset)
    for index, quantity in enumerate(quantities):
        if index in shared:
            made.append(shared[index])
            continue
        previous_end = quantities[index - 1].end - offset if index else 0
        next_start = quantities[index + 1].start - offset if index + 1 < len(quantities) else len(text)
        frame = _frame(cut, quantity, offset, previous_end, next_start, made[-1] if made else None)
        alike = [other.heads for other in made if other.quantity.unit == quantity.unit and other.heads]
        frame.alike = alike[-1] if alike else ()
        made.append(frame)
    return made


def _distributed(text: str, quantities: Sequence[Quantity], offset: int) -> dict[int, Frame]:
    """Return the frames of figures that a list of nouns before 分别 shares out: 办复率、满意率分别为100%和99.1%."""
    made: dict[int, Frame] = {}
    for found in _RESPECTIVELY.finditer(text):
        first = next((i for i, quantity in enumerate(quantities) if quantity.start - offset >= found.end()), None)
        names = [name for name in _JOINTS.split(found.group("names")) if name]
        if first is None or quantities[first].start - offset - found.end() > 1 or len(names) < 2:
            continue
        group = range(first, min(first + len(names), len(quantities)))
        gaps = [text[quantities[i].end - offset : quantities[i + 1].start - offset] for i in group[:-1]]
        if len(group) < len(names) or any(gap.strip("、和及与,， ") for gap in gaps):
            continue
        kind = _KIND.search(names[-1])
        for i, name in zip(group, names, strict=True):
            lead = (
                text[: found.start("names")] + name + (kind.group() if kind and not name.endswith(kind.group()) else "")
            )
            shifted = quantities[i]._replace(start=len(lead), end=len(lead) + 1)
            frame = frames(lead + "0", [shifted], 0)[0]
            frame.quantity = quantities[i]
            made[i] = frame
    return made


def _frame(
    cut: Layout, quantity: Quantity, offset: int, previous_end: int, next_start: int, previous: Frame | None
) -> Frame:
    start, end = quantity.start - offset, quantity.end - offset
    if bound := _BOUND.match(cut.text, end):
        end = bound.end()
    frame = Frame(quantity)
    frame.section_start = cut.back(start, _SECTION)
    frame.clause_start = cut.back(start, _CLAUSE)
    chunk = max(cut.back(start), min(previous_end, start))
    frame.chunk_start = chunk
    chunk_end = min(cut.forward(end), next_start)
    frame.end = cut.forward(end, _CLAUSE)
    frame.joined = previous is not None and chunk > 0 and cut.text[chunk - 1] == "、" and previous_end <= chunk <= start
    frame.joined = frame.joined and not cut.text[previous_end : chunk - 1].strip() if previous_end else False
    frame.label = cut.text[chunk:start]
    frame.listed = cut.text[max(frame.clause_start, min(previous_end, chunk)) : start]
    before = cut.between(chunk, start)
    after = cut.between(end, chunk_end)
    run = _noun_phrase_before(before, cut, chunk, start)
    if run and (_oblique(cut, before, run, chunk) or cut.text[start - 1] == "的"):
        run = []
    follow = _noun_phrase_after(after, cut, end, quantity.unit_class == "person")
    adjacent = bool(run) and _light(cut, before, run[-1].end, start)
    text_after = cut.text[end:chunk_end].strip(" 的”’》")
    frame.unknown = (
        bool(text_after)
        and not _PREDICATE.match(text_after)
        and not (after and _pure_verb(after[0]) and after[0].start - end <= 1)
    )
    runs_on = chunk_end == next_start and chunk_end > end
    if follow and cut.text[follow[-1].end : follow[-1].end + 1] in ("、", "和", "及", "与"):
        beyond = follow[-1].end + 1
        mixed = _noun_phrase_after(cut.between(beyond, cut.forward(end, _CLAUSE)), cut, beyond, True)
        mixed = mixed if mixed and mixed[0].start == beyond else mixed[:1] if quantity.unit_class == "person" else []
    else:
        mixed = []
    if run and frame.unknown and run[-1].term.verb and run[-1].end == start:
        run = []
    if follow and not (adjacent and (runs_on or follow[0].start - end > 1)):
        frame.before = False
        _set_heads(frame, [follow, mixed] if mixed and mixed[-1].end <= next_start else [follow])
        frame.subject = cut.text[end : follow[-1].end].lstrip("的“")
        rest_start, verb_end, head_start = follow[-1].end, start, start
    elif run and adjacent:
        limit = max(previous_end, frame.clause_start)
        _set_heads(frame, _examples(cut, run, limit) or _coordinated(cut, run, chunk, limit))
        frame.subject = cut.text[run[0].start : run[-1].end]
        rest_start, verb_end, head_start = end, start, run[0].start
        if _modified(cut, run[0].start, chunk):
            frame.subject = cut.text[_subject_start(cut, before, run[0].start, chunk) : run[-1].end]
    else:
        rest_start, verb_end, head_start = end, start, start
        frame.subject = text_after[:20] if frame.unknown else ""
    frame.bare = not run and not follow and not frame.unknown and _light(cut, before, chunk, start)
    frame.verbs = _verbs(cut, frame, run if frame.before and frame.heads else [], head_start, verb_end, previous_end)
    frame.after = _predicates(cut, rest_start, min(frame.end, next_start), next_start)
    clause_end = frame.end if frame.end <= next_start else max(chunk_end, rest_start)
    frame.clause = _parts(cut.between(frame.clause_start, max(clause_end, end)))
    frame.sentence = _parts(cut.between(frame.section_start, max(clause_end, end)))
    frame.following = tuple(hit.term.text for hit in cut.between(end, min(frame.end, next_start)) if hit.term.noun)
    frame.actor = _actor(cut, frame.section_start, start)
    frame.nouns = tuple(hit.term.text for hit in cut.between(0, start) if hit.term.noun)
    frame.clause_nouns = tuple(
        hit.term.text for hit in cut.between(max(frame.clause_start, min(previous_end, start)), start) if hit.term.noun
    )
    if frame.bare and frame.joined and previous is not None:
        frame.heads = previous.heads  # 受益群众218户、963人
    counted = {words[0] for words in frame.heads}
    listed = cut.between(max(frame.clause_start, min(previous_end, chunk)), start)
    own = frozenset(part for hit in listed if hit.term.text not in counted for part in hit.term.parts)
    if not frame.before:
        own |= frozenset(part for hit in after if hit.term.text not in counted for part in hit.term.parts)
    if frame.joined and previous is not None and not any(hit.term.verb and not hit.term.noun for hit in before):
        former = [words[0] for words in previous.heads]
        inherited = previous.mods.union(*(_head_parts(head) for head in former)) - frozenset(former)
        own |= inherited & rules().classes["party"]  # the parties' share covers the list
    frame.mods = own
    return frame


def _head_parts(head: str) -> frozenset[str]:
    found = scan(head)
    return found[0].term.parts if found else frozenset()


def _set_heads(frame: Frame, runs: Sequence[Sequence[Hit]]) -> None:
    heads: list[tuple[str, ...]] = []
    for run in runs:
        texts = [hit.term.text for hit in run]
        if texts[-1] in LIGHT_HEADS and len(texts) > 1:
            heads.append((*(text for text in reversed(texts) if text not in LIGHT_HEADS), texts[-1]))
        else:
            heads.append(tuple(reversed(texts)))
    frame.heads = tuple(dict.fromkeys(heads))


LIGHT_HEADS = frozenset(["活动", "工作", "会议", "座谈", "件", "项目"])


def _oblique(cut: Layout, before: Sequence[Hit], run: Sequence[Hit], chunk: int) -> bool:
    """Tell whether a noun is the object of a preposition with its verb still to come: 向委员说明情况的16件."""
    verb_follows = any(hit.start >= run[-1].end and _pure_verb(hit) for hit in before)
    return verb_follows and _PREPOSITION.search(cut.text[chunk : run[0].start]) is not None


def _pure_verb(hit: Hit) -> bool:
    return hit.term.verb and not hit.term.noun


def _noun_phrase_before(before: Sequence[Hit], cut: Layout, chunk: int, start: int) -> list[Hit]:
    """Return the last run of adjacent nouns before the figure."""
    run: list[Hit] = []
    for hit in reversed(before):
        if not run:
            if hit.term.noun:
                run = [hit]
        elif hit.term.noun and cut.text[hit.end : run[0].start] in ("", "“", "”", "·"):
            run.insert(0, hit)
        else:
            break
    return run


def _noun_phrase_after(after: Sequence[Hit], cut: Layout, end: int, person: bool) -> list[Hit]:
    """Return the first run of adjacent nouns after the figure, unless a verb stands before it."""
    run: list[Hit] = []
    for hit in after:
        if not run:
            if hit.term.noun and hit.start - end <= 24:
                lead = cut.text[end : hit.start]
                if _PREDICATE.match(lead) and not (person and _FROM.match(lead)):
                    return []
                run = [hit]
            elif _pure_verb(hit):
                return []
        elif hit.term.noun and _COMPOUND.fullmatch(cut.text[run[-1].end : hit.start]):
            run.append(hit)
        else:
            break
    return run


def _light(cut: Layout, before: Sequence[Hit], start: int, end: int) -> bool:
    """Tell whether only light words, brackets and verbs stand between a noun and its figure."""
    at = start
    for hit in before:
        if hit.start >= start and hit.term.verb:
            if not _only_light(cut.text[at : hit.start]):
                return False
            at = hit.end
    return _only_light(cut.text[at:end])


def _only_light(text: str) -> bool:
    text = _BRACKETED.sub("", text).strip("”’》」\"' ")
    return _LIGHT.fullmatch(text) is not None


def _coordinated(cut: Layout, run: Sequence[Hit], chunk: int, limit: int) -> list[Sequence[Hit]]:
    """Return the noun runs that share the figure: 答复率、走访率; 培训班和讲座."""
    runs: list[Sequence[Hit]] = [run]
    start = run[0].start
    while True:
        joint = cut.text[start - 1 : start]
        if joint and joint in "、和及与或" and start - 1 >= limit:
            before = [hit for hit in cut.between(limit, start - 1) if hit.term.noun]
            if before and cut.text[before[-1].end : start - 1].strip("”“ 等") == "":
                neighbour = _noun_phrase_before(cut.between(limit, start - 1), cut, limit, start - 1)
                runs.insert(0, neighbour)
                start = neighbour[0].start
                continue
        return runs


def _examples(cut: Layout, run: Sequence[Hit], limit: int) -> list[Sequence[Hit]]:
    """Return the nouns that a light head sums up: 读书分享、微协商 in 读书分享、“微协商”等活动."""
    if run[-1].term.text not in LIGHT_HEADS:
        return []
    before = [hit for hit in cut.between(limit, run[0].start) if hit.term.noun]
    if not before or not _SUMMED.fullmatch(cut.text[before[-1].end : run[0].start]):
        return []
    last = _noun_phrase_before(cut.between(limit, before[-1].end), cut, limit, before[-1].end)
    return _coordinated(cut, last, limit, limit)


def _modified(cut: Layout, start: int, chunk: int) -> bool:
    return start > chunk


def _subject_start(cut: Layout, before: Sequence[Hit], start: int, chunk: int) -> int:
    """Return where the noun phrase that ends in the head begins: after the last verb, at most eight characters back."""
    verbs = [hit.end for hit in before if hit.end <= start and _pure_verb(hit)]
    begin = max([chunk, *verbs[-1:]])
    return begin if start - begin <= 8 else start


def _verbs(
    cut: Layout, frame: Frame, run: Sequence[Hit], head_start: int, end: int, previous_end: int
) -> tuple[tuple[str, int], ...]:
    """Return the verbs that can govern the figure with weights 5 (nearest), 3 (same clause), 2 (carried over)."""
    inside = {hit.start for hit in run}
    found: list[tuple[str, int]] = []
    low = max(frame.clause_start, previous_end if previous_end <= frame.chunk_start else frame.clause_start)
    same = [hit for hit in cut.between(low, end) if hit.term.verb and hit.start not in inside]
    between = [hit for hit in same if hit.start >= head_start]
    ahead = [hit for hit in same if hit.start < head_start]
    for hit in reversed(between):
        found.append((hit.term.text, 5))
    governing = not between
    for hit in reversed(ahead):
        relative = bool(run) and cut.text[hit.end] == "的"  # 委员反映的社情民意: the verb only describes the noun
        found.append((hit.term.text, 2 if relative else 5 if governing else 3))
        governing = governing and relative
    if not found or frame.joined:
        carried = [hit for hit in cut.between(frame.section_start, low) if hit.term.verb]
        for hit in list(reversed(carried))[:3]:
            found.append((hit.term.text, 2))
    return tuple(found)


def _predicates(cut: Layout, start: int, end: int, next_start: int) -> frozenset[str]:
    """Return the terms of the predicate after the figure; a verb that leads to the next figure is not part of it."""
    hits = cut.between(start, end)
    if end == next_start:
        last_cut = cut.back(next_start)
        hits = [hit for hit in hits if hit.end <= last_cut - 1]
    return frozenset(hit.term.text for hit in hits)


def _actor(cut: Layout, start: int, end: int) -> frozenset[str]:
    before: list[Hit] = []
    for hit in cut.between(start, end):
        if _pure_verb(hit):
            return _parts(before)
        before.append(hit)
    return frozenset()


def _parts(hits: Sequence[Hit]) -> frozenset[str]:
    return frozenset().union(*(hit.term.parts for hit in hits)) if hits else frozenset()
