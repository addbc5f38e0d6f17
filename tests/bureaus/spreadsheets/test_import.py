"""Bureaus from a file: previewed, confirmed, written."""

import pytest

from bureaus.models import Bureau, BureauTokens, Change, ImportRun
from bureaus.search.query import matching
from tests.bureaus.spreadsheets.files import (
    MAKERS,
    apply,
    as_csv,
    as_xlsx,
    confirm,
    exported,
    page,
    preview,
    refusal,
    seen,
    upload,
)
from tests.factories import make_bureau, make_closed_bureau, make_region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_changed_phone_is_previewed_and_written(admin_client, extension):
    bureau = make_bureau(phone="0758-3611228")
    content = MAKERS[extension](["ref", "phone"], [bureau.ref, "+86 758 3611229"])

    text = preview(admin_client, content, f"file.{extension}")
    before = Bureau.objects.get().phone
    apply(admin_client, content, f"file.{extension}")

    assert "<del>0758-3611228</del>" in text
    assert "<ins>+86 758 3611229</ins>" in text
    assert before == "0758-3611228"
    bureau.refresh_from_db()
    assert bureau.phone == "+86 758 3611229"
    assert "3611229" in bureau.phone_digits


@pytest.mark.parametrize(
    ("phone", "reading"),
    [
        ("3611229转8012", "read as +86 758 3611229 ext. 8012"),
        ("0758-36112", "“0758-36112”: too short for 0758"),
        ("0758-3611229 传真同号", "read as the phone and fax +86 758 3611229"),
    ],
)
def test_preview_says_how_a_number_is_read(admin_client, phone, reading):
    bureau = make_bureau(region=make_region(dial_code="0758"), phone="0758-3611228")

    text = preview(admin_client, as_csv(["ref", "phone"], [bureau.ref, phone]))

    assert f'<ins>{phone}</ins><div class="help">{reading}</div>' in text


@pytest.mark.parametrize("phone", ["8.67583E+11", "7583611228.0", "#REF!", "0758-3611188(传真)"])
def test_row_with_a_ruined_number_is_refused(admin_client, phone):
    bureau = make_bureau(phone="0758-3611228")

    text = preview(admin_client, as_csv(["ref", "phone"], [bureau.ref, phone]))

    assert f"phone: “{phone}” is" in refusal(text)


def test_import_keeps_index_feed_and_log_right(admin_client, admin_user):
    bureau = make_bureau(name_en="Old Name")
    changes = Change.objects.count()

    apply(admin_client, as_csv(["ref", "name_en"], [bureau.ref, "Lantern Office"]))

    assert Bureau.objects.filter(matching("lantern", BureauTokens)).get() == bureau
    assert not Bureau.objects.filter(matching("old name", BureauTokens)).exists()
    change = Change.objects.order_by("pk").last()
    assert (change.key, change.action) == (bureau.ref, "changed")
    assert Change.objects.count() == changes + 1
    entry = admin_user.logentry_set.get()
    assert entry.get_change_message() == "file.csv: A list that the bureaus sent"


def test_blank_cell_changes_nothing_and_clear_empties(admin_client):
    bureau = make_bureau(phone="1", fax="2", email="a@example.org", languages=["en"])
    content = as_csv(
        ["ref", "phone", "fax", "email", "languages"], [bureau.ref, "", " ", "(clear)", "(CLEAR)"]
    )

    apply(admin_client, content)

    bureau.refresh_from_db()
    assert (bureau.phone, bureau.fax, bureau.email, bureau.languages) == ("1", "2", "", [])


@pytest.mark.parametrize(
    ("column", "stored", "cell", "kept"),
    [
        ("postal_code", "", 526200.0, "526200"),
        ("postal_code", "", 526200, "526200"),
        ("postal_code", "", "526200", "526200"),
        ("postal_code", "526200", 526200.0, "526200"),
        ("phone", "", 8613800001111, "8613800001111"),
    ],
)
def test_number_in_a_workbook_becomes_text(admin_client, column, stored, cell, kept):
    bureau = make_bureau(**{column: stored})

    apply(admin_client, as_xlsx(["ref", column], [bureau.ref, cell]), "a.xlsx")

    assert getattr(Bureau.objects.get(), column) == kept


def test_zero_that_a_spreadsheet_dropped_is_not_lost(admin_client):
    bureau = make_bureau(phone="07583611228")

    text = preview(admin_client, as_csv(["ref", "phone"], [bureau.ref, "7583611228"]))

    assert "The zeros before 7583611228 were lost." in refusal(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends_are_understood(admin_client, encoding, newline):
    bureau = make_bureau()
    text = newline.join(["ref,name_zh_hans", f"{bureau.ref},四会市投资促进局", ""])

    apply(admin_client, text.encode(encoding))

    assert Bureau.objects.get().name_zh_hans == "四会市投资促进局"


def test_row_without_ref_becomes_a_draft_that_can_be_found(admin_client):
    region = make_region(name="Sihui")
    head = ["ref", "kind", "region", "name_en", "phone"]

    apply(admin_client, as_csv(head, ["", "Commerce", "sihui", "Lantern Office", "0758-3611228"]))

    bureau = Bureau.objects.get()
    assert (bureau.status, bureau.kind, bureau.region) == ("draft", "commerce", region)
    assert len(bureau.ref) == 5
    assert Bureau.objects.filter(matching("07583611228", BureauTokens)).get() == bureau


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"kind": "commerce", "name_en": "x"}, "region: "),
        ({"region": "sihui", "name_en": "x"}, "kind: "),
        ({"region": "sihui", "kind": "commerce"}, "needs a name"),
        (
            {"region": "sihui", "kind": "commerce", "name_en": "x", "status": "published"},
            "What is new begins as a draft.",
        ),
    ],
)
def test_incomplete_new_row_is_refused(admin_client, values, why):
    make_region(name="Sihui")

    text = preview(admin_client, as_csv(["ref", *values], ["", *values.values()]))

    assert why in refusal(text)


