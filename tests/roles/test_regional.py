"""A regional editor changes what lies in his or her regions, and learns of no other's draft."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from bureaus.models import Bureau, Correction
from policies.models import Priority
from tests.factories import make_bureau, make_document, make_priority, make_region
from tests.forms import opened, opened_grid
from tests.roles.expected import REGIONAL

pytestmark = pytest.mark.django_db
NOUNS = [name.split("_") for name in REGIONAL]
nouns = pytest.mark.parametrize(("app", "noun"), NOUNS)


@pytest.fixture
def editor(act_as):
    return act_as("regional")


def listing(app, noun):
    return reverse(f"admin:{app}_{noun}_changelist")


def page(app, noun, row, view="change"):
    return reverse(f"admin:{app}_{noun}_{view}", args=[row.pk])


def filled(client, address):
    """Give what the form of a page would send as it is, with a reason."""
    return opened(client, address) | {"change_reason": "Its website"}


@nouns
@pytest.mark.parametrize("query", ["", "?q=Secret", "?status__exact=draft", "?status=draft"])
def test_list_shows_own_drafts_and_nothing_of_drafts_elsewhere(
    client, world, editor, app, noun, query
):
    answer = client.get(listing(app, noun) + query, follow=True)

    assert answer.status_code == 200
    assert "Secret other" not in answer.content.decode()
    if "Secret" not in query:
        assert f"own_draft {noun}" in answer.content.decode()


@nouns
def test_counts_of_the_filters_leave_out_drafts_elsewhere(client, world, editor, app, noun):
    text = client.get(f"{listing(app, noun)}?_facets=True").content.decode()

    counts = dict(re.findall(r"(Draft|Published) \((\d+)\)", text))
    assert counts == {"Draft": "1", "Published": "2"}


@nouns
@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_draft_elsewhere_looks_as_if_it_were_not_there(client, world, editor, app, noun, view):
    secret = getattr(world, f"other_draft_{noun}")

    there = client.get(page(app, noun, secret, view), follow=True)
    secret_pk = secret.pk
    secret.pk = 999_999
    missing = client.get(page(app, noun, secret, view), follow=True)

    def text(answer, pk):
        body = answer.content.decode().replace(f"“{pk}”", "“…”")
        return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", body)

    assert there.status_code == missing.status_code
    assert text(there, secret_pk) == text(missing, 999_999)


@nouns
def test_what_is_public_elsewhere_is_seen_and_not_changed(client, world, editor, app, noun):
    row = getattr(world, f"other_published_{noun}")

    assert client.get(page(app, noun, row)).status_code == 200
    assert client.post(page(app, noun, row), {"_save": "1"}).status_code == 403
    assert b'name="_save"' not in client.get(page(app, noun, row)).content


@nouns
def test_own_row_is_saved(client, world, editor, app, noun):
    row = getattr(world, f"own_draft_{noun}")
    address = page(app, noun, row)
    name = "name_en" if noun == "bureau" else "title_en"

    answer = client.post(address, filled(client, address) | {name: "Changed"})

    assert answer.status_code == 302, answer.context["errors"]
    row.refresh_from_db()
    assert getattr(row, name) == "Changed"


@nouns
@pytest.mark.parametrize("where", ["other", "own_sibling"])
def test_no_row_is_moved_or_made_outside(client, world, editor, app, noun, where):
    outside = world.other if where == "other" else make_region(name="Sibling")
    row = getattr(world, f"own_draft_{noun}")
    values = filled(client, page(app, noun, row)) | {"region": outside.pk}

    moved = client.post(page(app, noun, row), values)
    made = client.post(reverse(f"admin:{app}_{noun}_add"), values)

    assert moved.status_code == made.status_code == 200
    assert "region" in moved.context["adminform"].form.errors
    assert "region" in made.context["adminform"].form.errors


def test_bureau_gets_no_parent_elsewhere_but_may_keep_the_one_it_has(client, world, editor):
    bureau = world.own_published_bureau
    outside, draft = world.other_published_bureau, world.other_draft_bureau
    address = page("bureaus", "bureau", bureau)
    values = filled(client, address)

    for parent in (outside, draft):
        answer = client.post(address, values | {"parent": parent.pk})
        assert "parent" in answer.context["adminform"].form.errors
    Bureau.objects.filter(pk=bureau.pk).update(parent=outside)

    assert client.post(address, values | {"parent": outside.pk}).status_code == 302


def test_link_to_a_draft_elsewhere_is_not_shown_and_stays(client, world, editor):
    priority = world.own_draft_priority
    Priority.objects.filter(pk=priority.pk).update(document=world.other_draft_document)
    address = page("policies", "priority", priority)

    shown = (
        client.get(address).content.decode()
        + client.get(listing("policies", "priority")).content.decode()
    )
    saved = client.post(address, filled(client, address) | {"title_en": "Changed"})

    assert "Secret" not in shown
    assert "another region&#x27;s draft" in shown
    assert saved.status_code == 302
    priority.refresh_from_db()
    assert priority.document == world.other_draft_document


@pytest.mark.parametrize(
    ("model", "field", "expected"),
    [
        ("bureau", "region", {"Own", "Inside, Own"}),
        ("bureau", "parent", {"own_draft bureau", "own_published bureau", "Own closed"}),
        ("succession", "successor", None),
        ("priority", "region", {"Own", "Inside, Own"}),
        ("priority", "document", None),
        ("document", "reported_in", None),
    ],
)
def test_only_what_may_be_chosen_is_offered(client, world, editor, model, field, expected):
    app = "bureaus" if model in {"bureau", "succession"} else "policies"
    query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}

    offered = client.get(reverse("admin:autocomplete"), query).json()["results"]

    texts = {item["text"] for item in offered}
    assert not any("Secret" in text for text in texts)
    assert (
        any("other_published" in text for text in texts)
        if expected is None
        else (texts == expected)
    )


def test_draft_elsewhere_is_not_given_away_by_the_way_to_its_public_page(client, world, editor):
    kind = ContentType.objects.get_for_model(Bureau)

    def way(row):
        return client.get(reverse("admin:view_on_site", args=[kind.pk, row.pk])).status_code

    assert way(world.other_draft_bureau) == 404
    assert way(world.other_published_bureau) == 302


def test_inlines_hold_no_row_of_another_region(client, world, editor):
    document = world.own_published_document
    make_priority(region=world.other, document=document, title_en="Foreign", status="draft")

    assert "Foreign" not in client.get(page("policies", "document", document)).content.decode()


def test_grid_changes_only_rows_within_reach(client, world, editor):
    own, foreign = world.own_published_priority, world.other_published_priority
    address = listing("policies", "priority")
    values = opened_grid(client, address) | {"change_reason": "Its website"}
    titles = (name for name in values if re.fullmatch(r"form-\d+-title_en", name))
    values |= dict.fromkeys(titles, "Changed")

    client.post(address, values)

    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.title_en, foreign.title_en) == ("Changed", "other_published priority")


def test_action_leaves_out_what_lies_outside_and_names_it(client, world, editor):
    rows = [world.own_published_priority, world.other_published_priority]
    Priority.objects.update(is_translation_reviewed=False)

    answer = client.post(
        listing("policies", "priority"),
        {"action": "mark_reviewed", "_selected_action": [row.pk for row in rows]},
        follow=True,
    )

    reviewed = Priority.objects.filter(is_translation_reviewed=True)
    assert list(reviewed) == [world.own_published_priority]
    assert "Left out, because they lie outside your regions" in answer.content.decode()
    assert "other_published priority" in answer.content.decode()


def test_regional_editor_cannot_close_or_reopen(client, world, editor):
    bureau, closed = world.own_published_bureau, world.own_closed
    address = page("bureaus", "bureau", bureau)
    closing = {"status": "closed", "closure": "abolished", "closed_on": "2024-03-01"}

    refused = client.post(address, filled(client, address) | closing)

    assert "status" in refused.context["adminform"].form.errors
    assert 'value="closed"' not in client.get(address).content.decode()
    assert (
        client.post(page("bureaus", "bureau", closed), {"status": "published"}).status_code == 403
    )
    assert "Secret" not in client.get(page("bureaus", "bureau", closed)).content.decode()


def test_regional_editor_deletes_no_row_below(client, world, editor):
    bureau = world.own_draft_bureau
    address = page("bureaus", "bureau", bureau)
    values = filled(client, address)
    values |= {"contact_points-0-DELETE": "on", "checks-0-DELETE": "on"}

    client.post(address, values)

    assert bureau.contact_points.exists()
    assert bureau.checks.exists()


@pytest.mark.parametrize("role", ["viewer", "site"])
def test_others_see_drafts_of_all_regions(client, world, act_as, role):
    act_as(role)

    assert "Secret" in client.get(listing("bureaus", "bureau")).content.decode()


@nouns
def test_list_needs_the_same_queries_for_many_rows(client, world, editor, count_queries, app, noun):
    few = count_queries(client.get, listing(app, noun))
    for _ in range(8):
        make_bureau(region=world.inside)
        make_priority(region=world.inside, document=make_document(region=world.inside))

    assert count_queries(client.get, listing(app, noun)) <= few


@pytest.mark.parametrize(
    ("role", "own", "other"),
    [
        *(("anonymous", 302, 302), ("groupless", 403, 403), ("viewer", 200, 200)),
        *(("regional", 200, 302), ("site", 200, 200), ("superuser", 200, 200)),
    ],
)
def test_missing_bureau_is_settled_by_who_may_edit_there(client, world, act_as, role, own, other):
    act_as(role)
    pages = [page("bureaus", "correction", row) for row in (world.own_missing, world.other_missing)]

    seen = [client.get(address).status_code for address in pages]
    for address in pages:
        client.post(address, {"answer": "No."})

    settled = [row.is_settled for row in missing_of(world)]
    assert seen == [own, other]
    assert settled == [role in ("regional", "site", "superuser"), role in ("site", "superuser")]


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("regional", 403), ("site", 200), ("superuser", 200)],
)
def test_missing_bureau_elsewhere_opens_no_form(client, world, act_as, role, status):
    act_as(role)
    add = f"{reverse('admin:bureaus_bureau_add')}?correction={world.other_missing.pk}"

    answers = [client.get(add).status_code, client.post(add, {"name_en": "x"}).status_code]

    assert set(answers) <= ({status} if status == 200 else {403, 404})
    assert not any(row.is_settled for row in missing_of(world))


def missing_of(world):
    rows = Correction.objects.in_bulk([world.own_missing.pk, world.other_missing.pk])
    return [rows[world.own_missing.pk], rows[world.other_missing.pk]]
