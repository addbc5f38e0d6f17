"""Benchmarks of the site at the size of the whole country: `make bench`.

In the order in which they are used: ``__main__`` (what is asked for), ``databases`` (rows made by
``synthetic``, brought to PostgreSQL by ``transfer``), ``probe`` (a process with the settings of one
database), ``measuring`` and ``states`` (one request), ``servers`` and ``datasette`` (from outside),
``limits`` and ``report``.
"""

EMPTY = "/en/bench/empty/"  # the empty view, in the language folder like every page
FORGET = "/en/bench/forget/"  # drops the kept pages
FORM = 2  # of the synthetic rows: a change of what they hold takes a new number
