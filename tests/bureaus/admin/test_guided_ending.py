"""The guided pages by which regions end, are merged and split."""

import pytest
from django.contrib.admin.models import LogEntry

from bureaus.models import Region
from tests.bureaus.admin.guided import CONFIRM, LIST, entered, fresh, page, placed, text_of
from tests.factories import make_bureau, make_staff

pytestmark = pytest.mark.django_db


def test_first_page_asks_what_happened(admin_client, three):
    text = text_of(admin_client.get(page(three[0])))

    for choice in ("Merged into another", "Split into several", "Renamed", "Given another code"):
        assert choice in text
    assert f'href="{page(three[0], "recode")}"' in text


def test_second_page_asks_where_each_goes_and_changes_nothing(admin_client, three):
    old, new, _other = three

    answer = admin_client.post(page(old), entered(new))

    groups = answer.context["places"].groups
    labels = {name: [field.label for field in fields] for name, fields in groups.items()}
    assert labels == {
        "Places inside it": ["Zone"],
        "Bureaus": ["Old Office"],
        "Documents": ["All together: 1"],
    }
    assert not fresh(old).is_ended


def test_preview_shows_what_will_happen_and_changes_nothing(admin_client, three):
    old, new, _other = three

    text = text_of(admin_client.post(page(old), placed(admin_client, old, entered(new))))

    assert "Nothing is changed yet." in text
    assert (
        "The page /en/regions/old/ stays and says: “Ended 6 November 2025. Merged into another.”"
        in text
    )
    assert "filters and imports lead there: /r/500105/, /r/old/." in text
    assert "New, City is found by these too: “Old”," in text
    assert "Bureaus (1)" in text
    assert "Old Office → New, City" in text
    assert "All together: 1 → stays with Old, as its history" in text
    assert not fresh(old).is_ended


def test_confirming_does_it_and_what_public_pages_say_was_foretold(admin_client, client, three):
    old, new, _other = three

    answer = admin_client.post(page(old), placed(admin_client, old, entered(new)) | CONFIRM)

    assert answer.status_code == 302
    assert (fresh(old).ended_on, fresh(old).ending) == ("2025-11-06", "merged")
    assert [bureau.name_en for bureau in new.bureaus.all()] == ["Old Office"]
    gone = client.get("/en/regions/old/")
    assert gone.status_code == 410
    assert "Ended 6 November 2025." in text_of(gone)
    assert client.get("/r/500105/")["Location"] == "/en/regions/new/"
    assert "Notice of 6 November" in LogEntry.objects.get().get_change_message()


def test_split_goes_as_told(admin_client, client, three):
    old, new, other = three
    values = entered(new, other, ending="split")
    unsaid = placed(admin_client, old, values)
    asked = admin_client.post(page(old), unsaid)
    assert asked.templates[0].name == "workbench/end_places.html"
    assert text_of(asked).count("This field is required.") == 2
    bureau, zone = new.bureaus.model.objects.get(), Region.objects.get(name_en="Zone")
    chosen = {f"bureau-{bureau.pk}": other.pk, f"place-{zone.pk}": new.pk}

    text = text_of(admin_client.post(page(old), unsaid | chosen))
    admin_client.post(page(old), unsaid | chosen | CONFIRM)

    assert "filters and imports offer each: /r/500105/, /r/old/." in text
    assert "“500105” (offered beside other places)" in text
    assert other.bureaus.get() == bureau
    assert fresh(zone).parent == new
    assert client.get("/r/500105/").status_code == 300


def test_what_came_meanwhile_is_asked_before_it_is_done(admin_client, three):
    old, new, _other = three
    sent = placed(admin_client, old, entered(new)) | CONFIRM
    make_bureau(region=old, name_en="Late Office")

    answer = admin_client.post(page(old), sent)

    assert answer.templates[0].name == "workbench/end_places.html"
    assert "Late Office" in text_of(answer)
    assert not fresh(old).is_ended


def test_region_that_holds_nothing_is_shown_at_once(admin_client, three):
    _old, new, other = three

    text = text_of(admin_client.post(page(other), entered(new)))

    assert "Nothing lies in it." in text
    assert admin_client.post(page(other), entered(new) | CONFIRM).status_code == 302


