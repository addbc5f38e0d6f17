"""What is exported can be imported, and nothing changes on the way."""

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bureaus.models import Bureau
from bureaus.spreadsheets.cells import as_saved, escape, unescape
from tests.bureaus.spreadsheets.files import MAKERS, as_csv, exported, preview
from tests.factories import make_bureau, make_closed_bureau, make_country, make_region
from tests.thorough import TIMES

pytestmark = pytest.mark.django_db

NASTY = st.text(
    st.one_of(
        st.sampled_from("'=+-@\t\r\n\",;(clear)0 四"),
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
    ),
    max_size=30,
)
TEXTS = [
    "=1+1",
    "+86 758 3611228",
    "-",
    "@x",
    "'=1",
    "''",
    "'",
    "(clear)",
    "'(clear)",
    "0758",
    'say "no"',
    "two\nlines",
    "two\r\nlines",
    "a,b;c",
    " blanks ",
    string.punctuation,
]


@given(NASTY)
def test_escaping_is_undone_and_leaves_no_formula(text):
    written = escape(text)

    assert unescape(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert written.strip().lower() != "(clear)"


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_of_any_kind_survives(admin_client, extension, text):
    make_bureau(phone=text, notes=text, address_en=text)

    lines = exported(admin_client, extension)
    page = preview(admin_client, MAKERS[extension](*lines), f"a.{extension}")

    assert "<b>1</b> unchanged" in page


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@settings(max_examples=15 * TIMES)
@given(text=NASTY)
@example(text="\t=")
def test_text_goes_out_and_comes_into_an_empty_field(admin_client, extension, text):
    Bureau.objects.all().delete()
    bureau = make_bureau(notes=text, region=make_country())
    head, *rows = exported(admin_client, extension)
    cell = rows[0][head.index("notes")]

    content = MAKERS[extension](["ref", "notes"], [bureau.ref, cell])
    page = preview(admin_client, content, f"a.{extension}")

    assert as_saved(unescape(cell)) == as_saved(text)
    assert "<b>1</b> unchanged" in page


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_whole_rows_of_every_state_survive(admin_client, extension):
    whole = make_bureau(
        languages=["en", "zh"],
        phone="0758-3611228",
        source_date="2024-01",
        postal_code="026200",
        website="https://example.org/",
    )
    make_closed_bureau(whole)
    make_bureau(status="draft", parent=whole)

    lines = exported(admin_client, extension)
    page = preview(admin_client, MAKERS[extension](*lines), f"a.{extension}")

    assert len(lines) == 4
    assert "<b>3</b> unchanged" in page


def test_regions_survive(admin_client):
    district = make_region(name="Dongcheng", code="441201", dial_code="0758")
    make_region(name="Zone", level="zone").overlaps.add(district, make_region(name="Xicheng"))
    address = "/admin/bureaus/region/"

    lines = exported(admin_client, address=address)
    page = preview(admin_client, as_csv(*lines), address=address)

    assert "<b>4</b> unchanged" in page
    assert [line[-2] for line in lines if line[0] == "zone"] == ["dongcheng, xicheng"]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_export_follows_filters_and_search(admin_client, extension):
    make_bureau(name_en="Lantern Office", status="draft")
    make_bureau(name_en="Lantern Bureau")
    make_bureau(name_en="Other", status="draft")

    lines = exported(admin_client, extension, query="?status__exact=draft&q=lantern")
    every = exported(admin_client, extension)

    assert [line[lines[0].index("name_en")] for line in lines[1:]] == ["Lantern Office"]
    assert len(every) == 4


def test_list_leads_to_the_export_with_its_filters(admin_client):
    page = admin_client.get("/admin/bureaus/bureau/?status__exact=draft&p=0").content.decode()

    assert 'href="/admin/bureaus/bureau/export/csv/?status__exact=draft"' in page


@pytest.mark.parametrize(
    ("query", "extension", "status"),
    [("?nothing=1", "csv", 302), ("", "pdf", 404), ("?p=99", "csv", 200)],
)
def test_bad_export_is_no_error_of_the_server(admin_client, query, extension, status):
    answer = admin_client.get(f"/admin/bureaus/bureau/export/{extension}/{query}")

    assert answer.status_code == status
