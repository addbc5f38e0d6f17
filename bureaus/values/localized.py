"""The languages of the site: which one a tag stands for, and texts that are kept in each.

A text is kept in three columns, ``…_en``, ``…_zh_hans`` and ``…_zh_hant``, and read as one. A page
in one language may have to show a name that exists only in another. ``Localized`` picks the best
column and remembers which it was, so that a template can mark the text with its language.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

COLUMNS = {"en": "en", "zh-hans": "zh_hans", "zh-hant": "zh_hant"}
PREFERENCES = {
    "en": ("en", "zh-hans", "zh-hant"),
    "zh-hans": ("zh-hans", "zh-hant", "en"),
    "zh-hant": ("zh-hant", "zh-hans", "en"),
}
CHINESE = ("zh-hans", "zh-hant")
BCP47 = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}

ENGLISH = {"en", "eng"}
# Chinese as a whole, and what ISO 639-3 counts as languages within it: who reads one reads Chinese
SINITIC = {"zh", "zho", "chi", "cmn", "yue", "wuu", "nan", "hak", "gan", "hsn", "lzh", "cdo"}
SINITIC |= {"cjy", "cnp", "cpx", "csp", "czh", "czo", "mnp"}
TRADITIONAL = {"tw", "hk", "mo"}  # where Chinese without a script is traditional
TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
RANGE = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?)\s*)?", re.ASCII | re.IGNORECASE)


def subtags(tag: str) -> list[str]:
    """Take a BCP 47 tag apart, in lower case, also one with "_"; [] for what is no tag."""
    plain = tag.strip().replace("_", "-").lower()
    return plain.split("-") if TAG.fullmatch(plain) else []


def site_language(tag: str) -> str:
    """Find the language of this site that a BCP 47 tag stands for; "" for any other tongue.

    What is not said follows the likely subtags of Unicode CLDR: "zh-HK" is traditional, "zh"
    simplified, "yue" traditional, "yue-CN" simplified.
    """
    language, *rest = subtags(tag) or [""]
    if language in ENGLISH:
        return "en"
    if language not in SINITIC:
        return ""
    if "hans" in rest or "hant" in rest:
        return "zh-hant" if "hant" in rest else "zh-hans"
    is_cantonese = "yue" in (language, *rest) and "cn" not in rest
    return "zh-hant" if is_cantonese or TRADITIONAL & set(rest) else "zh-hans"


def preferred_language(header: str) -> str:
    """Choose by a header ``Accept-Language``, RFC 9110 section 12.5.4; English if nothing fits.

    A part of it that cannot be read is passed over, and so is what has the weight 0.
    """
    weights: dict[str, float] = {}
    for read in map(RANGE.fullmatch, header.split(",")):
        if read and (code := "*" if read[1] == "*" else site_language(read[1])):
            weights[code] = max(float(read[2] or 1), weights.get(code, 0))
    any_other = weights.pop("*", 0)
    if weights and max(weights.values()):
        return max(weights, key=lambda code: weights[code])
    return next((code for code in BCP47 if any_other and code not in weights), "en")


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


def in_every_language(instance: Any, stem: str) -> list[LocalizedText]:
    """List the texts that ``<stem>_en`` and its sisters hold, that of the active language first."""
    order = PREFERENCES.get(get_language() or "en", PREFERENCES["en"])
    held = {code: getattr(instance, f"{stem}_{COLUMNS[code]}") for code in order}
    return [LocalizedText.pick({code: text}, code) for code, text in held.items() if text]


class Localized:
    """Class attribute that reads ``<stem>_en`` and its sisters in the active language."""

    def __init__(self, stem: str) -> None:
        self.columns = {code: f"{stem}_{column}" for code, column in COLUMNS.items()}

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else self.read(instance, get_language())

    def read(self, instance: Any, language: str | None) -> LocalizedText:
        return LocalizedText.pick(self._texts(instance, self.columns), language)

    def _texts(self, instance: Any, codes: Iterable[str]) -> dict[str, str]:
        return {code: getattr(instance, self.columns[code]) for code in codes}


class Counterpart(Localized):
    """Class attribute that reads the same text in the other tongue, to stand beside it.

    On an English page that is Chinese, on a Chinese page English; it is empty where the page had
    to fall back on it already.
    """

    def read(self, instance: Any, language: str | None) -> LocalizedText:
        if super().read(instance, language).lang == "en":
            return LocalizedText.pick(self._texts(instance, CHINESE), "zh-hans")
        return LocalizedText.pick(self._texts(instance, ("en",)), "en")
