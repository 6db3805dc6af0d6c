"""What is wrong with a figure before any value is put in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.engine.expressions import ExpressionError, compile_formula
from questions.engine.figures import Arc, Axes, Corner, Figure, Graph, Part, Point, Segment, Table

MOST_PARTS = 40
MOST_CELLS = 120
LONGEST_TEXT = 200
SLOT = re.compile(r"\{([A-Za-z_]\w*)\}")
_FILLED = re.compile(rf"{SLOT.pattern}|\{{[가-힣]+/[가-힣]+\}}")


def faults(figure: Figure, names: frozenset[str]) -> Iterator[str]:
    """Every fault as a sentence for a teacher: too many parts, unknown names or points, uneven rows."""
    if not figure.alt.strip():
        yield "그림을 말로 설명하는 글이 없습니다"
    if not 1 <= len(figure.parts) <= MOST_PARTS:
        yield f"그림의 부분이 {len(figure.parts)}개입니다 (1개에서 {MOST_PARTS}개까지)"
    tables = [part for part in figure.parts if isinstance(part, Table)]
    if tables and len(figure.parts) > 1:
        yield "표는 다른 그림과 함께 둘 수 없습니다"
    for table in tables:
        yield from _table_faults(table)
    if any(isinstance(part, Graph) for part in figure.parts) and not any(isinstance(p, Axes) for p in figure.parts):
        yield "좌표축이 없는 그래프입니다"
    yield from _point_faults(figure)
    for text in texts(figure):
        unknown = set(SLOT.findall(text)) - names
        if unknown or len(text) > LONGEST_TEXT or set(_FILLED.sub("", text)) & set("{}"):
            yield f"그림의 글 '{text[:40]}'을(를) 채울 수 없습니다"
    for part in figure.parts:
        for formula in formulas(part):
            yield from _formula_faults(formula, names | ({part.letter} if isinstance(part, Graph) else frozenset()))


def texts(figure: Figure) -> tuple[str, ...]:
    """Every template of the figure: its words, its labels, its cells."""
    found = [figure.alt]
    for part in figure.parts:
        if isinstance(part, Table):
            found += [cell for row in part.rows for cell in row]
        elif isinstance(part, Point | Segment | Arc) and part.label:
            found.append(part.label)
    return tuple(found)


def formulas(part: Part) -> tuple[str, ...]:
    """The formulas that the part's place is computed from."""
    match part:
        case Point():
            return part.x, part.y
        case Axes():
            return part.low_x, part.high_x, part.low_y, part.high_y
        case Graph():
            return (part.formula,)
        case Arc():
            return (part.radius,) if part.radius else ()
        case _:
            return ()


def _point_faults(figure: Figure) -> Iterator[str]:
    points = [part.name for part in figure.parts if isinstance(part, Point)]
    if len(set(points)) != len(points):
        yield "같은 이름의 점이 두 번 있습니다"
    for part in figure.parts:
        used: tuple[str, ...] = ()
        if isinstance(part, Segment):
            used = part.start, part.end
        elif isinstance(part, Corner):
            used = part.at, part.one, part.other
        elif isinstance(part, Arc):
            used = part.center, part.start, part.end
        if not set(used) <= set(points):
            yield f"그림에 없는 점을 가리킵니다: {', '.join(sorted(set(used) - set(points)))}"


def _table_faults(table: Table) -> Iterator[str]:
    widths = {len(row) for row in table.rows}
    if len(table.rows) < 2 or len(widths) != 1 or not max(widths) >= 2 or len(table.rows) * max(widths) > MOST_CELLS:
        yield "표의 줄마다 칸 수가 같아야 하고 줄과 칸이 둘 이상이어야 합니다"


def _formula_faults(formula: str, known: frozenset[str]) -> Iterator[str]:
    try:
        unknown = compile_formula(formula).names - known
    except ExpressionError as error:
        yield f"그림의 식 '{formula[:40]}'을(를) 읽을 수 없습니다: {error.sentence}"
        return
    if unknown:
        yield f"그림의 식 '{formula[:40]}'에 정해지지 않은 이름이 있습니다: {', '.join(sorted(unknown))}"
