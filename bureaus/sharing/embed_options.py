"""The parameters of embeds: ``lang``, ``theme`` and ``parts``. They are part of the contract."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode

from bureaus.sharing.parameters import choice, choices

KEYS = ["lang", "theme", "parts"]
THEMES = ["auto", "light", "dark"]
PARTS = {
    "bureau": [
        "name",
        "place",
        "seal",
        "phone",
        "fax",
        "email",
        "website",
        "hours",
        "address",
        "desks",
        "source",
    ],
    "region": ["name", "bureaus", "phone", "fax", "seal", "priorities"],
    "industry": ["name", "regions", "phone"],
}


@dataclass(frozen=True)
class EmbedOptions:
    """How an embed is shown; ``parts`` are those to show, in the order of ``PARTS``."""

    theme: str
    parts: list[str]


def read(data: QueryDict, kind: str) -> EmbedOptions:
    """Read the options for an embed of a kind; raise ParameterError for what means nothing."""
    return EmbedOptions(choice(data, "theme", THEMES), choices(data, "parts", PARTS[kind]))


def query(**options: str) -> str:
    """Write options as a query string, without those that are not set."""
    given = {name: value for name, value in options.items() if value}
    return f"?{urlencode(given)}" if given else ""
