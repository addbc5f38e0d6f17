"""Migrations never change, so they name modules by where these stood when they were written."""

import sys

import bureaus
from bureaus.search import fulltext
from bureaus.values import languages, partial_dates

for module in (fulltext, languages, partial_dates):
    name = module.__name__.rpartition(".")[2]
    sys.modules[f"bureaus.{name}"] = module
    setattr(bureaus, name, module)
