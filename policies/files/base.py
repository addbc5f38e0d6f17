"""What the datasets of policies have in common."""

from functools import cache, cached_property

from bureaus.files.loading import Dataset, RefusedError
from bureaus.models import LoadedRow
from policies.models import Industry


class PolicyDataset(Dataset):
    """Look-ups that several of the files need."""

    @cached_property
    def industry_ids(self) -> dict[str, int]:
        return dict(Industry.objects.values_list("slug", "pk"))

    def industries(self, slugs: list[str]) -> list[int]:
        unknown = [slug for slug in slugs if slug not in self.industry_ids]
        if unknown:
            raise RefusedError(f"no industry is called {', '.join(unknown)}")
        return sorted(self.industry_ids[slug] for slug in slugs)

    @cache  # noqa: B019 - a dataset lives as long as one load
    def loaded(self, dataset: str) -> dict[str, int]:
        """Map the keys of another dataset to what its rows became."""
        rows = LoadedRow.objects.filter(dataset=dataset)
        return dict(rows.values_list("key", "object_id"))

    def loaded_id(self, dataset: str, key: str) -> int:
        """Find what a row of another dataset became, or refuse the row that needs it."""
        try:
            return self.loaded(dataset)[key]
        except KeyError:
            raise RefusedError(f"“{key}” of {dataset} was not loaded") from None


def date_and_note(printed: str) -> tuple[str, str]:
    """Split "2023-03 (inferred …)" into the date and the remark about it."""
    date, _blank, rest = printed.partition(" ")
    return date, rest.strip("()")
