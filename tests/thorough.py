"""How much the long tests do: ``make thorough`` sets ``THOROUGH=13``, thirteen times as much.

Property tests draw the same cases in every run of ``make test``, and new ones in the long run, to
which belongs the whole of every matrix too. What draws by itself takes its ``seed()`` from here.
"""

import os
import random
from itertools import cycle, islice, product

TIMES = int(os.environ.get("THOROUGH", "1"))
IS_LONG = TIMES > 1


def seed():
    """Give a number to draw from: always the same, in the long form a new one that is printed."""
    if not IS_LONG:
        return 20261124
    drawn = random.SystemRandom().randrange(10**8)
    print(f"The seed is {drawn}.")  # noqa: T201 (pytest shows it where a test fails)
    return drawn


def matrix(pages, *looks):
    """Combine all with all; in the short form each page comes once, and each look as a whole.

    ``looks`` are lists too: languages, widths, themes.
    """
    if IS_LONG:
        return list(product(pages, *looks))
    combined = list(product(*looks))
    pairs = zip(cycle(pages), cycle(combined), strict=False)
    return [(page, *look) for page, look in islice(pairs, max(len(pages), len(combined)))]
