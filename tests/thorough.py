"""How much the long tests do: ``THOROUGH=10`` in the environment makes them ten times as long."""

import os

TIMES = int(os.environ.get("THOROUGH", "1"))
