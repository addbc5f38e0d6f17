"""What one region states: in which years, its priorities of one year, its newest documents."""

from dataclasses import dataclass

from django.http import HttpRequest

from bureaus.models import Region
from policies.lists.years import YearChoice, choose_year
from policies.models import Document, Priority

LINE = ("kind", "date", "title_en", "title_zh_hans", "title_zh_hant")  # what is shown of a document


@dataclass(frozen=True)
class Stated:
    """``priorities`` are those of the year chosen, with their documents and industries."""

    choice: YearChoice
    priorities: list[Priority]
    documents: list[Document]


def stated_by(region: Region, request: HttpRequest, most: int) -> Stated:
    """Read what the page of a region shows, for the year of ``?year=``, else the newest one.

    ``most`` is the number of documents, which have only what a line about them shows. At most
    three queries; the priorities of other years are not read.
    """
    own = Priority.objects.published().filter(region=region).order_by()
    line = (f"document__{name}" for name in LINE)
    rows = list(own.values_list("year", "document", *line).distinct())
    documents = {
        pk: Document(pk=pk, **dict(zip(LINE, texts, strict=True))) for _year, pk, *texts in rows
    }
    choice = choose_year(request, sorted({year for year, *_rest in rows}, reverse=True))
    newest_first = sorted(
        ((documents[pk].date, year, -pk) for year, pk, *_texts in rows), reverse=True
    )
    newest = list(dict.fromkeys(-minus for _date, _year, minus in newest_first))[:most]
    of_year = own.for_year(choice.year).with_document().in_order() if choice.years else ()
    return Stated(choice, list(of_year), [documents[pk] for pk in newest])
