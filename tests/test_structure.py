"""The shape of the project: which way imports point, and how long things get."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "policies", "bureaus", "tests")
MAY_IMPORT = {"config": {"policies", "bureaus"}, "policies": {"bureaus"}, "bureaus": set()}

LAYERS = (  # each may import itself and what is named further down; any other module is a leaf
    {"urls", "permalink_urls", "embed_urls", "apps"},
    {
        "views",
        "faceted_lists",
        "embeds",
        "api",
        "feeds",
        "downloads",
        "permalinks",
        "errors",
        "admin",
        "management",
    }
    | {"cards", "formats", "oembed", "partners", "pictures", "sitemaps", "well_known", "dump"}
    | {"link_pages", "correction_pages", "workbench", "login"},
    {"facets", "chips", "results", "templatetags"},
    {"filters", "filter_fields", "resources", "tables", "links", "redirects", "renamed", "tasks"},
    {"search", "dashboard"},
    {"closing"},
    {"lifecycle", "copying", "datasets", "nearest", "spelling", "counts", "years", "gazetteer"}
    | {"roles", "reach", "groups", "staff_reach", "second_factor", "versions"}
    | {"freshness", "corrections", "check_requests", "entry_forms"}
    | {"vcards", "linked_data", "catalogue", "concerning", "stated"},
    {"loading", "indexes"},
    {"following"},
    {"indexing"},
    {"places", "texts", "record_fields"},
    {"models"},
)
LEAF = len(LAYERS)

FILE_LIMIT, FUNCTION_LIMIT = 300, 35


def modules(*packages: str) -> list[Path]:
    """List the Python files of the packages that are there, without migrations."""
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return [path.relative_to(ROOT) for path in paths if "migrations" not in path.parts]


def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """Yield each import of our own as "bureaus.models.Bureau", wherever in the file it stands."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] in PACKAGES)


def layer(name: str) -> int:
    """Tell how far down ``bureaus.models.region`` stands: 0 for urls, ``LEAF`` at the bottom."""
    part = f"{name}.".split(".")[1]
    return next((rank for rank, members in enumerate(LAYERS) if part in members), LEAF)


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)


def is_wrong_way(importer: str, imported: str) -> bool:
    own, other = importer.partition(".")[0], imported.partition(".")[0]
    if other not in {own} | MAY_IMPORT[own]:
        return True
    return own != "config" and layer(imported) < layer(importer)


@pytest.mark.parametrize("path", modules("config", "policies", "bureaus"), ids=str)
def test_imports_point_down(path):
    wrong = [name for name in imports(path) if is_wrong_way(dotted(path), name)]

    assert wrong == []


@pytest.mark.parametrize(
    ("importer", "imported", "is_wrong"),
    [
        ("config.urls", "bureaus.urls", False),
        ("config.middleware", "policies.models.Priority", False),
        ("policies.models", "bureaus.models.Region", False),
        ("policies.models", "bureaus.views", True),
        ("bureaus.models.region", "policies.models", True),
        ("bureaus.views", "config.settings", True),
        ("bureaus.views", "tests.factories", True),
        ("bureaus.urls", "bureaus.views", False),
        ("bureaus.views", "bureaus.urls", True),
        ("bureaus.facets", "bureaus.filters.BureauFilter", False),
        ("bureaus.filters", "bureaus.facets", True),
        ("bureaus.filters", "bureaus.search", False),
        ("bureaus.search", "bureaus.filters", True),
        ("bureaus.models.check", "bureaus.models.bureau.Bureau", False),
        ("bureaus.models.bureau", "bureaus.phones.parse", False),
        ("bureaus.models.bureau", "bureaus.templatetags.directory", True),
        ("bureaus.models.bureau", "bureaus.admin", True),
        ("bureaus.models.bureau", "bureaus.search.matching", True),
        ("bureaus.phones", "bureaus.models.Bureau", True),
    ],
)
def test_rule_of_imports_tells_right_from_wrong(importer, imported, is_wrong):
    assert is_wrong_way(importer, imported) is is_wrong


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=str)
def test_imports_are_absolute(path):
    relative = [n.lineno for n in nodes(path) if isinstance(n, ast.ImportFrom) and n.level]

    assert relative == []


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=str)
def test_files_and_functions_stay_short(path):
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    functions = [n for n in nodes(path) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [f.name for f in functions if f.end_lineno - f.lineno >= FUNCTION_LIMIT]

    assert lines <= FILE_LIMIT
    assert long == []


def test_every_layer_is_looked_at():
    found = {dotted(path).split(".")[1] for path in modules("bureaus") if len(path.parts) > 1}

    assert found >= {"urls", "views", "facets", "filters", "search", "models", "phones"}
