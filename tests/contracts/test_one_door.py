"""An academy is entered by `tenancy.use` alone: every other form that the libraries offer is found in the source."""

# ruff: noqa: E501 (a way to dodge is one line)

from __future__ import annotations

import ast

import pytest

from tests.contracts.test_unsafe_calls import attribute_name, called_name, imported, trees

WALL = ("tenants/tenancy.py", "tenants/database/", "tenants/provisioning/")
"""The door itself, and what makes and migrates schemas."""
MAY_START_THREADS = {
    "eduai/llm/transport.py": "a name is looked up within a deadline; touches no database",
    "tenants/provisioning/rollout.py": "processes of their own, each naming its academies",
    "bench/": "measures many at once; each thread enters by the door",
}
MAY_NAME_A_DATABASE = (*WALL, "tenants/migrations/", "questions/migrations/")
ENTRANCES = {
    "tenant_context",
    "schema_context",
    "schema_rename",
    "set_tenant",
    "set_schema",
    "set_schema_to_public",
    "tenant_migration",
    "schema_migration",
}
LEFT_OPEN = {"activate", "deactivate"}
"""Upstream's `academy.activate()`; Django's `translation.activate` is refused with it, for `override`."""
THREADS = {
    "Thread",
    "Timer",
    "ThreadPool",
    "ThreadPoolExecutor",
    "ProcessPoolExecutor",
    "InterpreterPoolExecutor",
    "start_new_thread",
    "run_in_executor",
    "to_thread",
    "sync_to_async",
    "async_to_sync",
    "gevent",
    "eventlet",
}
ELSEWHERE = {"using", "db_manager"}
ON_ONE = {
    *("atomic", "on_commit", "savepoint", "commit", "rollback", "set_rollback", "get_connection"),
    *("save", "delete", "refresh_from_db"),
}
OWN_ALIAS = {"DEFAULT_DB_ALIAS", "default"}


