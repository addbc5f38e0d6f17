"""Files as staff would upload them, and what the pages make of them."""

import csv
import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from bureaus.models import ImportRun

BUREAUS = "/admin/bureaus/bureau/"


def as_csv(head, *rows):
    target = io.StringIO(newline="")
    csv.writer(target).writerows([head, *rows])
    return target.getvalue().encode()


def as_xlsx(head, *rows, change=None):
    """Write a workbook; ``change`` may do something to its sheet."""
    book = Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


MAKERS = {"csv": as_csv, "xlsx": as_xlsx}


def repacked(content, name, change):
    """Change the bytes of one part of a workbook."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
    return target.getvalue()


def exported(client, extension="csv", address=BUREAUS, query=""):
    """Give the lists of cells that an export holds, its head first."""
    answer = client.get(f"{address}export/{extension}/{query}")
    if extension == "csv":
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def upload(client, content, name="file.csv", address=BUREAUS):
    return client.post(f"{address}import/", {"file": SimpleUploadedFile(name, content)})


def page(answer):
    return b"".join(answer.streaming_content).decode() if answer.streaming else text_of(answer)


def text_of(answer):
    return answer.content.decode()


def preview(client, content, name="file.csv", address=BUREAUS):
    """Upload a file and give the page that says what it would change."""
    answer = upload(client, content, name, address)
    assert answer.status_code == 302, errors(answer)
    return page(client.get(answer.url))


def errors(answer):
    return [str(error) for error in answer.context["form"].errors.get("file", [])]


def refusal(text):
    """Cut out why rows are refused."""
    return text.partition("<h2>Refused</h2>")[2].partition("</table>")[0]


def seen(text):
    return text.partition('name="seen" value="')[2].partition('"')[0]


def confirm(client, text, address=BUREAUS, source="A list that the bureaus sent"):
    """Confirm the preview of the newest upload and give the page that follows."""
    run = ImportRun.objects.first()
    data = {"source": source, "seen": seen(text)}
    return page(client.post(f"{address}import/{run.pk}/", data))


def apply(client, content, name="file.csv", address=BUREAUS):
    return confirm(client, preview(client, content, name, address), address)
