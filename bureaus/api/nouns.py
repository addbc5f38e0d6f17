"""The public records of bureaus and regions, for the change feed and the dump."""

from bureaus.api.serializers import BureauSerializer, RegionSerializer
from bureaus.changes.nouns import ALL, Noun, register
from bureaus.models import Bureau, Region

SUMMARY = frozenset({"slug", "code", "level", "name_en", "name_zh_hans", "name_zh_hant"})
STATUS = frozenset({"status"})


REGION = Noun(
    "region",
    Region,
    key="pk",
    public=lambda: Region.objects.in_full(),
    serializer=RegionSerializer,
    shows={"aliases": ALL, "parent": SUMMARY, "overlaps": SUMMARY},
)
BUREAU = Noun(
    "bureau",
    Bureau,
    key="ref",
    public=lambda: Bureau.objects.public().in_full(),
    serializer=BureauSerializer,
    shows={
        "contact_points": ALL,
        "aliases": ALL,
        "successions": ALL,
        "region": SUMMARY | {"dial_code"},  # which completes numbers printed without one
        "parent": STATUS,
        "successors": STATUS,
    },
)


def listen() -> None:
    """Write down the changes of regions and bureaus; call it once, when Django is ready."""
    register(REGION)
    register(BUREAU)
