"""Imports go down one list, at the top of the file, and each library has its room.

The list is that of docs/design.md; change both together. The rules are functions over sources, so that
the second half of this file can show each of them finding what it is there to find.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"

# From top to bottom: a line may import itself and the lines below it.
ORDER = [
    ["cli"],
    ["fetching", "agents"],
    ["web"],
    ["exporters"],
    ["wire"],
    ["evaluation"],
    [
        "knowledge",
        "adding",
        "analysing",
        "backing_up",
        "answer_reading",
        "asking",
        "gathering",
        "verifying",
        "calibration",
        "following",
        "corpus",
        "curating",
        "left_out",
        "indexing",
        "indexing_ahead",
        "listening",
        "model_keeping",
        "rephrasing",
        "dense",
        "encoding",
        "tier_two",
    ],
    ["client"],
    ["reply", "citation", "embedding", "fragments", "conversation", "limits"],
    ["ranking"],
    ["search"],
    ["transformer"],
    ["store"],
    ["importers"],
    ["text"],
    ["resources", "settings", "settings_file"],
    ["heard", "loaded", "verdicts", "transformers"],
    ["models"],
    ["colours", "digests", "durable", "errors", "garbage", "kept", "origins", "stages"],
]
LEVEL = {room: level for level, rooms in enumerate(reversed(ORDER)) for room in rooms}

OWNERS = {
    "babel": {"web"},
    "httpcore": {"fetching"},
    "protego": {"fetching"},
    "flask": {"web"},
    "flask_limiter": {"web"},
    "flask_openapi3": {"web"},
    "granian": {"web"},
    "itsdangerous": {"web"},
    "jinja2": {"web"},
    "prometheus_client": {"web"},
    "werkzeug": {"web"},
    "alembic": {"store"},
    "sqlalchemy": {"store"},
    "sqlite3": {"store", "importers"},
    "mwparserfromhell": {"importers"},
    "openpyxl": {"importers"},
    "py7zr": {"importers"},
    "tantivy": {"search"},
    "huggingface_hub": {"transformer"},
    "onnxruntime": {"transformer"},
    "tokenizers": {"transformer"},
    "usearch": {"transformer"},
    "lxml": {"importers", "fetching"},
    "markdown_it": {"importers"},
    "yaml": {"importers"},
    "rapidfuzz": {"text", "search", "ranking"},
    "click": {"cli"},
    "rich": {"cli"},
    "matplotlib": {"cli"},
    "anyio": {"client"},
    "httpx": {"client"},
    "limits": {"agents"},
    "mcp": {"agents"},
    "mcp_types": {"agents"},
    "starlette": {"agents"},
    "uvicorn": {"agents"},
    "tomlkit": {"settings_file"},
}

LATE = {
    "byline": "the public names, each imported when it is first used",
    "byline.cli.curve": "matplotlib, an extra that only drawing needs",
    "byline.cli.group": "a command's module, imported when the command runs",
    "byline.cli.mcp": "the MCP SDK, an extra that only assistants need",
    "byline.importers.registry": "a format, imported when the first file is read",
    "byline.importers.unpacking": "py7zr, needed when the first 7z archive is unpacked",
    "byline.evaluation.metrics": "ir-measures, an extra that only evaluating needs",
    "byline.transformer.libraries": "what models need, when there is one",
    "byline.web.worker": "the app, which a worker process needs and the one that starts it does not",
    "byline.store.store": "Alembic, needed only when the database is new or old",
}
"""The modules that may import by name while the program runs, and why."""

MOST_LINES = 400

Sources = dict[str, str]
"""Module names and their sources."""


def read_sources() -> Sources:
    sources = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        sources[name] = path.read_text(encoding="utf-8")
    return sources


def imported(sources: Sources, module: str) -> Iterator[str]:
    """Yield the full names of what the module imports: modules, or names that no module has."""
    for node in ast.walk(ast.parse(sources[module])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively; write the full name"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                inside = full in sources or node.module in {"byline", "__future__"}
                yield full if inside else str(node.module)


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def upward(sources: Sources) -> list[str]:
    """Imports that do not go down the list, and modules that do not stand on it."""
    wrong = []
    for module in sources:
        if module == "byline":
            continue
        if room(module) not in LEVEL:
            wrong.append(f"{module} stands nowhere in ORDER")
            continue
        for name in imported(sources, module):
            if name == "byline.__version__" or name.partition(".")[0] != "byline":
                continue
            level = LEVEL.get(room(name))
            if level is None:
                wrong.append(f"{module} imports {name}, which is in no room below it")
            elif level > LEVEL[room(module)]:
                wrong.append(f"{module} imports {name}, which is above it")
    return wrong


def circles(sources: Sources) -> list[str]:
    graph = {module: {name for name in imported(sources, module) if name in sources} for module in sources}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" -> ".join(error.args[1])]
    return []


def strangers(sources: Sources) -> list[str]:
    """Libraries imported outside of their rooms."""
    wrong = []
    for module in sources:
        for name in imported(sources, module):
            library = name.partition(".")[0]
            if room(module) not in OWNERS.get(library, {room(module)}):
                wrong.append(f"{module} imports {library}")
    return wrong


def late(sources: Sources) -> list[str]:
    """Imports that happen while a function runs."""
    wrong = []
    for module, source in sources.items():
        for function in ast.walk(ast.parse(source)):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            for node in ast.walk(function):
                statement = isinstance(node, ast.Import | ast.ImportFrom)
                called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                by_name = called.rpartition(".")[2] in {"import_module", "__import__"}
                if statement or (by_name and module not in LATE):
                    wrong.append(f"{module}, line {node.lineno}")
    return wrong


def too_long(sources: Sources) -> list[str]:
    return [name for name, source in sources.items() if len(source.splitlines()) > MOST_LINES]


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources()


def test_imports_go_down_the_list(sources: Sources) -> None:
    assert upward(sources) == []


def test_no_imports_go_in_a_circle(sources: Sources) -> None:
    assert circles(sources) == []


def test_each_library_is_known_to_its_rooms_alone(sources: Sources) -> None:
    assert strangers(sources) == []


def test_no_import_is_hidden_in_a_function(sources: Sources) -> None:
    assert late(sources) == []


def test_no_exception_for_late_imports_outlives_its_need(sources: Sources) -> None:
    assert [module for module in LATE if "import_module(" not in sources[module]] == []


def test_no_module_is_too_long(sources: Sources) -> None:
    assert too_long(sources) == []


# What the rules find.


def test_an_import_from_above_is_found() -> None:
    sources = {"byline.text.a": "from byline.web.app import create_app", "byline.web.app": ""}
    assert upward(sources) == ["byline.text.a imports byline.web.app, which is above it"]


def test_an_import_from_below_or_beside_is_fine() -> None:
    sources = {
        "byline.web.a": "from byline.text import b\nimport byline.web.c",
        "byline.text.b": "",
        "byline.web.c": "",
    }
    assert upward(sources) == []


def test_a_module_that_stands_nowhere_is_found() -> None:
    assert upward({"byline.helpers": ""}) == ["byline.helpers stands nowhere in ORDER"]


def test_the_front_page_of_the_package_is_not_imported_from_inside() -> None:
    sources = {"byline.web.a": "from byline import KnowledgeBase, __version__"}
    assert len(upward(sources)) == 1


def test_a_circle_is_found() -> None:
    sources = {"byline.text.a": "from byline.text import b", "byline.text.b": "import byline.text.a"}
    assert len(circles(sources)) == 1


def test_a_library_outside_of_its_room_is_found() -> None:
    assert strangers({"byline.cli.a": "from sqlalchemy.sql import text"}) == [
        "byline.cli.a imports sqlalchemy"
    ]


@pytest.mark.parametrize(
    "body",
    ["import json", "from byline import web", "importlib.import_module('json')", "return __import__('json')"],
)
def test_an_import_in_a_function_is_found(body: str) -> None:
    assert late({"byline.text.a": f"import importlib\ndef f():\n    {body}\n"}) == ["byline.text.a, line 3"]
