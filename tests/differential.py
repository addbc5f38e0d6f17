"""What the site answers to random addresses, as data: to compare one database with another.

Usage: python -m tests.differential COUNT SEED, with the database named in the environment. Prints
a JSON list of (address, what was found).
"""

import json
import random
import sys
from typing import Any

import django


def answers(count: int, seed: int) -> list[tuple[str, Any]]:
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests.addresses import random_address

    setup_test_environment()
    client, chance = Client(), random.Random(seed)  # noqa: S311
    addresses = dict.fromkeys(random_address(chance) for _ in range(count))
    return [(address, _found(client.get(address))) for address in addresses]


def _found(response: Any) -> Any:
    """Give status, numbers, keys in their order; a kept answer repeats one that was told."""
    if response.status_code != 200:
        return [response.status_code, response.headers.get("Location", "")]
    context = response.context
    if context is None:
        return "as before"
    if "groups" in context:
        near = [region.pk for region in context.get("near") or ()]
        found = [(g.kind.name, g.total, [row.pk for row in g.rows]) for g in context["groups"]]
        return [found, near]
    facets = [
        (facet.name, [(value.value, value.count) for value in [*facet.values, *facet.inside]])
        for facet in context["facets"].facets
    ]
    return [context["paginator"].count, [row.pk for row in context["object_list"]], facets]


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(answers(int(sys.argv[1]), int(sys.argv[2]))))
