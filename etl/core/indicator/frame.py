"""The frame of a figure: which noun it counts, which verbs govern it, what else its clause says.

A shallow reading of the clause around each quantity, over the terms that the lexicon finds. Which indicator that
makes is asked in `classify`.
"""

import re
from collections.abc import Sequence

from etl.core.indicator import phrases
from etl.core.indicator.layout import CLAUSE, SECTION, Layout, layout
from etl.core.indicator.lexicon import Hit, scan
from etl.core.indicator.numerals import Quantity
from etl.core.indicator.rules import rules

_BOUND = re.compile(r"左右|以上|以内|以下|上下|之多|[(（][件条篇次项人期份个场市县区州旗、]{1,4}[)）]")  # 179件(次)
_NEAREST, _SAME_CLAUSE, _CARRIED = 5, 3, 2  # weights of governing verbs
_NONE: frozenset[str] = frozenset()
_EVENTS = frozenset(["次", "场", "场次", "回", "趟", "批次"])  # measure words of what is held or done


class Frame:
    """What stands around one quantity. Terms are strings; the sets are made when a rule first asks for them."""

    __slots__ = (
        "_actor", "_ahead", "_behind", "_clause", "_cut", "_far_end", "_mods", "_nouns", "_own", "_sentence", "_start",
        "after", "alike", "bare", "before", "chunk_start", "clause_start", "end", "heads", "inherited", "joined",
        "label", "listed", "quantity", "row_label", "section_start", "share", "subject", "unknown", "verbs",
    )  # fmt: skip

    def __init__(self, quantity: Quantity, cut: Layout, start: int) -> None:
        self.quantity = quantity
        self._cut, self._start = cut, start
        self._actor: frozenset[str] | None = None
        self._clause: frozenset[str] | None = None
        self._sentence: frozenset[str] | None = None
        self._mods: frozenset[str] | None = None
        self._nouns: tuple[str, ...] | None = None
        self._own: Sequence[Hit] = ()  # hits that can modify the head
        self._far_end = 0  # where the clause ends, as far as it belongs to this figure
        self._ahead = 0  # where its clause begins, the figure before excluded
        self._behind = (0, 0)  # from the figure to the end of its clause, the next figure excluded
        self.heads: tuple[tuple[str, ...], ...] = ()  # counted nouns, several if coordinated; the last word first
        self.subject = ""  # the counted noun phrase as written
        self.label = ""  # the text of the chunk before the figure
        self.listed = ""  # the same with the members of its list: 科技、教育、文化方面
        self.before = True  # the noun stands before the figure
        self.unknown = False  # a noun follows that no rule knows
        self.verbs: tuple[tuple[str, int], ...] = ()  # governing verbs with their weight, the nearest first
        self.after = _NONE  # terms of the predicate behind
        self.inherited = _NONE  # modifiers shared with the figure before: the parties' share
        self.share = ""  # the text before a percentage that follows: 占立案总数的
        self.row_label = ""  # of a table row that only names a part; its heading says what is counted
        self.alike: tuple[tuple[str, ...], ...] = ()  # heads of the last figure before with the same measure word
        self.bare = False  # only verbs and light words before the figure, nothing after it
        self.joined = False  # coordinated with the figure before by 、
        self.clause_start = self.section_start = self.chunk_start = 0
        self.end = 0  # where its clause ends

    @property
    def clause(self) -> frozenset[str]:
        """The terms of its clause."""
        if self._clause is None:
            begin = self.chunk_start if self.joined and not self.bare else self.clause_start
            self._clause = _parts(self._cut.between(begin, self._far_end))
        return self._clause

    @property
    def sentence(self) -> frozenset[str]:
        """The terms of its sentence from the last semicolon to the end of the clause."""
        if self._sentence is None:
            self._sentence = _parts(self._cut.between(self.section_start, self._far_end))
        return self._sentence

    @property
    def actor(self) -> frozenset[str]:
        """The terms before the first verb of its clause, else of the section: who acts."""
        if self._actor is None:
            self._actor = self._acting(self.clause_start) or self._acting(self.section_start)
        return self._actor

    def _acting(self, begin: int) -> frozenset[str]:
        hits = self._cut.between(begin, self._start)
        verb = next((index for index, hit in enumerate(hits) if phrases.pure_verb(hit)), None)
        return _NONE if verb is None else _parts(hits[:verb])

    @property
    def mods(self) -> frozenset[str]:
        """The terms that can modify the counted noun, itself excluded."""
        if self._mods is None:
            counted = {words[0] for words in self.heads}
            own = _parts([hit for hit in self._own if hit.term.text not in counted])
            self._mods = own | self.inherited if self.inherited else own
        return self._mods

    @property
    def nouns(self) -> tuple[str, ...]:
        """The nouns of the sentence before the figure."""
        if self._nouns is None:
            self._nouns = self._nouns_between(0, self._start)
        return self._nouns

    @property
    def clause_nouns(self) -> tuple[str, ...]:
        """The nouns of its clause after the figure before."""
        return self._nouns_between(self._ahead, self._start)

    @property
    def following(self) -> tuple[str, ...]:
        """The nouns of its clause after the figure."""
        return self._nouns_between(*self._behind)

    def _nouns_between(self, start: int, end: int) -> tuple[str, ...]:
        return tuple([hit.term.text for hit in self._cut.between(start, end) if hit.term.noun])


