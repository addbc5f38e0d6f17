"""The public records of industries, documents and priorities."""

from bureaus.api.nouns import STATUS, SUMMARY
from bureaus.changes.nouns import ALL, Noun, register
from policies.api.serializers import DocumentSerializer, IndustrySerializer, PrioritySerializer
from policies.models import Document, Industry, Priority

IN_A_LIST = frozenset({"slug", "position"})
TITLE = frozenset({"title_en", "title_zh_hans", "title_zh_hant"})


INDUSTRY = Noun(
    "industry",
    Industry,
    key="pk",
    public=lambda: Industry.objects.all(),
    serializer=IndustrySerializer,
)
DOCUMENT = Noun(
    "document",
    Document,
    key="pk",
    public=lambda: Document.objects.published().in_full(),
    serializer=DocumentSerializer,
    shows={"speakers": ALL, "region": SUMMARY, "reported_in": STATUS},
)
PRIORITY = Noun(
    "priority",
    Priority,
    key="pk",
    public=lambda: Priority.objects.published().in_full(),
    serializer=PrioritySerializer,
    shows={
        "key_points": ALL,
        "key_points__industries": IN_A_LIST,
        "industries": IN_A_LIST,
        "region": SUMMARY,
        "document": STATUS | TITLE | {"url", "date"},
        "answers": STATUS | {"document"},
        "answers__document": STATUS,
    },
)


def listen() -> None:
    """Write down the changes of these too; call it once, when Django is ready."""
    register(INDUSTRY)
    register(DOCUMENT)
    register(PRIORITY)
