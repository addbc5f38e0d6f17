"""Deleted drafts come back; who may restore, and where."""

import pytest

from bureaus.models import Bureau, Region
from policies.models import Document, Priority
from tests.bureaus.admin.histories import history, restore, versions
from tests.factories import (
    make_bureau,
    make_check,
    make_contact_point,
    make_document,
    make_industry,
    make_priority,
    make_region,
    make_staff,
)
from tests.forms import address, opened, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """Give a function that logs somebody in with these rights."""

    def log_in(*rights, regions=()):
        client.force_login(make_staff(*rights, regions=regions))
        return client

    return log_in


def revive(client, noun):
    """Open the form of what was deleted last and save it."""
    version = client.get(f"{noun}deleted/").context["page"][0]
    url = f"{noun}add/?version={version.pk}"
    return client.post(url, shown(client.get(url)))


def test_deleted_draft_is_found_and_comes_back_as_it_was(admin_client):
    bureau = make_bureau(status="draft", ref="bbbbb", name_en="Office", phone="0758-3611228")
    make_contact_point(bureau)
    make_check(bureau)
    pk = bureau.pk
    admin_client.post(address(bureau, "delete/"), {"post": "yes", "change_reason": "Twice"})

    listed = admin_client.get("/admin/bureaus/bureau/deleted/")
    done = revive(admin_client, "/admin/bureaus/bureau/")

    again = Bureau.objects.get(pk=pk)
    assert "Office" in listed.content.decode()
    assert done.status_code == 302
    assert (again.ref, again.name_en, again.status) == ("bbbbb", "Office", "draft")
    assert (again.contact_points.count(), again.checks.count()) == (1, 1)
    assert [version.history_type for version in versions(again)] == ["+", "-", "+"]
    assert not admin_client.get("/admin/bureaus/bureau/deleted/").context["page"].object_list


def test_deleted_document_keeps_its_key_in_the_start_data(admin_client):
    document = make_document(status="draft", key="plan-2024")
    admin_client.post(address(document, "delete/"), {"post": "yes", "change_reason": "Twice"})

    revive(admin_client, "/admin/policies/document/")

    assert Document.objects.get(pk=document.pk).key == "plan-2024"


def test_deleted_priority_and_region_come_back(admin_client):
    priority = make_priority(status="draft", document=None, industries=[make_industry()])
    region = make_region(name="Sihui")
    rows = {"policies/priority": priority, "bureaus/region": region}
    keys = {path: row.pk for path, row in rows.items()}
    for row in rows.values():
        row.delete()

    for path in rows:
        assert revive(admin_client, f"/admin/{path}/").status_code == 302

    assert Priority.objects.get(pk=keys["policies/priority"]).industries.count() == 1
    assert Region.objects.get(pk=keys["bureaus/region"]).slug == "sihui"


@pytest.mark.parametrize(
    "version",
    [
        *("bureau-999999", "bureau-", "x-1", "region-1", "bureau-99999999999999999999", ""),
        *(f"own&only={only}" for only in ("ref", "nothing", "checked_on", "<b>", "change_reason")),
        "other",
    ],
)
def test_what_is_no_version_of_it_is_not_found(admin_client, version):
    bureau, other = make_bureau(), make_bureau()
    for whose, row in (("own", bureau), ("other", other)):
        version = version.replace(whose, f"bureau-{versions(row)[0].history_id}")

    assert admin_client.get(f"{address(bureau)}?version={version}").status_code == 404
    assert admin_client.get(f"/admin/bureaus/bureau/add/?version={version}").status_code == 404


def test_viewer_sees_the_history_and_restores_nothing(staff):
    bureau = make_bureau(phone="1")
    Bureau.objects.update(phone="2")
    gone = make_bureau(status="draft", region=bureau.region)
    gone.delete()
    client = staff("view_bureau")
    url = f"{address(bureau)}?version=bureau-{versions(bureau)[0].history_id}"

    page = history(client, bureau).content.decode()
    form = client.get(address(bureau)).content.decode()

    assert "Put back" not in page
    assert 'name="change_reason"' not in form
    assert client.get(url).status_code == 403
    assert client.post(url, {"phone": "1"}).status_code == 403
    assert client.get("/admin/bureaus/bureau/deleted/").status_code == 403


def test_regional_editor_restores_inside_the_assigned_regions_only(staff):
    own, other = make_region(), make_region()
    bureau, foreign = make_bureau(region=own, phone="1"), make_bureau(region=other, phone="1")
    Bureau.objects.update(phone="2")
    rights = [f"{verb}_{noun}" for verb in ("view", "change") for noun in ("bureau", "region")]
    client = staff(*rights, regions=[own])

    allowed = restore(client, bureau, versions(bureau)[0], "phone")
    url = f"{address(foreign)}?version=bureau-{versions(foreign)[0].history_id}&only=phone"
    refused = [client.get(url), client.post(url, {"phone": "1", "change_reason": "x"})]

    assert allowed.status_code == 302
    assert all(answer.status_code in (302, 403) for answer in refused)
    assert Bureau.objects.get(pk=foreign.pk).phone == "2"


def test_regional_editor_does_not_restore_out_of_the_assigned_regions(staff):
    own, other = make_region(), make_region()
    bureau = make_bureau(region=other)
    then = versions(bureau)[0]
    Bureau.objects.update(region=own)
    client = staff("view_bureau", "change_bureau", regions=[own])

    answer = restore(client, bureau, then, "region", confirm=False)

    assert answer.status_code == 403


def test_regional_editor_does_not_learn_of_drafts_elsewhere_from_history_and_conflicts(staff):
    own, other = make_region(), make_region()
    secret = make_bureau(region=other, status="draft", name_en="Zzyzx office")
    bureau = make_bureau(region=own, parent=secret)
    Bureau.objects.filter(pk=bureau.pk).update(parent=None)
    document = make_document(region=own)
    rights = [f"{verb}_{noun}" for verb in ("view", "change") for noun in ("bureau", "document")]
    client = staff(*rights, "view_priority", regions=[own])
    data = opened(client, address(document))
    make_priority(document=document, region=other, status="draft", title_en="Zzyzx plan")
    Document.objects.update(title_en="Another")

    told_of_bureau = history(client, bureau).content.decode()
    told_of_document = history(client, document).content.decode()
    restored = restore(client, bureau, versions(bureau)[0], confirm=False).content.decode()
    refused = client.post(address(document), data | {"title_en": "Mine", "change_reason": "x"})

    assert "it is now: Another" in refused.content.decode()
    assert "not there or not shown" in restored
    for page in (told_of_bureau, told_of_document, restored, refused.content.decode()):
        assert "Zzyzx" not in page


def test_regional_editor_sees_only_deleted_drafts_of_the_assigned_regions(staff):
    own, other = make_region(), make_region()
    make_bureau(region=own, status="draft", name_en="Ours").delete()
    make_bureau(region=other, status="draft", name_en="Theirs").delete()
    client = staff("view_bureau", "add_bureau", regions=[own])
    theirs = Bureau.history.filter(history_type="-", name_en="Theirs").get()

    page = client.get("/admin/bureaus/bureau/deleted/").content.decode()

    assert "Ours" in page
    assert "Theirs" not in page
    assert client.get(f"/admin/bureaus/bureau/add/?version={theirs.pk}").status_code == 404