def frames(text: str, quantities: Sequence[Quantity], offset: int) -> list[Frame]:
    """Return the frame of each quantity of a sentence; `offset` is where the sentence starts in the document."""
    if not quantities:
        return []
    cut = layout(text, quantities, offset)
    made: list[Frame] = []
    for index, quantity in enumerate(quantities):
        previous_end = quantities[index - 1].end - offset if index else 0
        next_start = quantities[index + 1].start - offset if index + 1 < len(quantities) else len(text)
        frame = _frame(cut, quantity, offset, previous_end, next_start, made[-1] if made else None)
        if made:
            frame.alike = next((o.heads for o in reversed(made) if o.quantity.unit == quantity.unit and o.heads), ())
            if quantity.unit_class == "percent":
                made[-1].share = frame.label
        made.append(frame)
    return made


def labelled(label: str, quantity: Quantity) -> Frame:
    """Return the frame of a figure as if it stood right behind its label."""
    shifted = quantity._replace(start=len(label), end=len(label) + 1)
    frame = frames(label + "0", [shifted], 0)[0]
    frame.quantity = quantity
    return frame


def _frame(
    cut: Layout, quantity: Quantity, offset: int, previous_end: int, next_start: int, previous: Frame | None
) -> Frame:
    start, end = quantity.start - offset, quantity.end - offset
    if bound := _BOUND.match(cut.text, end):
        end = bound.end()
    frame = Frame(quantity, cut, start)
    frame.section_start, frame.clause_start = cut.back(start, SECTION), cut.back(start, CLAUSE)
    frame.chunk_start = chunk = max(cut.back(start), min(previous_end, start))
    frame.end = cut.forward(end, CLAUSE)
    frame.joined = previous is not None and cut.text[previous_end:chunk].strip() in ("、", "") and chunk > 0
    list_start = max(frame.clause_start, min(previous_end, chunk))
    frame.label, frame.listed = cut.text[chunk:start], cut.text[list_start:start]
    chunk_end = min(cut.forward(end), next_start)
    before, after = cut.between(chunk, start), cut.between(end, chunk_end)
    verb_end, head_start, rest_start, run = _counted(
        frame, cut, before, after, (end, chunk_end, next_start), list_start
    )
    frame.verbs = _verbs(cut, frame, run, head_start, verb_end, previous_end)
    listed = next_start < frame.end and cut.text[rest_start:next_start].startswith(("、", "和", "及", "与"))
    # 8个集体、21名个人受到表彰
    together = listed and not any(hit.term.verb for hit in cut.between(rest_start, next_start))
    frame.after = _predicates(cut, rest_start, frame.end if together else min(frame.end, next_start), next_start)
    far = frame.end if frame.end <= next_start else max(chunk_end, rest_start)
    frame._far_end = max(far, end)
    frame._ahead = max(frame.clause_start, min(previous_end, start))
    frame._behind = end, min(frame.end, next_start)
    if frame.bare and frame.joined and previous is not None:
        frame.heads = previous.heads  # 受益群众218户、963人
    frame._own = cut.between(list_start, start) if frame.before else [*cut.between(list_start, start), *after]
    if frame.joined and previous is not None and not any(map(phrases.pure_verb, before)):
        former = [words[0] for words in previous.heads]
        shared = previous.mods.union(*map(_head_parts, former)) - frozenset(former)
        frame.inherited = shared & rules().classes["party"]
    return frame