@pytest.mark.parametrize("status", ["closed", "draft", "published"])
def test_no_file_closes_or_reopens_a_bureau(admin_client, status):
    closed = status != "closed"
    bureau = make_closed_bureau(closure="abolished") if closed else make_bureau()

    text = preview(admin_client, as_csv(["ref", "status"], [bureau.ref, status]))

    assert "closed and reopened one by one" in refusal(text)


def test_region_is_understood_by_code_and_former_name(admin_client):
    bureau, other = make_bureau(), make_bureau()
    region = make_region(name="Gaoyao", code="441204")
    region.aliases.create(kind="former_code", value="441283")
    content = as_csv(["ref", "region"], [bureau.ref, "441204"], [other.ref, "441283"])

    apply(admin_client, content)

    assert set(Bureau.objects.values_list("region", flat=True)) == {region.pk}


def test_region_that_was_split_is_refused_with_what_may_be_meant(admin_client):
    bureau = make_bureau()
    for name in ("Gusu", "Wujiang"):
        make_region(name=name).aliases.create(kind="former_code", value="320586")

    text = preview(admin_client, as_csv(["ref", "region"], [bureau.ref, "320586"]))

    assert "“320586” may mean any of: gusu, wujiang." in refusal(text)


def test_row_changed_since_the_export_is_refused(admin_client):
    bureau = make_bureau(phone="1", fax="1")
    head, row = exported(admin_client)
    Bureau.objects.update(fax="2")
    row[head.index("phone")] = "3"

    text = preview(admin_client, as_csv(head, row))

    assert "It was changed here after the export" in refusal(text)
    assert Bureau.objects.get().phone == "1"
    assert bureau.ref in refusal(text)


def test_file_that_was_applied_changes_nothing_the_second_time(admin_client):
    make_bureau(phone="1")
    head, row = exported(admin_client)
    row[head.index("phone")] = "3"
    apply(admin_client, as_csv(head, row))

    text = preview(admin_client, as_csv(head, row))

    assert "<b>1</b> unchanged" in text


def test_row_changed_between_preview_and_confirmation_gets_a_new_preview(admin_client):
    bureau = make_bureau(phone="1", fax="1")
    text = preview(admin_client, as_csv(["ref", "phone"], [bureau.ref, "3"]))
    Bureau.objects.update(fax="2")

    again = confirm(admin_client, text)
    unchanged = Bureau.objects.get().phone
    done = confirm(admin_client, again)

    assert "rows were changed since the preview" in again
    assert seen(again) != seen(text)
    assert unchanged == "1"
    assert "Applied" in done
    assert Bureau.objects.get().phone == "3"


def test_import_is_applied_once(admin_client):
    bureau = make_bureau(phone="1")
    text = preview(admin_client, as_csv(["ref", "phone"], [bureau.ref, "3"]))
    confirm(admin_client, text)
    Bureau.objects.update(phone="1")

    confirm(admin_client, text)

    assert Bureau.objects.get().phone == "1"


def test_source_has_to_be_said(admin_client):
    bureau = make_bureau(phone="1")
    text = preview(admin_client, as_csv(["ref", "phone"], [bureau.ref, "3"]))

    again = confirm(admin_client, text, source=" ")

    assert "This field is required." in again
    assert Bureau.objects.get().phone == "1"
    assert ImportRun.objects.get().state == "previewed"


def test_run_remembers_who_what_and_where_from(admin_client, admin_user):
    bureau = make_bureau(phone="1")

    apply(admin_client, as_csv(["ref", "phone"], [bureau.ref, "3"]), "July.csv")

    run = ImportRun.objects.get()
    assert (run.user, run.noun, run.file_name) == (admin_user, "bureaus.bureau", "July.csv")
    assert run.source == "A list that the bureaus sent"
    assert run.counts == {"created": 0, "changed": 1, "unchanged": 0, "refused": 0}
    assert (run.state, run.content, len(run.digest)) == ("applied", None, 64)


def test_preview_of_somebody_else_is_not_found(admin_client, client, django_user_model):
    bureau = make_bureau(phone="1")
    address = upload(admin_client, as_csv(["ref", "phone"], [bureau.ref, "3"])).url
    client.force_login(django_user_model.objects.create_superuser("lin"))

    assert client.get(address).status_code == 404


def test_form_and_list_of_imports_open(admin_client):
    bureau = make_bureau(phone="1")
    apply(admin_client, as_csv(["ref", "phone"], [bureau.ref, "3"]))
    run = ImportRun.objects.get()

    assert "phone" in page(admin_client.get("/admin/bureaus/bureau/import/"))
    assert "file.csv" in page(admin_client.get("/admin/bureaus/importrun/?state=applied"))
    assert "changed: 1" in page(admin_client.get(f"/admin/bureaus/importrun/{run.pk}/change/"))
    assert "Applied" in page(admin_client.get(f"/admin/bureaus/bureau/import/{run.pk}/"))
