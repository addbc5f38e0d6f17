"""Finding rows by the search index: conditions for queries, combined like any other."""

from itertools import chain

from django.db.models import Case, F, IntegerField, Q, Value, When

from bureaus.models import BureauTokens
from bureaus.search import tokens
from bureaus.search.matching import Matches
from bureaus.search.search_tokens import SearchTokens

EXACT, BEGINNING, REST = range(3)
EVERY_ROW = Q(pk__isnull=False)  # an empty condition would count for nothing after "or"


def matching(text: str, entries: type[SearchTokens] = BureauTokens) -> Q:
    """Build the condition that a row has every term of the query; no term matches nothing."""
    terms = tokens.wanted(text)
    telling = telling_terms(text, entries)
    return EVERY_ROW if terms and not telling else _condition(entries, telling)


def foremost(text: str, entries: type[SearchTokens]) -> Q:
    """Build the condition of those matching rows that are called so or belong to a wide region."""
    named_so = chain.from_iterable(tokens.wanted_name(text, is_prefix=False))
    choices = [*named_so, [tokens.Term(tokens.WIDE, False)]]
    return _condition(entries, [*telling_terms(text, entries), choices])


def telling_terms(text: str, entries: type[SearchTokens]) -> tokens.Terms:
    """Give the terms of a query that not every row has."""
    terms = tokens.wanted(text)
    return [choices for choices in terms if not _is_met(choices, entries.everywhere)]


def _is_met(choices: list[list[tokens.Term]], token: str) -> bool:
    """Tell whether whatever has this token meets the choices."""
    return bool(token) and any(all(term.finds(token) for term in choice) for choice in choices)


def named(text: str, entries: type[SearchTokens], *, is_prefix: bool = False) -> Q:
    """Build the condition that a name, code or number of the row is the text, or begins so."""
    return _condition(entries, tokens.wanted_name(text, is_prefix=is_prefix))


def rank(text: str, entries: type[SearchTokens]) -> Case:
    """Tell exact names (0) from names that begin so (1) and the rest (2)."""
    return Case(
        When(named(text, entries), then=Value(EXACT)),
        When(named(text, entries, is_prefix=True), then=Value(BEGINNING)),
        default=Value(REST),
        output_field=IntegerField(),
    )


def _condition(entries: type[SearchTokens], terms: tokens.Terms) -> Q:
    if not terms:
        return Q(pk__in=[])
    return Q(Matches(F("pk"), entries._meta.db_table, terms))
