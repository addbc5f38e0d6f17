"""Carrying the priorities of one year over to the next."""

from collections.abc import Iterable

from bureaus.changes.batch import together
from policies.models import Priority

TEXTS = (
    "title_en",
    "title_zh_hans",
    "title_zh_hant",
    "summary_en",
    "summary_zh_hans",
    "summary_zh_hant",
)
POINT_TEXTS = ("position", "text_en", "text_zh_hans", "text_zh_hant")


@together()
def copy_to_next_year(priorities: Iterable[Priority]) -> tuple[int, int]:
    """Copy priorities to the year after their own, and tell how many were copied and skipped.

    The copies are drafts with the same texts, key points and industries, but without document and
    ``answers``, which differ each year. What the next year has already, with the same region, rank
    and English title, is skipped.
    """
    originals = list(priorities)
    years = {original.year + 1 for original in originals}
    taken = set(
        Priority.objects.filter(year__in=years)
        .order_by()
        .values_list("region", "year", "rank", "title_en")
    )
    copied = 0
    for original in originals:
        place = (original.region_id, original.year + 1, original.rank, original.title_en)
        if place not in taken:
            taken.add(place)
            _copy(original)
            copied += 1
    return copied, len(originals) - copied


def _copy(original: Priority) -> None:
    copy = Priority.objects.create(
        region_id=original.region_id,
        year=original.year + 1,
        rank=original.rank,
        is_translation_reviewed=False,
        **{name: getattr(original, name) for name in TEXTS},
    )
    copy.industries.set(original.industries.all())
    for point in original.key_points.all():
        values = {name: getattr(point, name) for name in POINT_TEXTS}
        copy.key_points.create(**values).industries.set(point.industries.all())
