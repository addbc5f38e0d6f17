"""Reading what staff upload: CSV and XLSX, with limits, each problem named by its line."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bureaus.files.data_files import BadFileError, RefusedError
from bureaus.spreadsheets import workbooks
from bureaus.spreadsheets.cells import LONGEST, cell_text, check_text
from bureaus.spreadsheets.workbooks import Line

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_IN_A_FIELD = 128 * 1024  # characters; a row with more than LONGEST is refused alone


@dataclass
class Row:
    """One row of a file: texts by column, or the problem for which it is refused."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def read_upload(name: str, content: bytes, columns: list[str], key: str) -> list[Row]:
    """Read an uploaded file that has some of the known columns, the key among them.

    Raises BadFileError, with the line where there is one, when the file as a whole cannot be used.
    """
    if len(content) > MOST_BYTES:
        raise BadFileError(_("The file is larger than 10 MB; divide it."))
    if not content.strip():
        raise BadFileError(_("The file is empty."))
    lines = _lines(name, content)
    number, cells, problem = next(lines, (1, [], ""))
    header = [cell_text(cell).strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    if problem:
        raise BadFileError(_at(number, problem))
    _check_header(header, columns, key, number)
    rows = list(_rows(header, lines))
    if not rows:
        raise BadFileError(_("The file has no rows below the names of its columns."))
    return rows


def _lines(name: str, content: bytes) -> Iterator[Line]:
    extension = name.rpartition(".")[2].lower()
    if extension == "xlsx":
        return workbooks.sheet_rows(content, MOST_ROWS + 1)
    if extension == "csv":
        if content.startswith((b"PK\x03\x04", workbooks.OLD_EXCEL)):
            raise BadFileError(_("This is a workbook, but its name ends in .csv."))
        return _csv_lines(_decoded(content))
    raise BadFileError(_("Only files whose names end in .csv or .xlsx can be read."))


def _decoded(content: bytes) -> str:
    """Decode UTF-8, with byte order mark or without, else GB18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFileError(_("The file is UTF-16; save it as “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    # Other encodings may happen to decode, but as characters that nobody has assigned
    if not text or any("\ue000" <= character <= "\uf8ff" for character in text):
        raise BadFileError(
            _at(line, _("The file is neither UTF-8 nor GB18030; save it as “CSV UTF-8”."))
        )
    return text


def _csv_lines(text: str) -> Iterator[Line]:
    csv.field_size_limit(MOST_IN_A_FIELD)  # of the whole process: a library may have raised it
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, list(cells), ""
            before = reader.line_num
    except csv.Error as error:
        problem = _("A quotation mark is missing or out of place.")
        if "field larger" in str(error):
            problem = _("A cell holds more than %(most)d characters.") % {"most": LONGEST}
        raise BadFileError(_at(before + 1, problem)) from error


def _check_header(header: list[str], columns: list[str], key: str, line: int) -> None:
    if len(header) > MOST_COLUMNS:
        raise BadFileError(_("The file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
    for delimiter in ";\t":
        if len(header) == 1 and delimiter in header[0]:
            raise BadFileError(_("The columns are not separated by commas; save as “CSV UTF-8”."))
    twice = sorted(name for name, count in Counter(header).items() if count > 1)
    unknown = [name or _("(no name)") for name in header if name not in columns]
    if unknown:
        problem = _("These columns are not known: %(columns)s.") % {"columns": _some(unknown)}
        raise BadFileError(_at(line, problem))
    if twice:
        problem = _("These columns are there twice: %(columns)s.") % {"columns": _some(twice)}
        raise BadFileError(_at(line, problem))
    if key not in header:
        problem = _("The column %(column)s is missing; it tells what a row is about.")
        raise BadFileError(_at(line, problem % {"column": key}))


def _rows(header: list[str], lines: Iterator[Line]) -> Iterator[Row]:
    count = 0
    for number, cells, problem in lines:
        if not problem and not any(written_or_blank(cell).strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            most = {"most": MOST_ROWS}
            raise BadFileError(_("The file has more than %(most)d rows; divide it.") % most)
        yield _row(header, number, cells, problem)


def _row(header: list[str], number: int, cells: list[object], problem: str) -> Row:
    if problem:
        return Row(number, problem=problem)
    try:
        texts = [cell_text(cell) for cell in cells]
        while len(texts) > len(header) and not texts[-1].strip():
            texts.pop()
        if len(texts) != len(header):
            count = {"found": len(texts), "wanted": len(header)}
            raise RefusedError(_("It has %(found)d cells, not %(wanted)d.") % count)
        for text in texts:
            check_text(text)
    except RefusedError as refusal:
        return Row(number, problem=str(refusal))
    return Row(number, dict(zip(header, texts, strict=True)))


def written_or_blank(cell: object) -> str:
    return cell if isinstance(cell, str) else "" if cell is None else "x"


def _some(names: list[str]) -> str:
    """Name some columns, short enough for a message."""
    more = ", …" if len(names) > 10 else ""
    return ", ".join(name[:40] for name in names[:10]) + more


def _at(line: int, problem: str) -> str:
    return _("Line %(line)d: %(problem)s") % {"line": line, "problem": problem}
