"""Text kept in three columns, ``…_en``, ``…_zh_hans`` and ``…_zh_hant``, read as one.

A page in one language may have to show a name that exists only in another. ``Localized`` picks
the best column and remembers which it was, so that a template can mark the text with its language.
"""

from typing import Any

from django.utils.translation import get_language

COLUMNS = {"en": "en", "zh-hans": "zh_hans", "zh-hant": "zh_hant"}
PREFERENCES = {
    "en": ("en", "zh-hans", "zh-hant"),
    "zh-hans": ("zh-hans", "zh-hant", "en"),
    "zh-hant": ("zh-hant", "zh-hans", "en"),
}
BCP47 = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


class LocalizedText(str):
    """A text that knows its language.

    ``lang`` is its BCP 47 tag, ``is_fallback`` says that it is not in the language asked for.
    """

    __slots__ = ("is_fallback", "lang")

    lang: str
    is_fallback: bool

    @classmethod
    def pick(cls, texts: dict[str, str], language: str | None = None) -> "LocalizedText":
        """Choose from ``texts`` (language code to text) in ``language`` or the active one."""
        wanted = language or get_language() or "en"
        preference = PREFERENCES.get(wanted, PREFERENCES["en"])
        found = next((code for code in preference if texts.get(code)), preference[0])
        text = cls(texts.get(found, ""))
        text.lang = BCP47[found]
        text.is_fallback = found != preference[0]
        return text


class Localized:
    """Class attribute that reads ``<stem>_en`` and its sisters in the active language."""

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        texts = {
            code: getattr(instance, f"{self.stem}_{column}") for code, column in COLUMNS.items()
        }
        return LocalizedText.pick(texts)


class Counterpart(Localized):
    """Class attribute that reads the same text in the other tongue, to stand beside it.

    On an English page that is Chinese, on a Chinese page English; it is empty where the page had
    to fall back on it already.
    """

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        is_chinese = super().__get__(instance, owner).lang != "en"
        other = "en" if is_chinese else "zh-hans"
        texts = {
            code: getattr(instance, f"{self.stem}_{column}") for code, column in COLUMNS.items()
        }
        allowed = {code: value for code, value in texts.items() if (code == "en") is is_chinese}
        return LocalizedText.pick(allowed, other)
