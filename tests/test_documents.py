"""What the documents name is there, and all variables are named; decisions have one form."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTES = ROOT / "docs" / "decisions"
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
FILE = re.compile(r"(?<![\w/.])(?:[\w-]+/)+[\w.-]*\w\.(?:csv|html|json|md|py)\b")
FOLDER = re.compile(r"`((?:bureaus|config|data|docs|policies|templates|tests)/[\w/-]*)`")
VARIABLE = re.compile(r"""(?:\benv\.\w+|environ\.get)\(\s*["']([A-Z_]+)["']""")
LINK = re.compile(r"\]\(([^)#:]+)\)")


def missing(patterns, base=None):
    """List (document, path) of what the patterns find named, and is not there."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        paths = {path for pattern in patterns for path in pattern.findall(text)}
        folder = base or document.parent
        found += [(document.name, path) for path in paths if not (folder / path).exists()]
    return found


def test_paths_are_there():
    assert missing([FILE, FOLDER], ROOT) == []


def test_links_lead_somewhere():
    assert missing([LINK]) == []


def test_operators_are_told_of_every_variable():
    files = (ROOT / "config" / "settings.py", ROOT / "config" / "server.py")
    read = {name for file in files for name in VARIABLE.findall(file.read_text("utf-8"))}
    table = (ROOT / "docs" / "operators.md").read_text("utf-8").split("| Variable |")[1]
    rows = [line for line in table.splitlines() if line.startswith("| `")]

    assert {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])} == read


def test_decisions_have_number_date_and_status():
    index = (NOTES / "README.md").read_text(encoding="utf-8")

    for note in sorted(NOTES.glob("[0-9]*.md")):
        title, _, date, _, status, *_ = note.read_text(encoding="utf-8").splitlines()
        assert title.startswith(f"# {int(note.name[:4])}. ")
        assert re.fullmatch(r"Date: \d{4}-\d\d-\d\d", date)
        assert re.fullmatch(r"Status: (accepted|superseded by \d+)", status)
        assert f"]({note.name})" in index
