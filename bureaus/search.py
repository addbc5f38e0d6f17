"""Finding rows by the search index: conditions for queries, combined like any other."""

from django.db.models import Case, F, IntegerField, Q, Value, When

from bureaus import tokens
from bureaus.fulltext import Matches
from bureaus.models import BureauTokens
from bureaus.models.search_tokens import SearchTokens

EXACT, BEGINNING, REST = range(3)


def matching(text: str, entries: type[SearchTokens] = BureauTokens) -> Q:
    """Build the condition that a row has every term of the query; no term matches nothing."""
    return _condition(entries, tokens.wanted(text))


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