@pytest.mark.parametrize(
    ("button", "template"), [("_back", "end_form.html"), ("_again", "end_places.html")]
)
def test_going_back_shows_what_was_entered(admin_client, three, button, template):
    old, new, _other = three
    sent = placed(admin_client, old, entered(new), document=str(new.pk))

    answer = admin_client.post(page(old), sent | {button: "x"})

    assert answer.templates[0].name == f"workbench/{template}"
    assert "Notice of 6 November" in text_of(answer)
    assert (button == "_back") or f'<option value="{new.pk}" selected>' in text_of(answer)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"successors": []}, "This field is required."),
        ({"ending": "split"}, "A split needs at least two successors."),
        ({"ending": "eaten"}, "Select a valid choice."),
        ({"ending": ""}, "This field is required."),
        ({"on": "2999-01-01"}, "This day has not come yet."),
        ({"on": "yesterday"}, "“yesterday” is none."),
        ({"on": "2025-13"}, "“2025-13” is none."),
        ({"on": "２０２５"}, "is none."),
        ({"reason": ""}, "This field is required."),
        ({"reason": "x" * 501}, "at most 500 characters"),
        ({"successors": ["999999"]}, "Select a valid choice."),
        ({"successors": ["x\x00y"]}, "Select a valid choice."),
        ({"successors": ["9" * 30]}, "Select a valid choice."),
    ],
)
@pytest.mark.parametrize("button", [{}, CONFIRM])
@pytest.mark.either_database
def test_wrong_input_is_named_and_changes_nothing(admin_client, three, values, message, button):
    old, new, _other = three

    answer = admin_client.post(page(old), entered(new) | values | button)

    assert answer.status_code == 200
    assert message in text_of(answer)
    assert not fresh(old).is_ended


@pytest.mark.parametrize("choice", ["", "stay", "999999", "x", "9" * 30, "\x00"])
def test_odd_place_is_refused(admin_client, three, choice):
    old, new, _other = three
    zone = Region.objects.get(name_en="Zone")

    sent = placed(admin_client, old, entered(new), **{f"place-{zone.pk}": choice}) | CONFIRM
    answer = admin_client.post(page(old), sent)

    assert answer.status_code == 200
    assert answer.context["places"].errors
    assert not fresh(old).is_ended


def test_successor_that_ended_or_is_itself_is_named(admin_client, three):
    old, new, other = three
    admin_client.post(page(other), entered(new) | CONFIRM)

    ended = text_of(admin_client.post(page(old), entered(other)))
    itself = text_of(admin_client.post(page(old), entered(old)))
    circle = text_of(admin_client.post(page(new), entered(other)))

    assert "Other, City has ended itself. What is there today: New, City." in ended
    assert "A region cannot succeed itself." in itself
    assert "This would be a circle: Other, City was succeeded by this one." in circle


def test_ended_regions_are_offered_nowhere(admin_client, three):
    _old, new, other = three
    admin_client.post(page(other), entered(new) | CONFIRM)

    for model, field in (("region", "parent"), ("region", "successors"), ("bureau", "region")):
        asked = {"app_label": "bureaus", "model_name": model, "field_name": field}
        found = admin_client.get("/admin/autocomplete/", asked | {"term": "500109"}).json()
        assert [row["text"] for row in found["results"]] == ["New, City"]


def test_form_of_a_region_shows_its_end_and_leaves_it_to_the_guided_page(admin_client, three):
    old, new, _other = three
    form = f"{LIST}{old.pk}/change/"
    before = text_of(admin_client.get(form))
    admin_client.post(page(old), placed(admin_client, old, entered(new)) | CONFIRM)
    after = text_of(admin_client.get(form))

    assert [act for act in ("end", "recode", "undo") if page(old, act) in before] == [
        "end",
        "recode",
    ]
    assert [act for act in ("end", "recode", "undo") if page(old, act) in after] == ["undo"]
    assert 'name="ended_on"' not in before + after


@pytest.mark.parametrize("act", ["end", "recode", "undo"])
def test_unknown_region_is_not_found(admin_client, act):
    assert admin_client.get(f"{LIST}999/{act}/").status_code == 404


def test_pages_lead_back_when_there_is_nothing_to_do(admin_client, three):
    old, new, other = three
    admin_client.post(page(other), entered(new) | CONFIRM)

    assert admin_client.get(page(other)).status_code == 302
    assert admin_client.get(page(other, "recode")).status_code == 302
    assert admin_client.get(page(old, "undo")).status_code == 302
    assert admin_client.get(page(Region.objects.get(level="country"))).status_code == 302


# Who may


@pytest.mark.parametrize("act", ["end", "recode", "undo"])
@pytest.mark.parametrize(
    ("rights", "is_regional"),
    [
        (["view_region"], False),
        (["view_region", "change_region"], True),
        (["view_region", "change_region"], False),  # but nothing of what would move
    ],
)
def test_only_who_may_change_all_that_moves_ends_a_region(client, three, act, rights, is_regional):
    old, new, _other = three
    regions = [old.parent] if is_regional else []
    client.force_login(make_staff(*rights, regions=regions))

    assert client.get(page(old, act)).status_code == 403
    assert client.post(page(old, act), entered(new) | CONFIRM).status_code == 403
    assert page(old, act) not in text_of(client.get(f"{LIST}{old.pk}/change/"))
    assert not fresh(old).is_ended
