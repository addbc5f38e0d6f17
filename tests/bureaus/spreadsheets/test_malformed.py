"""Files that are not what they should be: a clear message by line, nothing changed, never a 500."""

import csv
import io
import zipfile

import pytest

from bureaus.models import Bureau, ImportRun
from tests.bureaus.spreadsheets.files import (
    apply,
    as_csv,
    as_xlsx,
    errors,
    preview,
    refusal,
    repacked,
    upload,
)
from tests.factories import make_bureau

pytestmark = pytest.mark.django_db

HEAD = ["ref", "phone"]
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
)


def entities(data, encoding="utf-8"):
    text = data.decode().replace('<?xml version="1.0"?>', "")
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
    return (declaration + LAUGHS + text.replace("<v>0</v>", "<v>&c;</v>")).encode(encoding)


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/{number}.xml", b" " * 50_000_000)
    return target.getvalue()


def lying_bomb():
    """Say in the directory that a part is small that is not."""
    small, large = (1000).to_bytes(4, "little"), (150_000_000).to_bytes(4, "little")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 150_000_000)
    return target.getvalue().replace(large, small)


def two_sheets(is_hidden):
    def add(sheet):
        other = sheet.parent.create_sheet("Notes")
        other.sheet_state = "hidden" if is_hidden else "visible"

    return as_xlsx(HEAD, ["bbbbb", "1"], change=add)


def merged(sheet):
    sheet.merge_cells("A2:B3")


def old_excel(marker=b""):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + marker


