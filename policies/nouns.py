"""The nouns of this app, each with all that the rooms need to know of it."""

from bureaus.changes.nouns import ALL, Noun, known_by
from bureaus.models import Region
from bureaus.nouns import STATUS
from policies import staff
from policies.api.serializers import DocumentSerializer, IndustrySerializer, PrioritySerializer
from policies.files import start_data, tables
from policies.lists.counts import industries_called
from policies.models import Document, Industry, Priority
from policies.search.entries import DocumentIndex, IndustryIndex, PriorityIndex
from policies.sharing import embeds

IN_A_LIST = frozenset({"slug", "position"})
TITLE = frozenset({"title_en", "title_zh_hans", "title_zh_hant"})

INDUSTRY = Noun(
    "industry",
    Industry,
    key="pk",
    public=lambda: Industry.objects.all(),
    pages=lambda: Industry.objects.all(),
    last_changes=lambda: Priority.objects.published().last_changes_of_industries(),
    serializer=IndustrySerializer,
    index=IndustryIndex(),
    table=tables.INDUSTRIES,
    data=start_data.OF_INDUSTRIES,
    card=embeds.find_industry,
    parts=("name", "regions", "phone"),
    paths=dict.fromkeys(("industries/", "api/v1/industries/", "embed/v1/industry/"), ("slug",)),
    called_any=lambda values: {
        text: [industry] for text, industry in industries_called(values).items()
    },
)
DOCUMENT = Noun(
    "document",
    Document,
    key="pk",
    public=lambda: Document.objects.published().in_full(),
    pages=lambda: Document.objects.published(),
    serializer=DocumentSerializer,
    index=DocumentIndex(),
    table=tables.DOCUMENTS,
    data=start_data.OF_DOCUMENTS,
    paths=dict.fromkeys(("documents/", "api/v1/documents/"), ("pk",)),
    called_any=known_by("pk", Document.objects.published),
    scopes=staff.SCOPES_OF_DOCUMENTS,
    tasks=staff.TASKS_OF_DOCUMENTS,
    shows={"speakers": ALL, "reported_in": STATUS},
)
PRIORITY = Noun(
    "priority",
    Priority,
    key="pk",
    public=lambda: Priority.objects.published().in_full(),
    pages=lambda: Priority.objects.published(),
    lists_regions=(Priority, Document, Region),
    serializer=PrioritySerializer,
    index=PriorityIndex(),
    table=tables.PRIORITIES,
    data=start_data.OF_PRIORITIES,
    paths=dict.fromkeys(("priorities/", "api/v1/priorities/"), ("pk",)),
    called_any=known_by("pk", Priority.objects.published),
    scopes=staff.SCOPES_OF_PRIORITIES,
    tasks=staff.TASKS_OF_PRIORITIES,
    shows={
        "key_points": ALL,
        "evidence": ALL,
        "key_points__industries": IN_A_LIST,
        "industries": IN_A_LIST,
        "document": STATUS | TITLE | {"url", "date"},
        "answers": STATUS | {"document"},
        "answers__document": STATUS,
    },
)
