"""The nouns of this app, each with all that the rooms need to know of it."""

from bureaus.api.serializers import BureauSerializer, RegionSerializer
from bureaus.changes.nouns import ALL, Noun
from bureaus.files import start_data, tables
from bureaus.models import Bureau, Region
from bureaus.models.tree import last_changes
from bureaus.search.entries import BureauIndex, RegionIndex
from bureaus.search.gazetteer import gazetteer
from bureaus.sharing import embeds
from bureaus.staff import scope, tasks

STATUS = frozenset({"status"})

REGION = Noun(
    "region",
    Region,
    key="pk",
    public=lambda: Region.objects.in_full(),
    pages=lambda: Region.objects.listed(),
    last_changes=last_changes,
    serializer=RegionSerializer,
    index=RegionIndex(),
    table=tables.REGIONS,
    data=start_data.OF_REGIONS,
    paths={
        "regions/": ("slug",),
        "api/v1/regions/": ("slug",),
        "r/": ("slug", "code"),
        "embed/v1/region/": ("slug", "code"),
    },
    called_any=lambda values: gazetteer().called_any(values),
    scopes=scope.OF_REGIONS,
    card=embeds.find_region,
    parts=("name", "bureaus", "phone", "fax", "seal", "priorities"),
    # Of the others only the key, until one is deleted
    shows={"aliases": ALL, "overlaps": frozenset(), "successors": frozenset()},
)
BUREAU = Noun(
    "bureau",
    Bureau,
    key="ref",
    public=lambda: Bureau.objects.public().in_full(),
    pages=lambda: Bureau.objects.published().select_related("region"),
    lists_regions=(Bureau, Region),
    serializer=BureauSerializer,
    index=BureauIndex(),
    table=tables.BUREAUS,
    data=start_data.OF_BUREAUS,
    paths=dict.fromkeys(("bureaus/", "api/v1/bureaus/", "b/", "embed/v1/bureau/"), ("ref",)),
    called_any=lambda values: Bureau.objects.public().select_related("region").called_any(values),
    scopes=scope.OF_BUREAUS,
    card=embeds.find_bureau,
    parts=(
        *("name", "place", "seal", "phone", "fax", "email", "website", "hours", "address"),
        *("desks", "source"),
    ),
    tasks=tasks.OF_BUREAUS,
    shows={
        "contact_points": ALL,
        "checks": ALL,  # by the dates that follow from them
        "aliases": ALL,
        "successions": ALL,
        # The code completes numbers, the slug stands in addresses of bureaus without English name
        "region": frozenset({"dial_code", "slug"}),
        "parent": STATUS,
        "successors": STATUS,
    },
)
