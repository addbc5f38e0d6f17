"""Reading workbooks (XLSX) that may be malicious, and writing ones that keep text as text."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bureaus.files.data_files import BadFileError

OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # the container of .xls, and of .xlsx behind a password
PASSWORD = "EncryptedPackage".encode("utf-16-le")
MOST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 200
WIDEST = 1000  # columns
CHUNK = 1024 * 1024
OVERLAP = 200  # bytes of the chunk before, so that nothing sought is cut in two
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z0-9:]+)")
DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
TEXT_FORMAT = "@"
ENTITIES = gettext_lazy("The workbook declares entities, as no spreadsheet does.")
BROKEN: tuple[type[Exception], ...] = (  # what readers of damaged workbooks raise
    *(zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, KeyError, IndexError),
    *(ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError),
)

Line = tuple[int, list[object], str]  # number, cells, what is wrong with it


def sheet_rows(content: bytes, most: int) -> Iterator[Line]:
    """Yield number, cells and problem of each row of the only sheet, at most so many."""
    if content.startswith(OLD_EXCEL):
        is_locked = PASSWORD in content
        raise BadFileError(
            _("The workbook has a password; save it without one.")
            if is_locked
            else _("This is an old Excel file (.xls); save it as .xlsx.")
        )
    try:
        _check(content)
        yield from _sheet_lines(content, most)
    except BROKEN as error:
        if any(isinstance(it, DefusedXmlException) for it in (error, error.__cause__)):
            raise BadFileError(str(ENTITIES)) from error
        raise BadFileError(_("The workbook is damaged, or is none.")) from error


def _check(content: bytes) -> None:
    """Unpack every part once, bounded, and refuse bombs and what has no meaning in a table."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        left = MOST_UNPACKED
        too_large = BadFileError(_("The workbook is too large when it is unpacked."))
        if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > left:
            raise too_large
        for member in members:
            left -= _check_member(archive, member, left, too_large)


def _check_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int, too_large: BadFileError
) -> int:
    """Give the number of bytes that one part really unpacks to."""
    size, end = 0, b""
    with archive.open(member) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise too_large
            seen = end + chunk
            if DECLARATION.search(seen):
                raise BadFileError(str(ENTITIES))
            if merged := MERGED.search(seen):
                cells = {"cells": merged[1].decode()}
                raise BadFileError(
                    _("The cells %(cells)s are merged; divide them before importing.") % cells
                )
            end = seen[-OVERLAP:]
    return size


def _sheet_lines(content: bytes, most: int) -> Iterator[Line]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are not read
        book = load_workbook(io.BytesIO(content), read_only=True)
        if not book.worksheets:
            raise BadFileError(_("The workbook is damaged, or is none."))
        if len(book.sheetnames) != 1:
            names = {"names": ", ".join(name[:40] for name in book.sheetnames[:10])}
            raise BadFileError(
                _("The workbook has more than one sheet (%(names)s); keep only the one to import.")
                % names
            )
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        width = 0
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > most:
                raise BadFileError(
                    _("The file has more than %(most)d rows; divide it.") % {"most": most - 1}
                )
            if len(cells) > WIDEST:
                raise BadFileError(_("The file has more than %(most)d columns.") % {"most": WIDEST})
            width = width or len(cells)
            missing = [None] * (width - len(cells))  # blank cells at the end are left out of files
            yield number, [*(cell.value for cell in cells), *missing], _problem(cells)


def _problem(cells: tuple[Any, ...]) -> str:
    for cell in cells:
        if cell.data_type in ("f", "e"):
            where = {"cell": cell.coordinate}
            if cell.data_type == "f":
                return _("Cell %(cell)s holds a formula; paste its value as text.") % where
            return _("Cell %(cell)s holds an error.") % where
    return ""


def write_workbook(head: list[str], rows: Iterable[list[str]]) -> bytes:
    """Write a workbook in which every cell is text and stays text when it is edited."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for row in (head, *rows):
        sheet.append([_text_cell(sheet, text) for text in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    return cell
