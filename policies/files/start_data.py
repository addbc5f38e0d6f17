"""The files of ``data/`` that become industries, documents and priorities."""

from bureaus.files.data_files import DataFile, RefusedError, Rows, all_together, first, slugged
from policies.models import Document, Evidence, Industry, KeyPoint, Priority, Speaker


def chinese_word(_rows: Rows, language: str, word: str, unless: str) -> str:
    """Write a Chinese word as ``Industry.keywords_zh`` has it, "" for one in Latin letters.

    ``unless`` are longer words, with blanks between, that begin or end with it.
    """
    if language not in {"en", "zh"}:
        raise RefusedError(f"“{language}” is neither en nor zh")
    if word.isascii():
        return ""
    behind = [text.removeprefix(word) for text in unless.split() if text.startswith(word)]
    before = [text.removesuffix(word) for text in unless.split() if not text.startswith(word)]
    found = "".join(f"(?<!{text})" for text in before) + word
    found += f"(?!{'|'.join(behind)})" if behind else ""
    return found


def latin_word(_rows: Rows, word: str) -> str:
    """Write a word as ``Industry.search_words_en`` has it, also one that Chinese texts use.

    There it counts only as a whole: "eVTOL" is not named by who writes "EV".
    """
    return word if word.isascii() else ""


OF_INDUSTRIES = [
    DataFile(
        "industries.csv",
        Industry,
        key="slug",
        filled="slug order:position group name_en name_zh:name_zh* gbt4754_divisions"
        " isic4_sections:isic_sections",
        read={"group": slugged},
    ),
    DataFile(
        "industry_words.csv",
        Industry,
        key="industry",
        filled="language+word+unless:keywords_zh word:search_words_en",
        read={
            "keywords_zh": chinese_word,
            "search_words_en": latin_word,
        },
        joined={
            "keywords_zh": lambda words: "|".join(filter(None, words)),
            "search_words_en": lambda words: ", ".join(dict.fromkeys(filter(None, words))),
        },
    ),
]

OF_DOCUMENTS = [
    DataFile(
        "documents.csv",
        Document,
        key="key",
        filled="key kind region title_en title_zh:title_zh* issuer publisher held_on:date"
        " published_on url credited_source:credit note:notes reported_in"
        " title_zh+reported_in:is_translation_reviewed",
        read={"is_translation_reviewed": lambda _rows, title, source: not (title and source)},
        always={"status": Document.Status.PUBLISHED.value},
    ),
    DataFile(
        "speakers.csv",
        Speaker,
        key="document_key name",
        filled="document_key:document name office",
    ),
]

OF_PRIORITIES = [
    DataFile(
        "priorities.csv",
        Priority,
        key="document_key rank",
        filled="document_key:document rank region year status title_en title_zh:title_zh*"
        " summary_en summary_zh:summary_zh* title_zh+document_key:is_translation_reviewed",
        read={
            # Chinese titles are our translations where the document is reported in another
            "is_translation_reviewed": lambda rows, title, document: (
                not title or rows.get(Document, document).reported_in_id is None
            )
        },
    ),
    DataFile(
        "priority_industries.csv",
        Priority,
        key="document_key rank",
        filled="industry:industries",
        joined={"industries": all_together},
    ),
    DataFile(
        "answers.csv",
        Priority,
        key="document_key rank",
        filled="answers_document_key+answers_rank:answers",
        joined={"answers_id": first},
    ),
    DataFile(
        "priority_industries.csv",
        Evidence,
        key="document_key rank industry",
        filled="document_key+rank:priority industry evidence_en:text_en evidence_zh:text_zh*",
        needed="evidence_en evidence_zh",
    ),
    DataFile(
        "key_points.csv",
        KeyPoint,
        key="document_key rank position",
        filled="document_key+rank:priority position text_en text_zh:text_zh* industries",
    ),
]
