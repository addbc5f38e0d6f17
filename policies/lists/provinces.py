"""What provinces say for a year, in documents of their own: how many name an industry, of how many.

News about a province is no document of it: an article says what somebody saw in one.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest

from bureaus.edition import edition
from bureaus.models import Region
from bureaus.search.gazetteer import PLACES, gazetteer
from policies.lists.counts import STATED
from policies.lists.years import YearChoice, choose_year, published_years
from policies.models import Document, Industry, Priority


@dataclass(frozen=True)
class YearOfProvinces:
    """What documents of provinces state for a year; all keys are primary keys.

    ``stating`` are the provinces that have such a document, ``passages`` their priorities counted
    by industry and province, ``national`` the industries that a national document names.
    """

    year: int
    stating: frozenset[int]
    have_reports: bool
    passages: dict[int, Counter[int]]
    national: frozenset[int]

    @property
    def total(self) -> int:
        return len(self.stating)

    def naming(self, industry: Industry) -> Counter[int]:
        """Give the provinces that name an industry, each with the number of its priorities."""
        return self.passages.get(industry.pk, Counter())

    def ranked(self, industries: list[Industry]) -> list[tuple[Industry, int]]:
        """List industries with the number of provinces that name them, the most named first."""
        counted = [(industry, len(self.naming(industry))) for industry in industries]
        return sorted(counted, key=lambda row: -row[1])

    def speaking(self) -> list[Region]:
        """List the provinces with a document for the year."""
        return [region for region in gazetteer().provinces if region.pk in self.stating]

    def silent(self) -> list[Region]:
        """List the provinces without a document for the year."""
        return [region for region in gazetteer().provinces if region.pk not in self.stating]


def year_of_provinces(year: int) -> YearOfProvinces:
    name = f"provinces in {year}"
    return edition.kept(name, lambda: _read(year), of=[*STATED, *PLACES])


def _read(year: int) -> YearOfProvinces:
    countries = {country.pk for country in gazetteer().countries}
    places = countries | {province.pk for province in gazetteer().provinces}
    stated = Priority.objects.published().for_year(year).filter(region__in=places).order_by()
    own = stated.exclude(document__kind=Document.Kind.ARTICLE)
    passages: dict[int, Counter[int]] = {}
    national, stating, reporting = set(), set(), set()
    columns = ("region", "document__kind", "industries")
    for region, kind, industry, number in own.values_list(*columns).annotate(Count("pk")):
        if region in countries:
            national.add(industry)
            continue
        stating.add(region)
        if kind == Document.Kind.REPORT:
            reporting.add(region)
        if industry:
            passages.setdefault(industry, Counter())[region] += number
    return YearOfProvinces(
        year, frozenset(stating), reporting == stating, passages, frozenset(national)
    )


def newest_year_of_provinces() -> YearOfProvinces | None:
    """Find the newest year for which a province has a document."""
    years = (year_of_provinces(year) for year in published_years())
    return next((year for year in years if year.stating), None)


def choose_year_of_provinces(request: HttpRequest) -> YearChoice:
    """Read ``?year=``; without it, take the newest year for which a province has a document."""
    newest = newest_year_of_provinces()
    return choose_year(request, published_years(), newest.year if newest else 0)


def other_places(of_year: YearOfProvinces) -> Counter[int]:
    """Count by industry the local regions that name it, but for provinces with documents."""

    def count() -> Counter[int]:
        counted = {country.pk for country in gazetteer().countries} | of_year.stating
        local = Priority.objects.published().for_year(of_year.year).exclude(region__in=counted)
        naming = local.order_by().values_list("industries")
        found = naming.annotate(number=Count("region", distinct=True))
        return Counter({industry: number for industry, number in found if industry})

    return edition.kept(f"other places in {of_year.year}", count, of=[*STATED, *PLACES])
