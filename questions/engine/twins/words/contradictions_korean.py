"""What the words of a Korean stem rule out in a solution's sums: unlike units, constants, the wrong direction.

Only sums and differences of printed numbers are judged; a product may carry the rate that makes its unit another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.engine.twins.words.alignment import Alignment
from questions.engine.twins.words.arithmetic import Literal, Operation, Tree, operations
from questions.engine.twins.words.two_parts import sign_asked

_KINDS = (
    ("length", re.compile(r"(?:cm|mm|km|m|㎝|㎜|㎞)(?![2²3³a-zA-Z])")),
    ("mass", re.compile(r"(?:kg|g|mg|㎏)(?![a-zA-Z])")),
    ("volume", re.compile(r"(?:L|l|mL|ml|㎖|dL)(?![a-zA-Z])|리터")),
    ("money", re.compile(r"원")),
    ("time", re.compile(r"시간|분|초")),
    ("count", re.compile(r"개|명|마리|권|자루|송이|그루|장|조각|대|표|알|줄|칸|병|상자|봉지|묶음|바퀴")),
)
_SMALL = 10
_STILL = re.compile(r"몇\s?\S{1,4}?(?:의 \S+?)?(?:을|를|이|가)?\s(?:더|덜)\s[^.?!]*(?:야|필요|부족|모자)")


def korean_contradicted(stem: str, asked: str, alignment: Alignment) -> bool:
    """Whether a sum or difference of the solution goes against the stem's units or against what `asked` wants."""
    root = alignment.steps[-1].tree
    return (
        any(_unlike(alignment, node) or _adds_constant(alignment, node) for node in _sums(alignment))
        or (bool(_STILL.search(asked)) and _is_plain(alignment, root, "+"))
        or _turned(stem, asked, alignment, root)
    )


def _sums(alignment: Alignment) -> Iterator[Operation]:
    for step in alignment.steps:
        yield from (node for node in operations(step.tree) if node.operator in "+-")


def _unlike(alignment: Alignment, node: Operation) -> bool:
    """Two printed numbers of different kinds (24분 and 0.5km), of which one at least is measured."""
    kinds = {_kind(alignment, node.left), _kind(alignment, node.right)}
    return "" not in kinds and len(kinds) == 2


def _kind(alignment: Alignment, side: Tree) -> str:
    if isinstance(side, Operation) and side.operator in "+-":
        kinds = {_kind(alignment, side.left), _kind(alignment, side.right)}
        return kinds.pop() if len(kinds) == 1 else ""
    if not isinstance(side, Literal) or alignment.reading[side.key].kind != "span":
        return ""
    unit = alignment.spans[alignment.reading[side.key].index].unit
    return next((kind for kind, rule in _KINDS if rule.match(unit)), "")


def _adds_constant(alignment: Alignment, node: Operation) -> bool:
    """π as a summand, a hundred that is added, or a small constant beside a printed measure (7cm - 4)."""
    formulas = {value for span in alignment.spans if span.frozen == "formula" for value in span.values()}
    printed = {value for span in alignment.spans if span.kind != "word" for value in span.values()}
    measured = {_kind(alignment, node.left), _kind(alignment, node.right)} - {"", "count"}
    for side in (node.left, node.right):
        if not isinstance(side, Literal) or alignment.reading[side.key].kind != "constant":
            continue
        if side.value in formulas:
            return True
        hundred = node.operator == "+" and side.value in (100, 1000)
        if side.value not in printed and (hundred or (measured and 1 < side.value < _SMALL)):
            return True
    return False


def _is_plain(alignment: Alignment, tree: Tree, signs: str) -> bool:
    """Whether a tree is one such operation on two printed numbers."""
    return (
        isinstance(tree, Operation)
        and tree.operator in signs
        and all(
            isinstance(side, Literal) and alignment.reading[side.key].kind == "span" for side in (tree.left, tree.right)
        )
    )


def _turned(stem: str, asked: str, alignment: Alignment, root: Tree) -> bool:
    """One compares (지혜보다 192개 더 적게), the other's number is printed, and the sign is that of the other."""
    if re.search(r"합|차[는이가]", asked) or not _is_plain(alignment, root, "+-"):
        return False
    sign = sign_asked(stem)
    return bool(sign) and isinstance(root, Operation) and root.operator != sign
