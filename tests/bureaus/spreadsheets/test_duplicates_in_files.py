"""Rows of a file that may be there already are shown before they are written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bureaus.models import Bureau, ImportRun
from tests.bureaus.spreadsheets.files import (
    as_csv,
    as_xlsx,
    confirm,
    page,
    preview,
    refusal,
    seen,
)
from tests.factories import make_bureau, make_closed_bureau, make_region
from tests.forms import address

pytestmark = pytest.mark.django_db

HEAD = ["ref", "region", "kind", "name_en", "name_zh_hans", "phone", "website"]
SIMILAR = "<h2>Perhaps there already</h2>"


@pytest.fixture(scope="module")
def sihui(once):
    return make_region(name="Sihui", full_name_zh_hans="四会市", dial_code="0758")


@pytest.fixture(scope="module")
def there(once, sihui):
    about = {"phone": "0758-3611228", "website": "https://sihui.example/"}
    return make_bureau(region=sihui, ref="bbbbb", name_zh_hans="四会市投资促进局", **about)


def new(name="", chinese="", phone="", website="", region="sihui"):
    return ["", region, "commerce", name, chinese, phone, website]


def similar(text):
    """Cut out the rows that may be there already."""
    return " ".join(text.partition(SIMILAR)[2].partition("</table>")[0].split())


ALIKE = [
    (new(chinese="投資促進局"), "same: name"),
    (new("New", phone="3611228转8001"), "same: phone"),
    (new("New", website="http://www.sihui.example/index.html"), "same: website"),
    (new(chinese="四会市投资促进局", phone="+86 758 3611228"), "same: name, phone"),
]


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
@pytest.mark.parametrize(("row", "same"), ALIKE)
def test_row_like_a_bureau_is_shown_and_imported_once_confirmed(
    admin_client, sihui, there, make, row, same
):
    name = f"file.{make.__name__.removeprefix('as_')}"

    text = preview(admin_client, make(HEAD, row), name)
    shown = similar(text)
    confirm(admin_client, text)

    assert f'href="{address(there)}"' in shown and "bbbbb · Published" in shown
    assert same in shown and "<td>2</td>" in shown
    assert Bureau.objects.count() == 2


def test_rows_that_may_be_there_can_be_left_out(admin_client, sihui, there):
    text = preview(admin_client, as_csv(HEAD, new("New", phone="3611228"), new("Another")))
    run = ImportRun.objects.first()

    sent = {"source": "A list", "seen": seen(text), "without_similar": "on"}
    page(admin_client.post(f"/admin/bureaus/bureau/import/{run.pk}/", sent))

    run.refresh_from_db()
    assert set(Bureau.objects.values_list("name_en", flat=True)) == {there.name_en, "Another"}
    assert (run.state, run.counts["created"], run.counts["refused"]) == ("applied", 1, 1)


def test_state_of_the_other_is_said(admin_client, sihui):
    make_bureau(region=sihui, ref="ccccc", name_en="Office", status="draft")
    make_closed_bureau(closure="abolished", region=sihui, ref="ddddd", name_en="The Office")

    shown = similar(preview(admin_client, as_csv(HEAD, new("Office"))))

    assert "ccccc · Draft" in shown and "ddddd · Closed" in shown


def test_row_like_another_of_the_file_names_its_line(admin_client, sihui):
    rows = [new("Trade Centre"), new("Other"), new("Trade Center", phone="0758-1")]

    shown = similar(preview(admin_client, as_csv(HEAD, *rows)))

    assert "<td>4</td>" in shown and "Line 2, same: name" in shown
    assert "<td>2</td>" not in shown


def test_same_row_twice_is_made_once(admin_client, sihui):
    rows = [new("Office", phone="0758-3611240"), new("Other"), new("Office ", phone="0758-3611240")]

    text = preview(admin_client, as_csv(HEAD, *rows))
    confirm(admin_client, text)

    assert "It says the same as line 2." in refusal(text)
    assert Bureau.objects.count() == 2


def test_same_file_twice_is_said_and_its_rows_are_shown(admin_client, sihui):
    content = as_csv(HEAD, new("Office"), new("Desk"))
    first = preview(admin_client, content)
    confirm(admin_client, first)

    second = preview(admin_client, content, "other name.csv")

    assert "This very file was imported already" not in first
    assert "This very file was imported already" in second
    assert "A list that the bureaus sent" in second
    assert similar(second).count("same: name") == 2


def test_same_file_confirmed_in_two_windows_is_shown_anew(admin_client, sihui):
    content = as_csv(HEAD, new("Office"))
    first, second = preview(admin_client, content), preview(admin_client, content)
    newer, older = ImportRun.objects.all()
    url = "/admin/bureaus/bureau/import/{}/"

    sent = {"source": "A list", "seen": seen(first)}
    page(admin_client.post(url.format(older.pk), sent))
    text = page(admin_client.post(url.format(newer.pk), sent | {"seen": seen(second)}))

    assert "Nothing was written" in text and "same: name" in similar(text)
    assert Bureau.objects.count() == 1


CHANGES = [
    (["ccccc", "phone", "+86 758 3611228"], "same: phone"),
    (["ccccc", "name_zh_hans", "投资促进局"], "same: name"),
    (["ccccc", "status", "published"], "same: website"),
    (["ccccc", "hours", "Mo-Fr 09:00-12:00"], ""),
    (["ccccc", "fax", "0758-3611228"], ""),
    (["bbbbb", "phone", "+86 758 3611228"], ""),
]


@pytest.mark.parametrize(("change", "same"), CHANGES)
def test_change_that_makes_a_bureau_like_another_is_shown(admin_client, there, change, same):
    about = {"website": there.website, "status": "draft"}
    make_bureau(region=there.region, ref="ccccc", name_en="Second", **about)
    ref, column, value = change

    text = preview(admin_client, as_csv(["ref", column], [ref, value]))

    assert (same in similar(text)) if same else SIMILAR not in text


def test_bureaus_are_compared_as_the_file_leaves_them(admin_client, there):
    other = make_bureau(region=there.region, ref="ccccc", phone="0758-3611299")
    swapped = [["bbbbb", "0758-3611299"], ["ccccc", "0758-3611228"]]

    text = preview(admin_client, as_csv(["ref", "phone"], *swapped))

    assert SIMILAR not in text
    other.refresh_from_db()
    assert other.phone == "0758-3611299"


def test_bureaus_of_other_regions_are_not_shown(admin_client, sihui, there):
    make_region(name="Zhaoqing")

    text = preview(admin_client, as_csv(HEAD, new(chinese="四会市投资促进局", region="zhaoqing")))

    assert SIMILAR not in text


def test_many_rows_take_as_many_queries_as_few(admin_client, sihui):
    def queries(number):
        rows = [new(f"Office {n}", phone=f"0758-36{n:05}") for n in range(number)]
        with CaptureQueriesContext(connection) as made:
            assert "same: name" in preview(admin_client, as_csv(HEAD, *rows))
        # Beside these, Django asks the database about the constraints of each row
        return sum(" FROM " in query["sql"] for query in made)

    make_bureau(region=sihui, name_en="Office 3").aliases.create(kind="former_name", value="Old")

    assert queries(200) == queries(4)
