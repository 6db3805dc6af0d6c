"""Nothing evaluates text, and only one place makes a release slip."""

# ruff: noqa: E501 (a way to dodge is one line)

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("eduai", "tenants", "questions", "bench")
FORBIDDEN_NAMES = {"eval", "exec", "compile", "__import__", "breakpoint", "execfile"}
FORBIDDEN_READERS = {"sympify", "parse_expr", "parse_latex", "literal_eval", "S", "lambdify", "_sympify", "kernS"}
FORBIDDEN_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "joblib",
    "code",
    "codeop",
    "builtins",
    "runpy",
}
SYMPY_TEXT_READERS = {"Rational", "Integer", "Float", "Matrix", "Poly"}
"""SymPy's constructors that read a text given to them; the engine hands them numbers only."""
JUDGE = ("bench/judge/truth.py",)
"""Makes SymPy numbers from integers and Fractions of its own by way of their digits."""
STARTERS = {"subprocess", "multiprocessing", "pty"}
MAY_START = (
    "eduai/embedded/",
    "eduai/lib/scans/cleaning.py",
    "bench/",
    "questions/engine/workers.py",
    "tenants/provisioning/",
)


@cache
def trees() -> list[tuple[str, ast.Module]]:
    return [
        (str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))
        for package in PRODUCT
        for path in sorted((ROOT / package).rglob("*.py"))
    ]


def called_name(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    return ""


def attribute_name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def evaluators(tree: ast.Module) -> list[str]:
    """The ways in a module by which a text could be run: also under another name, from `builtins`, or by attribute."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES | FORBIDDEN_READERS - {"S"}:
            found.append(f"{node.lineno} {node.id}")
        elif isinstance(node, ast.Attribute) and _reads_text(node):
            found.append(f"{node.lineno} .{node.attr}")
        elif isinstance(node, ast.Call) and "S" in (called_name(node), attribute_name(node)):
            found.append(f"{node.lineno} S()")
        elif isinstance(node, ast.Call) and _given_text(node):
            found.append(f"{node.lineno} {called_name(node) or attribute_name(node)} of a text")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found += [f"{node.lineno} import {name}" for name in imported(node) if _unsafe_import(name)]
        elif isinstance(node, ast.Call) and called_name(node) == "getattr" and _builtin(node):
            found.append(f"{node.lineno} getattr of builtins")
    return found


def _reads_text(node: ast.Attribute) -> bool:
    base = node.value.id if isinstance(node.value, ast.Name) else ""
    if node.attr == "compile":
        return base not in {"re", "regex"}
    return node.attr in (FORBIDDEN_READERS | FORBIDDEN_NAMES) - {"S", "compile"}


def _given_text(node: ast.Call) -> bool:
    """SymPy's number from `str(…)` or from a formatted text; a text of the program's own is none from outside."""
    name = attribute_name(node)
    if name not in SYMPY_TEXT_READERS or not node.args:
        return False
    first = node.args[0]
    return isinstance(first, ast.JoinedStr) or (isinstance(first, ast.Call) and called_name(first) == "str")


def _builtin(node: ast.Call) -> bool:
    first = node.args[0] if node.args else None
    return (
        isinstance(first, ast.Name)
        and first.id in {"builtins", "__builtins__", "sympy"}
        and len(node.args) > 1
        and (isinstance(node.args[1], ast.Constant) and node.args[1].value in FORBIDDEN_NAMES | FORBIDDEN_READERS)
    )


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Full names: `from a import b as c` gives `a.b`."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def _unsafe_import(name: str) -> bool:
    first = name.partition(".")[0]
    reader = name.rpartition(".")[2] in FORBIDDEN_READERS and first in {"sympy", "ast"}
    return first in FORBIDDEN_MODULES or reader


def test_no_text_is_ever_evaluated_under_any_name() -> None:
    found = {path: evaluators(tree) for path, tree in trees()}
    for path in JUDGE:
        found[path] = [way for way in found[path] if not way.endswith("Rational of a text")]

    assert {path: ways for path, ways in found.items() if ways} == {}


def test_every_way_to_evaluate_a_text_would_be_noticed() -> None:
    for source in (
        "eval(t)", "exec(t)", "run = eval\nrun(t)", "compile(t, '', 'exec')", "import builtins", "import pickle as p",
        "from pickle import loads as l", "from builtins import eval as e", "import sympy\nsympy.S(t)", "sympy.sympify(t)",
        "from sympy import sympify as s", "from sympy import S as one", "from sympy.parsing.sympy_parser import parse_expr as p",
        "from ast import literal_eval", "__import__('os')", "sympy.Rational(str(t))", "sympy.Rational(f'{t}')",
        "sympy.Integer(str(t))", "getattr(sympy, 'sympify')(t)", "import code", "math.sympify(t)", "sympy.lambdify(x, t)",
    ):  # fmt: skip
        assert evaluators(ast.parse(source)), source
    for source in (
        "re.compile(t)",
        "sympy.Rational(1, 2)",
        "import ast\nast.parse(t)",
        "x.S",
        "from sympy import Symbol",
    ):
        assert evaluators(ast.parse(source)) == [], source


def test_processes_are_started_in_few_places() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        if not path.startswith(MAY_START)
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Import | ast.ImportFrom)
            and any(name.partition(".")[0] in STARTERS or name in {"os.system", "os.popen"} for name in imported(node))
        )
        or (isinstance(node, ast.Attribute) and node.attr in {"system", "popen", "execv", "execvp", "spawnv"})
    ]

    assert found == []


def test_a_release_slip_has_one_maker() -> None:
    makers = [
        path
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and "Release" in (called_name(node), attribute_name(node))
    ]

    assert makers == ["tenants/services/consent.py"]