VALID = as_xlsx(HEAD, ["bbbbb", "1"])
MANY = [["", "1"]] * 20_001
FILES = {
    "empty": ("a.csv", b"", "empty"),
    "only blanks": ("a.csv", b" \r\n\r\n", "The file is empty."),
    "only a head": ("a.csv", as_csv(HEAD), "no rows below"),
    "only a head in a workbook": ("a.xlsx", as_xlsx(HEAD), "no rows below"),
    "an empty workbook": ("a.xlsx", as_xlsx([]), "Line 1: The column ref is missing"),
    "no key": ("a.csv", as_csv(["phone"], ["1"]), "Line 1: The column ref is missing"),
    "unknown column": ("a.csv", as_csv([*HEAD, "Handy"], ["", "", ""]), "not known: Handy"),
    "unnamed column": ("a.csv", as_csv([*HEAD, "", "fax"], [""] * 4), "Line 1: These columns are"),
    "column twice": ("a.csv", as_csv([*HEAD, "phone"], ["", "1", "2"]), "twice: phone"),
    "1,000 columns": ("a.csv", as_csv([f"c{n}" for n in range(1000)], []), "100 columns"),
    "1,000 columns in a workbook": (
        "a.xlsx",
        as_xlsx([f"c{n}" for n in range(1000)]),
        "more than 100 columns",
    ),
    "20,001 rows": ("a.csv", as_csv(HEAD, *MANY), "more than 20000 rows"),
    "20,001 rows in a workbook": ("a.xlsx", as_xlsx(HEAD, *MANY), "more than 20000 rows"),
    "a row far below": (
        "a.xlsx",
        as_xlsx(HEAD, change=lambda sheet: sheet.cell(1_000_000, 1, "x")),
        "more than 20000 rows",
    ),
    "semicolons": ("a.csv", b"ref;phone\r\nbbbbb;1\r\n", "not separated by commas"),
    "tabs": ("a.csv", b"ref\tphone\r\nbbbbb\t1\r\n", "not separated by commas"),
    "open quotation mark": ("a.csv", b'ref,phone\r\nbbbbb,"1\r\nccccc,2\r\n', "Line 2: A quota"),
    "stray quotation mark": ("a.csv", b'ref,phone\r\nbbbbb,"1"2\r\n', "Line 2: A quotation"),
    "Latin-1": ("a.csv", "ref,name_en\r\n,x\r\n,café,\r\n".encode("latin-1"), "Line 3: The file"),
    "random bytes": ("a.csv", bytes(range(128, 256)) * 9, "Line 1: The file is neither UTF-8"),
    "UTF-16": ("a.csv", "ref,phone\r\nbbbbb,1\r\n".encode("utf-16"), "UTF-16"),
    "10 MB cell": ("a.csv", as_csv(HEAD, ["", "1" * 10_000_000]), "Line 2: A cell holds more"),
    "larger than 10 MB": ("a.csv", b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    "wrong extension": ("a.pdf", b"%PDF-1.7", "end in .csv or .xlsx"),
    "no extension": ("list", as_csv(HEAD, ["", ""]), "end in .csv or .xlsx"),
    "text named workbook": ("a.xlsx", as_csv(HEAD, ["", "1"]), "damaged, or is none"),
    "workbook named text": ("a.csv", VALID, "its name ends in .csv"),
    "xls named xlsx": ("a.xlsx", old_excel(), "old Excel file"),
    "xls named csv": ("a.csv", old_excel(), "its name ends in .csv"),
    "password": ("a.xlsx", old_excel("EncryptedPackage".encode("utf-16-le")), "has a password"),
    "cut off": ("a.xlsx", VALID[: len(VALID) // 2], "damaged, or is none"),
    "damaged inside": ("a.xlsx", repacked(VALID, SHEET, lambda data: data[:-40]), "damaged"),
    "no sheet": ("a.xlsx", repacked(VALID, "xl/workbook.xml", lambda _: b"<x/>"), "damaged"),
    "another archive": ("a.xlsx", repacked(VALID, "[Content_Types].xml", lambda _: b""), "damaged"),
    "zip bomb": ("a.xlsx", bomb(), "too large when it is unpacked"),
    "zip bomb that lies": ("a.xlsx", lying_bomb(), "The workbook"),
    "billion laughs": ("a.xlsx", repacked(VALID, SHEET, entities), "declares entities"),
    "billion laughs in UTF-16": (
        "a.xlsx",
        repacked(VALID, SHEET, lambda data: entities(data, "utf-16")),
        "declares entities",
    ),
    "merged cells": ("a.xlsx", as_xlsx(HEAD, ["x", "1"], change=merged), "A2:B3 are merged"),
    "a megabyte that begins and never ends": (  # took ten minutes
        "a.xlsx",
        repacked(VALID, SHEET, lambda _: b"<mergeCell " * 95_000),
        "damaged",
    ),
    "second sheet": ("a.xlsx", two_sheets(is_hidden=False), "more than one sheet (Sheet, Notes)"),
    "hidden sheet": ("a.xlsx", two_sheets(is_hidden=True), "more than one sheet (Sheet, Notes)"),
}


@pytest.mark.parametrize(("name", "content", "message"), FILES.values(), ids=FILES)
def test_unusable_file_is_refused_with_the_reason(admin_client, name, content, message):
    make_bureau(phone="0758-3611228")
    before = list(Bureau.objects.values())

    answer = upload(admin_client, content, name)

    assert answer.status_code == 200
    assert message in " ".join(errors(answer))
    assert list(Bureau.objects.values()) == before
    if content:
        run = ImportRun.objects.get()
        assert (run.state, run.error, run.content) == ("refused", errors(answer)[0], None)


def test_longest_cell_does_not_depend_on_what_else_reads_csv(admin_client):
    csv.field_size_limit(100_000_000)  # as a library does while it is imported

    answer = upload(admin_client, as_csv(HEAD, ["", "1" * 10_000_000]), "a.csv")

    assert "A cell holds more than 32767 characters" in " ".join(errors(answer))


ROWS = {
    "formula": (as_xlsx, "phone", ["=1+1"], "Cell B2 holds a formula"),
    "error": (as_xlsx, "phone", ["#N/A"], "Cell B2 holds an error"),
    "number of too many digits": (as_xlsx, "phone", [8613800001111222], "has rounded"),
    "date as a number": (as_xlsx, "source_date", [45315], "“45315” is none"),
    "long cell": (as_csv, "phone", ["1" * 40_000], "more than 32767 characters"),
    "NUL": (as_csv, "phone", ["1\0"], "characters that cannot be shown"),
    "too few cells": (as_csv, "phone", [], "It has 1 cells, not 2."),
    "too many cells": (as_csv, "phone", ["1", "2"], "It has 3 cells, not 2."),
    "formula in text": (as_csv, "phone", ["=1+1"], "A cell begins with ="),
    "too long for the field": (as_csv, "phone", ["1" * 300], "at most 200 characters"),
    "no such choice": (as_csv, "kind", ["office"], "“office” is none of"),
    "no such region": (as_csv, "region", ["atlantis"], "“atlantis”"),
    "no such date": (as_csv, "closed_on", ["1.2.2024"], "“1.2.2024” is not"),
    "no web address": (as_csv, "website", ["nowhere"], "website: Enter a valid"),
    "no region": (as_csv, "region", ["(clear)"], "region"),
    "no kind": (as_csv, "kind", ["(clear)"], "kind"),
    "no name": (as_csv, "name_en", ["(clear)"], "needs a name"),
    "what follows from closing": (as_csv, "closed_on", ["2024-01-01"], "by a file: closed_on"),
    "what follows from a check": (as_csv, "checked_on", ["2024-01-01"], "by a file: checked_on"),
    "when it is due": (as_csv, "next_check_on", ["2024-01-01"], "by a file: next_check_on"),
    "unknown language": (as_csv, "languages", ["xx"], "languages: Not among"),
}


@pytest.mark.parametrize(("make", "column", "cells", "message"), ROWS.values(), ids=ROWS)
def test_unusable_row_is_refused_by_its_line(admin_client, make, column, cells, message):
    bureau = make_bureau(phone="0758-3611228")
    before = list(Bureau.objects.values())
    content = make(["ref", column], [bureau.ref, *cells])

    text = preview(admin_client, content, "a.csv" if make is as_csv else "a.xlsx")

    assert "<td>2</td>" in refusal(text)
    assert message in refusal(text)
    assert "There is nothing to import." in text
    assert list(Bureau.objects.values()) == before


def test_rows_that_share_a_key_are_all_refused(admin_client):
    bureau = make_bureau(phone="1")
    content = as_csv(HEAD, [bureau.ref, "2"], [bureau.ref, "3"])

    text = preview(admin_client, content)

    assert text.count(f"“{bureau.ref}” is in lines 2, 3.") == 2


def test_usable_rows_of_a_file_are_written_without_the_refused_ones(admin_client):
    bureau = make_bureau(phone="1")
    content = as_csv(HEAD, ["zzzzz", "2"], [bureau.ref, "2"])

    text = apply(admin_client, content)

    assert "Applied" in text
    assert Bureau.objects.get().phone == "2"
    assert ImportRun.objects.get().counts["refused"] == 1


def test_file_with_a_name_longer_than_is_kept_is_imported(admin_client):
    bureau = make_bureau(phone="1")

    apply(admin_client, as_csv(HEAD, [bureau.ref, "2"]), name=f"{'x' * 230}.csv")

    bureau.refresh_from_db()
    run = ImportRun.objects.get()
    assert bureau.phone == "2"
    assert (len(run.file_name), run.file_name[-5:]) == (200, "x.csv")
