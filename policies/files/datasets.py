"""The files of ``data/`` that become industries, documents and priorities."""

from bureaus.files.loading import Dataset
from policies.files.read import Industries, ReadDocuments, ReadPriorities
from policies.files.seed import KeyPoints, SeedDocuments, SeedPriorities, Speakers

DATASETS: list[type[Dataset]] = [
    Industries,
    SeedDocuments,
    Speakers,
    SeedPriorities,
    KeyPoints,
    ReadDocuments,
    ReadPriorities,
]
