"""Every text is there in every language, and nothing is translated from an older text."""

import re
import subprocess

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUES = sorted((settings.BASE_DIR / "config" / "locale").glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def read(path):
    with path.open("rb") as file:
        return read_po(file)


def texts(message):
    return list(message) if isinstance(message, list | tuple) else [message]


def test_both_chinese_catalogues_are_there():
    assert [path.parts[-3] for path in CATALOGUES] == ["zh_Hans", "zh_Hant"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_is_translated_and_keeps_its_placeholders(path):
    messages = [message for message in read(path) if message.id]

    missing = [m.id for m in messages if m.fuzzy or not all(texts(m.string))]
    changed = [
        m.id
        for m in messages
        if set(PLACEHOLDER.findall(texts(m.id)[-1])) != set(PLACEHOLDER.findall(texts(m.string)[0]))
    ]

    assert missing == []
    assert changed == []


def test_no_text_is_missing_from_the_catalogues(tmp_path):
    known = {tuple(texts(m.id)) for m in read(CATALOGUES[0]) if m.id}
    collected = tmp_path / "messages.pot"

    make = ["make", "--no-print-directory", "collect", f"COLLECTED={collected}"]
    subprocess.run(make, cwd=settings.BASE_DIR, check=True)

    assert {tuple(texts(m.id)) for m in read(collected) if m.id} == known
