"""The shape of the project: how long things get, and how many stand in one room.

Which way imports point is the contract in pyproject.toml that `make check` holds.
"""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LIMIT, FUNCTION_LIMIT, ROOM_LIMIT = 300, 35, 12
CROWDED: dict[str, int] = {}
IN_THE_CORRIDOR = {"__init__.py", "apps.py", "urls.py"}


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
