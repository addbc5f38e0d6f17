"""Fields, rows and versions are put back."""

import re

import pytest

from bureaus.changes.batch import together
from bureaus.models import Bureau, BureauAlias, ContactPoint
from policies.models import Document, KeyPoint
from tests.bureaus.admin.histories import history, restore, versions
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_document,
    make_industry,
    make_key_point,
    make_priority,
    make_region,
)
from tests.forms import address, opened, save, shown

pytestmark = pytest.mark.django_db


def test_one_field_is_put_back_and_the_others_stay(admin_client):
    bureau = make_bureau(phone="1", fax="1")
    save(admin_client, bureau, phone="2", fax="2")

    preview = restore(admin_client, bureau, versions(bureau)[0], "phone", confirm=False)
    number = len(versions(bureau))
    done = restore(admin_client, bureau, versions(bureau)[0], "phone")

    bureau.refresh_from_db()
    assert [(d.label, d.old, d.new) for d in preview.context["restored"]] == [("Phone", "2", "1")]
    assert 'href="#id_phone">Phone</a>' in preview.content.decode()
    assert number == 2
    assert done.status_code == 302
    assert (bureau.phone, bureau.fax) == ("1", "2")
    assert versions(bureau)[-1].history_change_reason.startswith("Restored from the version of 20")


def test_restored_values_may_be_changed_and_somebody_elses_change_is_noticed(admin_client):
    bureau = make_bureau(phone="1", fax="1")
    save(admin_client, bureau, phone="2", fax="2")
    url = f"{address(bureau)}?version=bureau-{versions(bureau)[0].history_id}"
    data = opened(admin_client, url)
    Bureau.objects.update(phone="4")

    refused = admin_client.post(url, data | {"fax": "3"})
    again = admin_client.post(url, shown(refused))

    bureau.refresh_from_db()
    assert "it is now: 4." in refused.content.decode()
    assert again.status_code == 302
    assert (bureau.phone, bureau.fax) == ("1", "3")


def test_whole_version_comes_back_with_what_belonged_to_it(admin_client):
    bureau = make_bureau(phone="1")
    with together(reason="opened"):
        make_contact_point(bureau, name_en="Kept", phone="1")
        make_contact_point(bureau, name_en="Gone", languages=["en", "ja"])
    then = ContactPoint.history.latest()
    bureau.contact_points.get(name_en="Gone").delete()
    make_contact_point(bureau, name_en="Later")
    bureau.contact_points.filter(name_en="Kept").update(phone="2")
    make_check(bureau)
    Bureau.objects.update(phone="2")

    answer = restore(admin_client, bureau, then)

    bureau.refresh_from_db()
    points = bureau.contact_points.order_by("name_en").values_list("name_en", "phone", "languages")
    assert answer.status_code == 302
    assert bureau.phone == "1"
    assert list(points) == [("Gone", "", ["en", "ja"]), ("Kept", "1", [])]
    assert bureau.checks.count() == 1


def test_moment_of_a_check_is_one_to_restore_as_any_other(admin_client):
    bureau = make_bureau(phone="1")
    check = make_check(bureau)
    save(admin_client, bureau, phone="2")

    answer = restore(admin_client, bureau, type(check).history.get())

    bureau.refresh_from_db()
    assert (answer.status_code, bureau.phone, bureau.checks.count()) == (302, "1", 1)


def test_rows_from_before_history_was_kept_stay_when_a_version_is_restored(admin_client):
    bureau = make_bureau(phone="1")
    make_contact_point(bureau, name_en="Old", phone="1")
    changed = make_contact_point(bureau, name_en="Changed", phone="1")
    ContactPoint.history.all().delete()
    changed.phone = "2"
    changed.save()
    Bureau.objects.update(phone="2")

    restore(admin_client, bureau, versions(bureau)[0])

    points = bureau.contact_points.order_by("pk").values_list("name_en", "phone")
    assert list(points) == [("Old", "1"), ("Changed", "1")]


def test_names_that_were_added_and_successors_stay_when_a_version_is_restored(admin_client):
    bureau = make_closed_bureau(make_bureau(), phone="1")
    alias = bureau.aliases.create(kind="former_name", value="Old")
    then = versions(bureau)[-1]
    bureau.aliases.create(kind="former_name", value="Later")
    bureau.successions.create(successor=make_bureau())
    bureau.aliases.filter(pk=alias.pk).update(value="Older")
    Bureau.objects.filter(pk=bureau.pk).update(phone="2")

    restore(admin_client, bureau, BureauAlias.history.filter(id=alias.pk).earliest())

    bureau.refresh_from_db()
    assert (bureau.phone, then.phone) == ("1", "1")
    assert sorted(bureau.aliases.values_list("value", flat=True)) == ["Later", "Old"]
    assert bureau.successions.count() == 2