def _counted(
    frame: Frame, cut: Layout, before: list[Hit], after: list[Hit], ends: tuple[int, int, int], list_start: int
) -> tuple[int, int, int, Sequence[Hit]]:
    """Find the counted noun before or after the figure and set what depends on it.

    Returns where governing verbs end, where the noun phrase begins, where the predicate begins, and the run before.
    """
    start, (end, chunk_end, next_start) = frame._start, ends
    person = frame.quantity.unit_class == "person"
    run = phrases.run_before(before, cut)
    if run and (cut.text[start - 1] == "的" or phrases.oblique(cut, before, run, frame.chunk_start)):
        run = []
    if run and run[-1].term.text in rules().none and any(hit.start >= run[-1].end for hit in before):
        run = []  # 提案委员会共收到102件: who acts
    follow = phrases.run_after(after, cut, end, person, frame.quantity.unit in _EVENTS)
    adjacent = bool(run) and phrases.light(cut, before, run[-1].end, start)
    text_after = cut.text[end:chunk_end].strip(" 的”’》…—")
    verb_behind = bool(after) and phrases.pure_verb(after[0]) and after[0].start - end <= 1
    follows = bool(text_after) and not phrases.only_light(text_after)  # 6期共21条
    frame.unknown = follows and not verb_behind and not phrases.opens_predicate(text_after)
    if run and frame.unknown and run[-1].term.verb and run[-1].end == start:
        run = []
    if run and (follow or frame.unknown) and any(hit.start >= run[-1].end and phrases.pure_verb(hit) for hit in before):
        run = []  # 委员捐赠500只防护镜: who acts, not what is counted
    adjacent = adjacent and bool(run)
    runs_on = bool(follow) and chunk_end == next_start and phrases.light(cut, (), follow[-1].end, next_start)
    near = follow and (follow[0].start - end <= 1 or cut.text[end] == "“")  # 39场“X”微协商
    if follow and not (adjacent and (runs_on or not near)):
        frame.before = False
        mixed = phrases.mixed_with(cut, follow[-1].end, end, person)
        both = [follow, mixed] if mixed and mixed[-1].end <= next_start else [follow]
        frame.heads = phrases.heads(phrases.examples(cut, follow, list_start, start) or both)
        frame.subject = cut.text[end : follow[-1].end].lstrip("的“")
        return start, start, follow[-1].end, ()
    if run and adjacent:
        runs = phrases.examples(cut, run, list_start, run[0].start) or phrases.coordinated(cut, run, list_start)
        frame.heads = phrases.heads(runs)
        frame.subject = cut.text[phrases.subject_start(before, run[0].start, frame.chunk_start) : run[-1].end]
        return start, run[0].start, end, run
    frame.subject = text_after[:20] if frame.unknown else ""
    frame.bare = not (run or follow or frame.unknown) and phrases.light(cut, before, frame.chunk_start, start)
    return start, start, end, ()


def _verbs(
    cut: Layout, frame: Frame, run: Sequence[Hit], head_start: int, end: int, previous_end: int
) -> tuple[tuple[str, int], ...]:
    """Return the verbs that can govern the figure: the nearest, others of the clause, those carried over."""
    inside = {hit.start for hit in run}
    found: list[tuple[str, int]] = []
    low = max(frame.clause_start, previous_end if previous_end <= frame.chunk_start else frame.clause_start)
    same = [hit for hit in cut.between(low, end) if hit.term.verb and hit.start not in inside]
    governing = _NEAREST
    for hit in reversed(same):
        if hit.start >= head_start:
            found.append((hit.term.text, _NEAREST))
            governing = _SAME_CLAUSE
        elif run and cut.text[hit.end] == "的":  # 委员反映的社情民意: the verb only describes the noun
            found.append((hit.term.text, _CARRIED))
        else:
            found.append((hit.term.text, governing))
            governing = _SAME_CLAUSE
    if len(run) == 1 and run[0].term.verb and run[0].start == frame.chunk_start:  # 培训16万人次
        found.insert(0, (run[0].term.text, _NEAREST))
    if not found or frame.joined:
        carried = [hit for hit in cut.between(frame.section_start, low) if hit.term.verb]
        found.extend((hit.term.text, _CARRIED) for hit in carried[:-4:-1])
    return tuple(found)


def _predicates(cut: Layout, start: int, end: int, next_start: int) -> frozenset[str]:
    """Return the terms of the predicate after the figure; a verb that leads to the next figure is not part of it."""
    hits = cut.between(start, end)
    if hits and end == next_start < len(cut.text):
        last_cut = cut.back(next_start)
        hits = [hit for hit in hits if hit.end < last_cut]
    return frozenset([hit.term.text for hit in hits]) if hits else _NONE


def _head_parts(head: str) -> frozenset[str]:
    found = scan(head)
    return found[0].term.parts if found else _NONE


def _parts(hits: Sequence[Hit]) -> frozenset[str]:
    return _NONE.union(*[hit.term.parts for hit in hits]) if hits else _NONE
