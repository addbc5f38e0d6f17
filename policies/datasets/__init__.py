"""The files of ``data/`` that become industries, documents and priorities."""

from bureaus.loading import Dataset
from policies.datasets.read import Industries, ReadDocuments, ReadPriorities
from policies.datasets.seed import (
    KeyPoints,
    SeedDocuments,
    SeedPriorities,
    Speakers,
)

DATASETS: list[type[Dataset]] = [
    Industries,
    SeedDocuments,
    Speakers,
    SeedPriorities,
    KeyPoints,
    ReadDocuments,
    ReadPriorities,
]