def test_row_below_is_brought_back(admin_client):
    priority = make_priority()
    point = make_key_point(priority, industries=[make_industry(name_en="Ships")])
    point.delete()

    restore(admin_client, priority, KeyPoint.history.filter(history_type="-").latest(), "row")

    again = priority.key_points.get()
    assert (again.text_en, again.industries.get().name_en) == ("A point", "Ships")


def test_field_of_a_row_below_and_industries_are_put_back(admin_client):
    ships, cars = make_industry(name_en="Ships"), make_industry(name_en="Cars")
    priority = make_priority(industries=[ships])
    point = make_key_point(priority)
    before = versions(priority)[-1]
    point.text_en = "Another"
    point.save()
    priority.industries.set([cars])

    restore(admin_client, priority, KeyPoint.history.earliest(), "text_en")
    restore(admin_client, priority, before, "industries")

    assert priority.key_points.get().text_en == "A point"
    assert priority.industries.get() == ships


def test_restoring_a_document_leaves_its_priorities_alone(admin_client):
    document = make_document(title_en="Old")
    first = versions(document)[0]
    make_priority(document=document, region=document.region)
    Document.objects.update(title_en="New")

    restore(admin_client, document, first)

    document.refresh_from_db()
    assert document.title_en == "Old"
    assert document.priorities.count() == 1


def test_history_of_a_document_leaves_its_priorities_to_their_own(admin_client):
    document = make_document()
    make_priority(document=document, region=document.region, title_en="Ships", status="draft")

    page = history(admin_client, document).content.decode()

    assert "Ships" not in page


def test_state_that_cannot_be_chosen_stays_as_it_is(admin_client):
    successor = make_bureau()
    bureau = make_closed_bureau(successor, closure="merged")
    then = versions(bureau)[0]
    bureau.successions.all().delete()
    bureau.status, bureau.closure, bureau.closed_on = "published", "", None
    bureau.save()

    page = restore(admin_client, bureau, then, confirm=False)
    restore(admin_client, bureau, then)

    bureau.refresh_from_db()
    assert '<option value="published" selected' in page.content.decode()
    assert "Closed (cannot be chosen here; it stays as it is)" in page.content.decode()
    assert bureau.status == "published"


def test_row_that_is_gone_does_not_take_the_present_one_away(admin_client):
    gone, present = make_bureau(), make_bureau()
    bureau = make_bureau(parent=gone, phone="1")
    then = versions(bureau)[0]
    bureau.parent, bureau.phone = present, "2"
    bureau.save()
    gone.delete()

    page = restore(admin_client, bureau, then, confirm=False)
    restore(admin_client, bureau, then)

    bureau.refresh_from_db()
    assert f'<option value="{present.pk}" selected' in page.content.decode()
    assert (bureau.parent, bureau.phone) == (present, "1")


def test_slug_that_another_has_by_now_is_refused(admin_client):
    region = make_region(name="Old")
    region.slug = "new"
    region.save()
    make_region(name="Other", slug="old")

    answer = restore(admin_client, region, versions(region)[0], "slug")

    assert "already exists" in answer.content.decode()


def test_field_of_a_row_that_is_gone_brings_the_whole_row_back(admin_client):
    bureau = make_bureau()
    desk = make_contact_point(bureau, name_en="Desk", phone="1")
    before = ContactPoint.history.latest()
    desk.phone = "2"
    desk.save()
    desk.delete()

    restore(admin_client, bureau, before, "phone")

    assert list(bureau.contact_points.values_list("name_en", "phone")) == [("Desk", "1")]


def test_history_offers_only_what_the_form_can_fill_in(admin_client):
    bureau = make_closed_bureau(make_bureau(), phone="1")
    check = make_check(bureau, note="a")
    check.note = "b"
    check.save()
    bureau.successions.all().delete()
    Bureau.objects.filter(pk=bureau.pk).update(phone="2", closed_on="2020-01-01")

    page = history(admin_client, bureau).content.decode()
    offered = re.findall(r'href="([^"]*\?version=[^"]*)"', page)

    assert set(re.findall("only=([a-z_]+)", page)) == {"phone", "note"}
    for url in offered:
        assert admin_client.get(url.replace("&amp;", "&")).status_code == 200
