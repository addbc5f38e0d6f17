"""What an address asks of one filter."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Picked:
    """The values given for one key: those known, each with what it stands for, and the rest."""

    found: dict[str, Any] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def matches_nothing(self) -> bool:
        return bool(self.unknown) and not self.found
