"""Carrying the priorities of one year over to the next."""

from collections.abc import Iterable

from bureaus.changes.batch import together
from policies.models import Priority

TITLES = ("title_en", "title_zh_hans", "title_zh_hant")
SUMMARIES = ("summary_en", "summary_zh_hans", "summary_zh_hant")
COPIED = ("region_id", "rank", *TITLES, *SUMMARIES)
POINTS = ("text_en", "text_zh_hans", "text_zh_hant")


@together()
def copy_to_next_year(priorities: Iterable[Priority]) -> tuple[int, int]:
    """Copy priorities to the year after their own, and tell how many were copied and skipped.

    The copies are drafts with the same texts, key points and industries, but without document and
    ``answers``, which differ each year. What the next year has already, with the same region, rank
    and English title, is skipped.
    """
    originals = list(priorities)
    there = Priority.objects.filter(year__in={original.year + 1 for original in originals})
    taken = set(there.order_by().values_list("region", "year", "rank", "title_en"))
    copied = 0
    for original in originals:
        place = (original.region_id, original.year + 1, original.rank, original.title_en)
        if place not in taken:
            taken.add(place)
            copied += 1
            copy = Priority.objects.create(
                year=original.year + 1,
                is_translation_reviewed=False,
                **{name: getattr(original, name) for name in COPIED},
            )
            copy.industries.set(original.industries.all())
            for point in original.key_points.all():
                values = {name: getattr(point, name) for name in ("position", *POINTS)}
                copy.key_points.create(**values).industries.set(point.industries.all())
    return copied, len(originals) - copied
