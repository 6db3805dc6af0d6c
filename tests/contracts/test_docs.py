"""Documents that follow the code: what is read, offered or left behind is written down, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.documented import GLOSSARY_WORDS

ROOT = Path(__file__).resolve().parents[2]
READMES = (ROOT / "README.md", ROOT / "README.ko.md")
DOCUMENTS = (*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ADDING = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
TOP = "eduai|tenants|questions|templates|docker|requirements|tests|bench|docs"
READERS = {
    "text",
    "secret",
    "integer",
    "boolean",
    "several",
    "get",
    "getenv",
    "setdefault",
    "requested_port",
    "configured",
}
VARIABLE = re.compile(r"PORT|(?:EDUAI|DJANGO)_[A-Z_]+|[A-Z]+_(?:URL|API_KEY)")


def source(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def sources(*folders: str) -> Iterator[ast.Module]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.AST) -> tuple[str, list[object]]:
    """A call's last name and its constant arguments; empty for anything else."""
    if not isinstance(node, ast.Call):
        return "", []
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name, [part.value for part in node.args if isinstance(part, ast.Constant)]


def strings(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def variables_read(tree: ast.Module) -> set[str]:
    """The environment variables that a module names: in a reader's first place, a subscript, or a constant."""
    found: set[str] = set()
    for node in ast.walk(tree):
        name, given = called(node)
        if name in READERS and given and isinstance(given[0], str) and VARIABLE.fullmatch(given[0]):
            found.add(given[0])
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            found.update(strings(node.slice))
        if isinstance(node, ast.Assign) and any("VARIABLE" in ast.unparse(target) for target in node.targets):
            found.update(strings(node.value))
    return {name for name in found if VARIABLE.fullmatch(name)}


def defaults_read() -> dict[str, str]:
    """The defaults that the settings' own readers state, by variable."""
    return {
        str(given[0]): str(given[1])
        for tree in sources("eduai/settings")
        for name, given in map(called, ast.walk(tree))
        if name in {"text", "secret", "integer"} and len(given) == 2 and VARIABLE.fullmatch(str(given[0]))
    }


def rows(text: str) -> dict[str, list[str]]:
    """The table rows of a document whose first cell names code: each name to the row's cells."""
    found = {}
    for line in text.splitlines():
        if line.startswith("| "):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            for name in re.findall(r"`([^`]+)`", cells[0]):
                found[name] = cells
    return found


def section(text: str, title: str) -> str:
    """What stands under a heading, its own subheadings included."""
    _, marks, rest = re.split(rf"^(#+) {re.escape(title)}\n", text, maxsplit=1, flags=re.MULTILINE)
    return re.split(rf"^#{{1,{len(marks)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def values_of(path: str, name: str) -> dict[str, str]:
    """The values of an enumeration by their names, read from its class."""
    found = next(node for node in ast.walk(source(path)) if isinstance(node, ast.ClassDef) and node.name == name)
    return {
        ast.unparse(node.targets[0]): str(node.value.value)
        for node in found.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }


def values_at(path: Path) -> dict[str, str]:
    """A module's own constants by their names."""
    return {
        ast.unparse(node.targets[0]): str(node.value.value)
        for node in source(str(path.relative_to(ROOT))).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }


def models(*packages: str) -> set[str]:
    bases = {"Model", "TenantMixin", "DomainMixin", "AbstractUser"}
    return {
        node.name
        for tree in sources(*packages)
        for node in tree.body
        if isinstance(node, ast.ClassDef) and bases & {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    }


def targets_named(text: str) -> set[str]:
    """The make targets in a document's code: `make run`, or a line of a block that begins with it."""
    return set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", text, re.MULTILINE))


def links(text: str) -> list[str]:
    """The relative targets of a document's links and pictures, without their anchors."""
    found = re.findall(r"\]\(([^)\s]+)\)", text)
    return [target.partition("#")[0] for target in found if not re.match(r"[a-z]+:|#", target)]


def blocks(text: str) -> list[list[str]]:
    """The shell blocks of a document, line by line, without comments."""
    found = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [[line.partition("# ")[0].rstrip() for line in block.splitlines()] for block in found]


ENVIRONMENT = rows(section(OPERATIONS, "Environment"))


def test_every_variable_that_is_read_is_documented() -> None:
    read = set().union(
        *map(variables_read, sources("eduai/settings", "eduai/embedded")), variables_read(source("manage.py"))
    )
    assert {"DATABASE_URL", "EDUAI_TGI_URLS", "EDUAI_REDIS_PORT", "EDUAI_OWNER_DATABASE_URL", "PORT"} <= read
    assert sorted(read - ENVIRONMENT.keys()) == []


def test_every_variable_that_is_documented_is_read_somewhere() -> None:
    code = [(ROOT / "manage.py"), (ROOT / "eduai" / "celery.py"), (ROOT / "tests" / "plugin.py")]
    folders = ("eduai/settings", "eduai/embedded", "bench", "tests/browser")
    code += [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in code)
    # The suite builds two of its names from one pattern.
    text = text.replace("EDUAI_TEST_{'REDIS_URL'", "EDUAI_TEST_REDIS_URL EDUAI_TEST_DATABASE_URL")

    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b", text))
    assert [name for name in ENVIRONMENT if VARIABLE.fullmatch(name) and name not in named] == []


def test_defaults_and_secrets_are_documented_as_they_are() -> None:
    secret = {
        str(given[0])
        for tree in sources("eduai/settings")
        for name, given in map(called, ast.walk(tree))
        if name in ("secret", "named_secrets") and given and str(given[0]).isupper()
    }
    marked = {name for name, cells in ENVIRONMENT.items() if cells[0].endswith("*secret*")}

    assert marked == secret | {"EDUAI_SUPERUSER_DATABASE_URL"}
    assert [name for name, value in defaults_read().items() if f"`{value}`" not in ENVIRONMENT[name][1]] == []
    assert defaults_read()["EDUAI_SWEEP_SECONDS"] == "5"


def test_every_gate_is_in_the_glossary_and_nothing_else_is() -> None:
    files = {
        path.stem
        for path in (ROOT / "questions" / "engine" / "gates").glob("*.py")
        if re.search(r"^def check\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(files) >= 9
    assert rows(section(GLOSSARY, "The nine gates (관문)")).keys() == files


def test_every_action_on_the_record_is_documented_and_nothing_else_is() -> None:
    assert rows(section(OPERATIONS, "The audit record")).keys() == set(values_of("tenants/audit.py", "Action").values())


def test_every_kind_of_work_is_documented_with_its_queue() -> None:
    kinds = values_of("questions/stages.py", "Kind")
    tables = [node for node in source("questions/stages.py").body if isinstance(node, ast.AnnAssign)]
    queues = next(table.value for table in tables if ast.unparse(table.target) == "QUEUES")
    assert isinstance(queues, ast.Dict)
    declared = {
        kinds[ast.unparse(key).removeprefix("Kind.")]: ast.literal_eval(queue)
        for key, queue in zip(queues.keys, queues.values, strict=True)
        if key is not None
    }
    for path in (ROOT / "tenants" / "services").glob("*.py"):
        for name, given in map(called, ast.walk(source(str(path.relative_to(ROOT))))):
            if name == "register":
                declared[values_at(path)["KIND"]] = str(given[0])
    assert declared["message"] == "engine"
    assert {name: cells[1] for name, cells in rows(section(OPERATIONS, "Work")).items()} == declared


def test_every_operators_verb_is_documented_and_nothing_else_is() -> None:
    files = {path.stem for path in ROOT.glob("*/management/commands/*.py") if not path.stem.startswith("_")}
    named = {name.split()[0] for name in rows(section(OPERATIONS, "Operators' verbs"))} - {"manage.py"}
    assert named == files


def test_every_provider_is_documented() -> None:
    files = {path.name for path in (ROOT / "eduai" / "llm" / "providers").glob("*.py")} - {"__init__.py", "chat.py"}
    table = section(ADDING, "A model provider")
    assert [name for name in sorted(files) if f"`eduai/llm/providers/{name}`" not in table] == []


def test_every_model_has_its_word_in_the_glossary() -> None:
    known = {cell.strip() for line in GLOSSARY.splitlines() for cell in line.split("|")[1:2]}
    assert models("questions/models", "tenants/models") == GLOSSARY_WORDS.keys()
    assert sorted(set(GLOSSARY_WORDS.values()) - known) == []


def test_both_readmes_name_every_make_target_and_only_those() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) - {"help"}
    english, korean = (targets_named(path.read_text(encoding="utf-8")) for path in READMES)

    assert english == korean == targets


def test_both_readmes_show_the_same_commands_pictures_and_sections() -> None:
    english, korean = (path.read_text(encoding="utf-8") for path in READMES)

    assert blocks(english) == blocks(korean)
    assert len(blocks(english)) >= 2
    assert english.count("\n## ") == korean.count("\n## ")
    assert set(links(english)) - {"README.ko.md"} == set(links(korean)) - {"README.md"}
    assert sum(link.endswith(".png") for link in links(english)) == 3


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_points_to_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    spans = re.findall(rf"`((?:{TOP})/[\w./-]+)`", text)

    assert [link for link in links(text) if not (path.parent / link).exists()] == []
    assert [span for span in spans if not (ROOT / span).exists()] == []


def test_decisions_are_numbered_one_by_one_and_headed_by_their_number() -> None:
    headed = {
        path.name: re.match(r"# (\d+)\. \S.*\n\n\*\S.*\*\n\n", path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "docs" / "adr").glob("*.md"))
    }

    assert [name for name, heading in headed.items() if heading is None] == []
    assert [int(name[:4]) for name in headed] == [int(heading[1]) for heading in headed.values() if heading]
    assert [int(name[:4]) for name in headed] == list(range(1, len(headed) + 1))


def test_the_container_files_ask_for_the_same_values() -> None:
    compose = (ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8")
    example = (ROOT / "docker" / "env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{([A-Z_]+)", compose)) == set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


def test_the_containers_share_a_place_for_files_and_hear_of_more_databases() -> None:
    compose = (ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8")
    shared = compose[compose.index("x-eduai:") : compose.index("\nservices:")]
    assert "volumes: [files:/srv/eduai-data/files]" in shared
    assert "--owner eduai --mode 0700 /srv/eduai-data/files" in (ROOT / "docker" / "Dockerfile").read_text("utf-8")
    told = ("MORE_DATABASES", "SIGN_UP", "PREPARED_ACADEMIES", "ERASE_AFTER_DAYS")
    assert [name for name in told if f"EDUAI_{name}:" not in shared] == []
    assert compose.count("EDUAI_MORE_OWNER_DATABASES: $") == compose.count("EDUAI_OWNER_DATABASE_URL: ") == 2


def test_what_is_missing_would_be_seen() -> None:
    tree = ast.parse(
        'env.text("EDUAI_A"), env.text(name)\nos.environ["EDUAI_B"]\nC_VARIABLE, D_VARIABLE = "EDUAI_C", "EDUAI_D"'
    )
    assert variables_read(tree) == {"EDUAI_A", "EDUAI_B", "EDUAI_C", "EDUAI_D"}
    cells = ["`a`, `b` *secret*", "`1`", "text"]
    assert rows("| `a`, `b` *secret* | `1` | text |\n| c | d |") == {"a": cells, "b": cells}
    assert targets_named("```sh\nmake run PORT=1\n```\n`make stop`, it makes two; make no more") == {"run", "stop"}
    assert links("[a](docs/b.md#c) ![p](p.png) [w](https://x.kr) [h](#here)") == ["docs/b.md", "p.png"]
    assert section("## One\na\n### Two\nb\n## Three\nc", "One") == "a\n### Two\nb\n"
