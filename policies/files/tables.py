"""Industries, documents and priorities as flat rows."""

from bureaus.files.tables import (
    Column,
    Table,
    attribute,
    in_languages,
    link_column,
    place,
)

INDUSTRIES = Table(
    "industries",
    "The industries of the directory",
    "slug",
    (
        attribute("id", "Number that never changes", "integer"),
        attribute("slug", "Name in addresses"),
        attribute("position", "Small numbers come first", "integer"),
        attribute("group", "Group of industries"),
        *in_languages("name", "Name"),
        attribute("gbt4754_divisions", "Divisions of GB/T 4754"),
        attribute("isic_sections", "Sections of ISIC"),
        link_column("Page"),
    ),
)

DOCUMENTS = Table(
    "documents",
    "The conferences, reports, plans and articles that state priorities",
    "id",
    (
        attribute("id", "Number that never changes", "integer"),
        attribute("kind", "Conference, report, plan or article"),
        *place("Region that it speaks for"),
        *in_languages("title", "Title"),
        attribute("issuer", "Who held, wrote or published it"),
        attribute("publisher", "Who printed the text in which it was read"),
        attribute("date", "When it was held or issued: day, month or year"),
        attribute("published_on", "When the page that reports it appeared"),
        Column("source_url", "Web page where it can be read", lambda document: document.url),
        attribute("credit", "Whom the text itself names as its source"),
        Column(
            "reported_in",
            "Document in which this one was read about",
            lambda document: document.public_reported_in,
            "integer",
        ),
        link_column("Page"),
    ),
    refers=(("region", "regions", "slug"), ("reported_in", "", "id")),
)


PRIORITIES = Table(
    "priorities",
    "What regions say they want in a year, in our own words",
    "id",
    (
        attribute("id", "Number that never changes", "integer"),
        attribute("year", "Year for which it holds", "integer"),
        *place("Region whose priority it is"),
        attribute("rank", "Place in the document; 0 comes before the list", "integer"),
        *in_languages("title", "Title"),
        *in_languages("summary", "Summary"),
        Column(
            "industries",
            "Slugs of the industries that it names",
            lambda p: " ".join(industry.slug for industry in p.industries.all()),
        ),
        Column("document", "Title of its document", lambda p: str(p.document)),
        Column("document_date", "Date of the document", lambda p: p.document.date),
        Column("document_url", "Web page of the document", lambda p: p.document.url),
        Column("document_id", "Its document", lambda p: p.document_id, "integer"),
        Column(
            "answers",
            "National priority that it is in line with",
            lambda p: p.public_answers,
            "integer",
        ),
        link_column("Page"),
    ),
    refers=(
        ("region", "regions", "slug"),
        ("document_id", "documents", "id"),
        ("answers", "", "id"),
    ),
)
