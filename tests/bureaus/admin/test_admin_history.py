"""What the history of an object shows."""

from html import unescape

import pytest

from bureaus.changes.batch import together
from bureaus.models import Bureau, ContactPoint
from tests.bureaus.admin.histories import history, told
from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_contact_point,
    make_industry,
    make_key_point,
    make_priority,
    make_region,
)
from tests.forms import address, save

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("1")</script>'


def test_history_tells_who_why_and_each_field_by_its_label(admin_client, admin_user):
    bureau, place = make_bureau(phone="1"), make_region(name="Sihui")
    save(admin_client, bureau, phone="2", kind="commerce", region=place.pk, languages=["en"])

    entry = history(admin_client, bureau).context["page"][0]

    shown = {d.label: (d.old, d.new) for d in entry.items[0].differences}
    assert (entry.user, entry.reason) == (admin_user, "Its website")
    assert shown["Phone"] == ("1", "2")
    assert shown["Kind"] == ("Investment promotion", "Commerce")
    assert shown["Region"][1] == "Sihui"
    assert shown["Languages"] == ("", "English")


def test_rows_below_are_in_the_same_entry(admin_client):
    bureau = make_bureau()
    desk = make_contact_point(bureau, phone="1")
    save(admin_client, bureau, fax="9", **{"contact_points-0-phone": "2"})
    save(admin_client, bureau, **{"contact_points-0-DELETE": "on"})

    deleted, *changed = told(admin_client, bureau)[:3]

    assert deleted[:2] == ("-", "Front desk")
    assert changed == [
        ("~", "", {"fax": ("", "9")}),
        ("~", "Front desk", {"phone": ("1", "2")}),
    ]
    assert not ContactPoint.objects.filter(pk=desk.pk).exists()


def test_industries_of_a_priority_and_its_points_are_named(admin_client):
    ships, cars = make_industry(name_en="Ships"), make_industry(name_en="Cars")
    priority = make_priority(industries=[ships])
    make_key_point(priority, industries=[ships])

    save(admin_client, priority, industries=[cars.pk], **{"key_points-0-industries": [cars.pk]})

    assert [fields["industries"] for _kind, _label, fields in told(admin_client, priority)[:2]] == [
        ("Ships", "Cars"),
        ("Ships", "Cars"),
    ]


def test_history_is_paged_newest_first(admin_client):
    bureau = make_bureau()
    for number in range(25):
        with together(reason=f"reason {number}"):
            Bureau.objects.update(phone=str(number))

    first = history(admin_client, bureau)
    second = admin_client.get(address(bureau, "history/") + "?p=2").context["page"]

    assert first.context["page"][0].reason == "reason 24"
    assert (len(first.context["page"]), len(second)) == (20, 6)
    assert admin_client.get(address(bureau, "history/") + "?p=x").status_code == 200


def test_history_needs_the_same_queries_however_long_it_is(admin_client, count_queries):
    bureau = make_bureau()
    place, other = make_region(parent=make_region()), make_region()
    for region in (place, other):
        Bureau.objects.update(region=region, phone=region.slug)
    few = count_queries(history, admin_client, bureau)
    for number in range(10):
        make_contact_point(bureau, phone=str(number))
        Bureau.objects.update(phone=str(number), region=[place, other][number % 2])

    assert count_queries(history, admin_client, bureau) <= few + 1


def test_hostile_values_and_reasons_are_shown_as_text(admin_client):
    bureau = make_bureau(status="draft")
    make_contact_point(bureau, name_en=HOSTILE)
    save(admin_client, bureau, reason=f"{HOSTILE} javascript:alert(1)", notes=HOSTILE)
    page = history(admin_client, bureau).content.decode()
    with together(reason=HOSTILE):
        bureau.delete()
    deleted = admin_client.get("/admin/bureaus/bureau/deleted/").content.decode()

    assert HOSTILE not in page + deleted
    assert 'href="javascript' not in page
    assert HOSTILE in unescape(page)


def test_row_that_another_named_and_that_is_gone_does_not_break_the_page(admin_client):
    successor = make_bureau(status="draft", name_en="Successor")
    bureau = make_closed_bureau(successor)
    bureau.successions.all().delete()
    Bureau.objects.filter(pk=successor.pk).delete()

    fields = told(admin_client, bureau)[0][2]

    assert fields["successor"] == (f"not there or not shown (number {successor.pk})", "")
