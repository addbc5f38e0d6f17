"""What was measured so far, kept in a file: a run that was killed goes on after its last step."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Steps:
    """The results by step; ``about`` tells whether those in the file are of the same run.

    What another release of the code, another number of rows or a finished run left there is
    measured anew.
    """

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        self.path = path
        self.results = dict(about)
        if path.exists():
            found = json.loads(path.read_text(encoding="utf-8"))
            is_same = all(found.get(name) == value for name, value in about.items())
            if is_same and not found.get("finished"):
                self.results = found

    def take(self, name: str, measure: Callable[[], Any]) -> None:
        """Measure one step, unless that was done already, and keep what was found."""
        if name not in self.results:
            self.results[name] = measure()
            self._write()

    def finish(self) -> dict[str, Any]:
        """Give all results; the next run begins anew."""
        self.results["finished"] = True
        self._write()
        return self.results

    def _write(self) -> None:
        self.path.write_text(json.dumps(self.results, indent=1), encoding="utf-8")
