"""Telling one release of the code from another."""

import hashlib
from pathlib import Path

FOLDERS = ("bureaus", "config", "policies", "templates")
SUFFIXES = {".py", ".html", ".txt", ".xml", ".css", ".js", ".svg", ".mo"}


def fingerprint(base: Path) -> str:
    """Hash what decides how a page looks: code, templates, static files, texts, dependencies.

    Pages kept by an older release, here, in Redis or in a browser, then have another key. Every
    process of the same release computes the same.
    """
    files = [path for folder in FOLDERS for path in (base / folder).rglob("*")]
    files = [path for path in files if path.suffix in SUFFIXES]
    known = hashlib.blake2b(digest_size=8)
    for path in sorted([*files, *base.glob("requirements.txt")]):
        known.update(f"\0{path.relative_to(base)}\0".encode())
        known.update(path.read_bytes())
    return known.hexdigest()
