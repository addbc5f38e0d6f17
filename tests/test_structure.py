"""The shape of the project: how long things get, and how many stand in one room.

Which way imports point is the contract in pyproject.toml that `make check` holds, but for what a
room of policies takes from rooms of bureaus, which no contract can say.
"""

import ast
import tomllib
from collections import Counter
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
FILE_LIMIT, FUNCTION_LIMIT, ROOM_LIMIT = 300, 35, 12
CROWDED: dict[str, int] = {}
TOKENS = "bureaus.search.search_tokens"  # the table of what a row is found by stands with the row
IN_THE_CORRIDOR = {"__init__.py", "apps.py", "nouns.py", "urls.py"}


def modules(*packages):
    """List the Python files of the packages, without migrations."""
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return [path.relative_to(ROOT) for path in paths if "migrations" not in path.parts]


EVERYWHERE = modules("bureaus", "config", "policies", "tests")


def functions(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_files_stay_short():
    lengths = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in EVERYWHERE}

    assert {path: length for path, length in lengths.items() if length > FILE_LIMIT} == {}


def test_functions_stay_short():
    long = [
        f"{path}:{function.lineno} {function.name}"
        for path in EVERYWHERE
        for function in functions(path)
        if function.end_lineno - function.lineno >= FUNCTION_LIMIT
    ]

    assert long == []


def test_rooms_are_not_crowded():
    paths = [path for path in modules("bureaus", "policies") if path.name != "__init__.py"]
    sizes = Counter(str(path.parent) for path in paths)

    assert {room: size for room, size in sizes.items() if size > ROOM_LIMIT} == CROWDED


def test_nothing_stands_in_the_corridor():
    assert {path.name for path in (ROOT / "bureaus").glob("*.py")} == IN_THE_CORRIDOR


def heights():
    """Rank the rooms from the ground up, as the contract in pyproject.toml orders them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    rooms = contracts["contracts"][1]["layers"]
    names = [[name.strip(" ()") for name in room.split("|")] for room in rooms]
    return {name: height for height, floor in enumerate(reversed(names)) for name in floor}


def test_rooms_of_policies_take_nothing_from_higher_ones_of_bureaus():
    graph, height = grimp.build_graph("policies", "bureaus"), heights()
    taken = [
        (importer, imported)
        for importer in graph.modules
        if importer.startswith("policies.") and ".migrations" not in importer
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.startswith("bureaus.") and imported != TOKENS
    ]

    assert len(taken) > 90
    assert [
        pair for pair in taken if height[pair[0].split(".")[1]] < height[pair[1].split(".")[1]]
    ] == []