def last(node: ast.expr) -> str:
    """The last name of `a.b.c`, `a.b.c()` and `c`."""
    if isinstance(node, ast.Call):
        return last(node.func)
    if isinstance(node, ast.Subscript):
        return last(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def named(node: ast.AST) -> list[str]:
    """What a node names: a variable, an attribute, an import's last part, or a text such as `getattr` takes."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [part for name in imported(node) for part in name.split(".")]
    return []


def is_an_academy(node: ast.expr) -> bool:
    """Whether an expression is, by its name, an academy itself and no context that enters it."""
    if isinstance(node, ast.Call):
        return last(node.func) in {"find", "require", "current", "Academy", "academy_of_host"} or any(
            isinstance(part, ast.Name) and part.id in {"Academy", "copy"} for part in ast.walk(node.func)
        )
    return any(word in last(node).lower() for word in ("academ", "tenant", "haneul", "bada", "domain"))


def with_an_academy(tree: ast.Module) -> list[str]:
    """`with academy:`, and the same by `enter_context`."""
    entered = [item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items]
    entered += [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and attribute_name(node) == "enter_context" and node.args
    ]
    return [f"{node.lineno} with {ast.unparse(node)}" for node in entered if is_an_academy(node)]


def entrances(tree: ast.Module) -> list[str]:
    """Upstream's ways in, under any name and also as decorators."""
    return [
        f"{getattr(node, 'lineno', 0)} {name}"
        for node in ast.walk(tree)
        for name in named(node)
        if name in ENTRANCES
        or (name in LEFT_OPEN and isinstance(node, ast.Attribute))
        or (isinstance(node, ast.Import | ast.ImportFrom) and any(map(from_upstream, imported(node))))
    ]


def from_upstream(name: str) -> bool:
    """Whether an import brings in upstream's ways in, or its clone of a schema."""
    return name.startswith(("django_tenants.utils", "django_tenants.clone"))


def threads(tree: ast.Module) -> list[str]:
    """What starts a thread or a pool: it would stand nowhere, and a pool's would keep what the last task left."""
    return [
        f"{getattr(node, 'lineno', 0)} {name}" for node in ast.walk(tree) for name in named(node) if name in THREADS
    ]


def other_databases(tree: ast.Module) -> list[str]:
    """`connections[…]`, `.using(…)` and `using=…`: a connection moves with its academy, nobody names another."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and last(node.value) == "connections" and alias(node.slice) not in OWN_ALIAS:
            found.append(f"{node.lineno} connections[]")
        elif isinstance(node, ast.Call):
            if attribute_name(node) in ELSEWHERE or called_name(node) in ELSEWHERE:
                found.append(f"{node.lineno} .{last(node)}()")
            found += [f"{node.lineno} using=" for word in node.keywords if word.arg == "using" and last(node) in ON_ONE]
    return found


def alias(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else last(node)


def own_statements(tree: ast.Module) -> list[str]:
    """Statements that move the role or the path by themselves. What a sentence says about them is none."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        f"{node.lineno} {node.value[:40]!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
        and any(
            word in node.value.lower()
            for word in ("set role", "reset role", "search_path", "session authoriz", "rollback to")
        )
    ]


def outside(*places: str) -> list[tuple[str, ast.Module]]:
    return [(path, tree) for path, tree in trees() if not path.startswith(places)]


RULES = {
    "with an academy": (with_an_academy, ()),
    "upstream's ways in": (entrances, WALL),
    "threads": (threads, tuple(MAY_START_THREADS)),
    "another database": (other_databases, MAY_NAME_A_DATABASE),
    "role and path": (own_statements, MAY_NAME_A_DATABASE),
}


@pytest.mark.parametrize("rule", RULES)
def test_an_academy_is_entered_by_one_door(rule: str) -> None:
    finds, allowed = RULES[rule]
    found = {path: finds(tree) for path, tree in outside(*allowed)}

    assert {path: ways for path, ways in found.items() if ways} == {}


def test_every_place_that_may_start_threads_does() -> None:
    for place in MAY_START_THREADS:
        assert any(threads(tree) for path, tree in trees() if path.startswith(place)), place


SAMPLES = {
    "with an academy": (
        "with academy:\n    pass", "with self.academy:\n    pass", "with request.academy as here:\n    pass",
        "with tenant:\n    pass", "with tenancy.find(1):\n    pass", "with Academy.objects.get(pk=1):\n    pass",
        "with tenancy.platform(), row.academy:\n    pass", "stack.enter_context(academy)", "with academies[0]:\n    pass",
        "with tenancy.require():\n    pass", "with copy.copy(academy):\n    pass",
    ),
    "upstream's ways in": (
        "@tenant_context(academy)\ndef f(): pass", "@schema_context('a')\ndef f(): pass", "with tenant_context(a): pass",
        "from django_tenants.utils import schema_context as door", "import django_tenants.utils\ndjango_tenants.utils.tenant_context",
        "connection.set_schema('x')", "connection.set_tenant(a)", "connection.set_schema_to_public()", "academy.activate()",
        "Academy.deactivate()", "getattr(connection, 'set_tenant')(a)", "go = connection.set_schema\ngo('x')",
        "from django_tenants import utils", "from django_tenants.clone import CloneSchema",
    ),
    "threads": (
        "threading.Thread(target=f)", "from threading import Thread as T", "from threading import Timer",
        "ThreadPoolExecutor(2)", "from concurrent.futures import ProcessPoolExecutor as P", "asyncio.to_thread(f)",
        "loop.run_in_executor(None, f)", "sync_to_async(f)", "import gevent", "_thread.start_new_thread(f, ())",
        "from multiprocessing.pool import ThreadPool", "getattr(threading, 'Thread')",
    ),
    "another database": (
        "connections['other']", "connections[academy.database]", "django.db.connections[alias].cursor()",
        "Note.objects.using('other')", "Note.objects.db_manager('other')", "transaction.atomic(using='other')",
        "note.save(using=alias)", "transaction.on_commit(f, using=alias)",
    ),
    "role and path": (
        "cursor.execute('SET ROLE r_a')", "cursor.execute(f'SET search_path = {schema}')", "run('RESET ROLE')",
        "run(\"SELECT set_config('search_path', %s, false)\")", "run('SET SESSION AUTHORIZATION x')", "run('ROLLBACK TO SAVEPOINT s')",
    ),
}  # fmt: skip
ALLOWED = {
    "with an academy": ("with tenancy.use(academy):\n    pass", "with transaction.atomic():\n    pass", "with lock:\n    pass"),
    "upstream's ways in": ("tenancy.use(academy)", "translation.override('ko')", "from django_tenants.models import TenantMixin"),
    "threads": ("threading.Lock()", "threading.local()", "threading.current_thread()"),
    "another database": ("connections['default']", "connections[DEFAULT_DB_ALIAS]", "transaction.atomic()", "f(using=x)"),
    "role and path": ('"""A text about SET ROLE."""', "'the role is set'"),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "source"), [(rule, source) for rule, of in SAMPLES.items() for source in of])
def test_each_unsafe_form_would_be_noticed(rule: str, source: str) -> None:
    assert RULES[rule][0](ast.parse(source)), source


@pytest.mark.parametrize(("rule", "source"), [(rule, source) for rule, of in ALLOWED.items() for source in of])
def test_the_safe_forms_are_let_through(rule: str, source: str) -> None:
    assert RULES[rule][0](ast.parse(source)) == [], source
