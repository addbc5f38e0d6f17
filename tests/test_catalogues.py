"""Every text is there in every language, and nothing is translated from an older text."""

import re
import shutil
import subprocess
import sys

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


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext was not found")
def test_no_text_is_missing_from_the_catalogues(tmp_path):
    known = {tuple(texts(m.id)) for m in read(CATALOGUES[0]) if m.id}
    for name in ("bureaus", "policies", "config", "templates", "manage.py"):
        source = settings.BASE_DIR / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    make = [sys.executable, "manage.py", "makemessages", "-l", "zh_Hans", "--add-location=file"]

    subprocess.run(make, cwd=tmp_path, check=True, capture_output=True)

    fresh = read(tmp_path / "config" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po")
    assert {tuple(texts(m.id)) for m in fresh if m.id} == known
