"""A progress bar on standard error."""

import sys
import time
from dataclasses import dataclass, field

WIDTH = 30


@dataclass
class Progress:
    """Shows how many of ``total`` steps are done; ``done`` may start above zero."""

    what: str
    total: int
    done: int = 0
    started: float = field(default_factory=time.monotonic)
    first: int = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.done
        self.step(0)

    def step(self, by: int = 1) -> None:
        before, self.done = self.done, self.done + by
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{self.line()}" + ("\n" if self.done >= self.total else ""))
            sys.stderr.flush()
        elif self._tenth(before) < self._tenth(self.done):
            sys.stderr.write(f"{self.line().rstrip()}\n")

    def line(self) -> str:
        share = self.done / self.total if self.total else 1.0
        bar = "█" * round(WIDTH * share)
        return f"{self.what:<28} {bar:░<{WIDTH}} {self.done:>9,} of {self.total:,}{self._left()}"

    def _tenth(self, done: int) -> int:
        """Where nobody watches, a line for each tenth is enough."""
        return 10 * done // self.total if self.total else 10

    def _left(self) -> str:
        if self.done == self.first or self.done >= self.total:
            return " " * 12
        spent = time.monotonic() - self.started
        return f", {spent / (self.done - self.first) * (self.total - self.done):,.0f} s left"
