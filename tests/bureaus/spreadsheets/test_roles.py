"""Who may import and export what, and that a preview tells nobody of what is hidden from them."""

import pytest
from django.contrib.auth.models import Permission, User

from bureaus.models import Bureau, ImportRun
from tests.bureaus.spreadsheets.files import BUREAUS, apply, as_csv, preview, refusal
from tests.factories import make_bureau, make_region, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def jiangsu(once):
    return make_region(name="Jiangsu")


@pytest.fixture
def editor(client, jiangsu):
    """Log in a regional editor of Jiangsu."""
    names = ("view_bureau", "change_bureau", "add_bureau")
    client.force_login(make_staff(*names, regions=[jiangsu]))
    return client


@pytest.mark.parametrize(
    ("codenames", "path", "status"),
    [
        (["view_bureau", "add_bureau"], "import/", 403),
        (["change_bureau"], "import/", 200),
        (["change_bureau"], "import/1/", 404),
    ],
)
def test_import_needs_the_permission_to_change(client, codenames, path, status):
    client.force_login(make_staff(*codenames))

    assert client.get(BUREAUS + path).status_code == status


def test_viewer_is_not_led_to_imports(client):
    client.force_login(make_staff("view_bureau"))

    page = client.get(BUREAUS).content.decode()

    assert "export/xlsx/" in page
    assert "import/" not in page


def test_new_rows_need_the_permission_to_add(client):
    client.force_login(make_staff("change_bureau"))
    make_region(name="Sihui")
    row = ["", "commerce", "sihui", "x"]

    page = preview(client, as_csv(["ref", "kind", "region", "name_en"], row))

    assert "You may change rows, but not add new ones." in page


def test_regional_editor_imports_only_what_lies_in_the_region(editor, jiangsu):
    city = make_region(name="Suzhou", parent=jiangsu, level="prefecture")
    inside, outside = make_bureau(region=city, phone="1"), make_bureau(phone="1")

    apply(editor, as_csv(["ref", "phone"], [inside.ref, "2"], [outside.ref, "2"]))

    assert Bureau.objects.get(pk=inside.pk).phone == "2"
    assert Bureau.objects.get(pk=outside.pk).phone == "1"
    assert ImportRun.objects.get().counts["refused"] == 1


def test_draft_of_another_region_cannot_be_told_from_nothing(editor, jiangsu):
    draft = make_bureau(status="draft", name_en="Secret", phone="12345")
    own = make_bureau(region=jiangsu)
    head = ["ref", "phone", "parent"]

    real = preview(editor, as_csv(head, [draft.ref, "1", ""], [own.ref, "", draft.ref]))
    made_up = preview(editor, as_csv(head, ["zzzzz", "1", ""], [own.ref, "", "zzzzz"]))

    assert refusal(real).replace(draft.ref, "zzzzz") == refusal(made_up)
    assert "Secret" not in real
    assert "12345" not in real


def test_regional_editor_gives_a_parent_inside_the_region(editor, jiangsu):
    body, own = make_bureau(region=jiangsu), make_bureau(region=jiangsu)

    apply(editor, as_csv(["ref", "parent"], [own.ref, body.ref]))

    own.refresh_from_db()
    assert own.parent == body


def test_regional_editor_gives_no_parent_elsewhere_but_keeps_the_one_there_is(editor, jiangsu):
    kept, other = make_bureau(), make_bureau()
    own = make_bureau(region=jiangsu, parent=kept, phone="1")

    page = preview(editor, as_csv(["ref", "parent"], [own.ref, other.ref]))
    apply(editor, as_csv(["ref", "parent", "phone"], [own.ref, kept.ref, "2"]))

    own.refresh_from_db()
    assert f"Nothing is called “{other.ref}”." in page
    assert (own.parent, own.phone) == (kept, "2")


@pytest.mark.parametrize("ref", ["own", ""])
def test_nothing_is_moved_or_made_outside_the_region(editor, jiangsu, ref):
    own = make_bureau(region=jiangsu)
    make_region(name="Zhejiang")
    row = [own.ref if ref else "", "zhejiang", "commerce", "x"]

    page = preview(editor, as_csv(["ref", "region", "kind", "name_en"], row))

    assert "Its region is not among those that you may edit." in page


def test_regional_editor_sees_own_imports_only(editor, jiangsu, admin_user):
    user = User.objects.get(username="lin")
    user.user_permissions.add(Permission.objects.get(codename="view_importrun"))
    for owner, name in ((user, "mine.csv"), (admin_user, "theirs.csv")):
        ImportRun.objects.create(user=owner, file_name=name, noun="bureaus.bureau")

    page = editor.get("/admin/bureaus/importrun/").content.decode()

    assert "mine.csv" in page
    assert "theirs.csv" not in page
