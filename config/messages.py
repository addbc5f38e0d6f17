"""The texts of Django's own templates, for Babel, which knows those of Python and Jinja2."""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def extract_django(
    file: BinaryIO, keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[tuple]:
    """Yield (line, function, texts, comments) for each text, as Babel asks of an extractor."""
    calls = templatize(file.read().decode())  # all else is blanked out, but for its indentation
    lines = "\n".join(line.strip() for line in calls.split("\n"))
    yield from extract_python(BytesIO(lines.encode()), keywords, comment_tags, options)
