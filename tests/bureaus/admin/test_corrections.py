"""Deciding about corrections in the admin."""

import pytest
from django.core import mail

from bureaus.changes.history import REASON_LENGTH
from bureaus.models import Bureau, Change, Correction
from bureaus.telling import outbox
from bureaus.upkeep.visitor_forms import LONGEST_SOURCE
from tests.factories import make_bureau, make_correction, make_staff
from tests.forms import address, shown

pytestmark = pytest.mark.django_db

QUEUE = "/admin/bureaus/correction/"


@pytest.fixture(scope="module")
def bureau(once):
    return make_bureau(ref="bbbbb", name_en="Office", phone="0758-3611228", fax="0758-7")


def page_of(correction):
    return f"{QUEUE}{correction.pk}/change/"


def review_of(correction, *left_out):
    query = "".join(f"&without={field}" for field in left_out)
    return f"{address(correction.bureau)}?correction={correction.pk}{query}"


def settle(client, correction, *left_out, **typed):
    """Send the form of the bureau as the review fills it in, with some changes typed."""
    url = review_of(correction, *left_out)
    return client.post(url, shown(client.get(url)) | typed)


def test_accepted_value_is_written_as_one_change_and_is_a_check(admin_client, admin_user, bureau):
    correction = make_correction(bureau, values={"phone": "0758-1", "languages": "en ja"})

    settle(admin_client, correction, confirmed_by="website")

    bureau.refresh_from_db()
    check = bureau.checks.get()
    assert (bureau.phone, bureau.languages) == ("0758-1", ["en", "ja"])
    assert (check.outcome, check.method, check.checked_by) == ("mended", "website", admin_user)
    assert check.evidence_url == "https://example.org/contact"
    assert bureau.is_checked
    actions = sorted(c.action for c in Change.objects.filter(key="bbbbb"))
    assert actions[:2] == ["changed", "checked"]
    assert Correction.objects.get().settled_by == admin_user


def test_what_nobody_confirmed_is_no_check(admin_client, bureau):
    correction = make_correction(bureau)

    settle(admin_client, correction)

    bureau.refresh_from_db()
    assert bureau.phone == "0758-1"
    assert not bureau.checks.exists()


def test_call_counts_as_a_check_as_a_web_page_does(admin_client, admin_user, bureau):
    correction = make_correction(bureau, source="A letter")

    settle(admin_client, correction, confirmed_by="phone")

    check = bureau.checks.get()
    assert (check.method, check.evidence_url, check.checked_by) == ("phone", "", admin_user)


def test_web_page_as_confirmation_needs_its_address(admin_client, bureau):
    correction = make_correction(bureau, source="A letter")

    mute = settle(admin_client, correction, confirmed_by="website", evidence="http://example.org/")

    assert "Evidence has to be a page with https." in mute.content.decode()
    assert not Correction.objects.get().is_settled


def test_source_as_long_as_the_form_allows_fits_into_the_history(admin_client, bureau):
    correction = make_correction(bureau, source="w" * LONGEST_SOURCE)

    settle(admin_client, correction)

    reason = bureau.history.latest().history_change_reason
    assert reason.startswith("Correction of a visitor: www")
    assert len(reason) == REASON_LENGTH


def test_correction_by_the_bureau_is_a_check_by_it(admin_client, bureau):
    correction = make_correction(bureau, source="The bureau itself", by_bureau=True)

    settle(admin_client, correction)

    assert bureau.checks.get().method == "bureau"


def test_value_can_be_edited_while_accepting(admin_client, bureau):
    correction = make_correction(bureau)

    settle(admin_client, correction, phone="0758-1 转 2", answer="With the extension.")

    bureau.refresh_from_db()
    (value,) = Correction.objects.get().values
    assert bureau.phone == "0758-1 转 2"
    assert (value.was_edited, value.decision) == (True, "Changed, but otherwise")


def test_rejecting_needs_an_answer_and_changes_nothing(admin_client, bureau):
    correction = make_correction(bureau)

    mute = settle(admin_client, correction, "phone")
    settle(admin_client, correction, "phone", answer="It rings.")

    bureau.refresh_from_db()
    settled = Correction.objects.get()
    assert "Say why" in mute.content.decode()
    assert bureau.phone == "0758-3611228"
    assert (settled.values[0].decision, settled.answer) == ("Rejected", "It rings.")
    assert not bureau.checks.exists()


def test_some_fields_are_accepted_and_others_left_out(admin_client, bureau):
    correction = make_correction(bureau, values={"phone": "0758-1", "fax": "0758-2"})

    settle(admin_client, correction, "fax", answer="The fax is right.", confirmed_by="phone")

    bureau.refresh_from_db()
    assert (bureau.phone, bureau.fax) == ("0758-1", "0758-7")
    assert [v.decision for v in Correction.objects.get().values] == ["Accepted", "Rejected"]
    assert bureau.checks.count() == 1


def test_decision_can_be_changed(admin_client, bureau):
    correction = make_correction(bureau)
    settle(admin_client, correction, "phone", answer="It rings.")
    page = admin_client.get(page_of(correction)).content.decode()
    again = admin_client.get(review_of(correction, "phone"))

    settle(admin_client, correction, answer="You were right.")

    bureau.refresh_from_db()
    settled = Correction.objects.get()
    assert f'href="{review_of(correction, "phone").replace("&", "&amp;")}">Decide again' in page
    assert f'href="?correction={correction.pk}">Take it over' in again.content.decode()
    assert (bureau.phone, settled.values[0].decision) == ("0758-1", "Accepted")
    assert settled.answer == "You were right."


def test_deciding_again_begins_with_the_decision_and_is_no_second_check(admin_client, bureau):
    correction = make_correction(bureau, by_bureau=True)
    settle(admin_client, correction)
    page = admin_client.get(review_of(correction)).content.decode()

    settle(admin_client, correction, answer="Thank you!")

    assert "so already" in page and "Leave it out" not in page
    assert Correction.objects.get().answer == "Thank you!"
    assert bureau.checks.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("postal_code", "12", "A postal code has six digits."),
        ("email", "nobody", "Enter a valid email address."),
        ("name_en", "", "A bureau needs a name in at least one language."),
        ("kind", "embassy", "Select a valid choice."),
        ("phone", "1" * 10_000, "at most 200 characters"),
        ("fax", "a\0b", "Null characters are not allowed."),
    ],
)
def test_rules_of_the_entry_hold_and_nothing_typed_is_lost(
    admin_client, bureau, field, value, message
):
    correction = make_correction(bureau, values={field: "526200"})

    response = settle(admin_client, correction, answer="typed before", **{field: value})

    assert response.status_code == 200
    assert message in response.content.decode()
    assert "typed before" in response.content.decode()
    assert not Correction.objects.get().is_settled


def test_sender_is_told_by_letter_and_then_forgotten(admin_client, bureau):
    fields = {"phone": "0758-1", "fax": "0758-2"}
    correction = make_correction(bureau, values=fields, reply_to="a@example.org")

    settle(admin_client, correction, "fax", answer="Thank you! The fax still answers.")
    assert not mail.outbox
    outbox.deliver()

    (letter,) = mail.outbox
    assert letter.to == ["a@example.org"]
    for text in ("0758-1", "Accepted", "0758-2", "Rejected", "Thank you! The fax"):
        assert text in letter.body
    assert Correction.objects.get().reply_to == ""


def test_mere_remark_is_settled_by_an_answer(admin_client, bureau):
    correction = make_correction(bureau, values={}, remark="It moved.")

    mute = settle(admin_client, correction)
    settle(admin_client, correction, answer="We will look.")

    assert "Say why you do not take it over" in mute.content.decode()
    assert Correction.objects.get().answer == "We will look."


def test_stale_and_rival_proposals_are_pointed_out(admin_client, bureau):
    correction, rival = make_correction(bureau), make_correction(bureau, values={"phone": "77"})
    bureau.phone = "0758-5"
    bureau.save()

    page = admin_client.get(page_of(correction), follow=True).content.decode()

    assert f'href="{review_of(rival)}"' in page
    for text in ("0758-3611228", "0758-5", "0758-1", "Phone: 77"):
        assert text in page


def test_entry_changed_under_the_open_page_is_not_overwritten(admin_client, bureau):
    correction = make_correction(bureau)
    data = shown(admin_client.get(review_of(correction)))
    Bureau.objects.filter(pk=bureau.pk).update(phone="0758-5")

    response = admin_client.post(review_of(correction), data)

    bureau.refresh_from_db()
    assert "it is now: 0758-5." in response.content.decode()
    assert bureau.phone == "0758-5"


def test_second_decision_at_once_is_refused_first(admin_client, bureau):
    correction = make_correction(bureau)
    data = shown(admin_client.get(review_of(correction)))
    settle(admin_client, correction)

    refused = admin_client.post(review_of(correction), data | {"answer": "No."})
    again = admin_client.post(review_of(correction), shown(refused))

    assert "Somebody else has settled this correction meanwhile." in refused.content.decode()
    assert again.status_code == 302


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "other"])
def test_what_is_no_correction_of_the_bureau_is_not_found(admin_client, bureau, number):
    other = make_correction(make_bureau())
    url = f"{address(bureau)}?correction={number.replace('other', str(other.pk))}"

    assert admin_client.get(url).status_code == 404
    assert admin_client.post(url, {}).status_code == 404


def test_queue_shows_open_ones_first_and_needs_constant_queries(
    admin_client, bureau, count_queries
):
    settled = make_correction(bureau)
    settle(admin_client, settled)
    first = make_correction(bureau, values={"phone": "3"})
    few = count_queries(admin_client.get, QUEUE)
    for _ in range(10):
        make_correction(make_bureau())

    rows = list(admin_client.get(QUEUE).context["cl"].result_list)
    assert count_queries(admin_client.get, QUEUE) == few
    assert (rows[0], rows[-1]) == (first, settled)
    assert admin_client.get(f"{QUEUE}?state=settled").context["cl"].result_count == 1


def test_regional_editor_decides_within_reach_only(client, bureau):
    own, other = make_correction(bureau), make_correction(make_bureau())
    rights = ("change_correction", "change_bureau")
    client.force_login(make_staff(*rights, regions=[bureau.region]))

    rows = client.get(QUEUE).context["cl"].result_list
    settle(client, own)
    refused = client.post(review_of(other), {"phone": "1"})

    assert list(rows) == [own]
    assert refused.status_code in (302, 403)
    assert list(Correction.objects.open()) == [other]


def test_viewer_sees_but_does_not_decide(client, bureau):
    correction = make_correction(bureau)
    client.force_login(make_staff("view_correction", "view_bureau"))

    page = client.get(page_of(correction))
    form = client.get(review_of(correction))
    refused = client.post(review_of(correction), {"phone": "1"})

    assert page.status_code == form.status_code == 200
    assert "Decide again" not in page.content.decode()
    assert 'name="answer"' not in form.content.decode()
    assert refused.status_code == 403
    assert not Correction.objects.get().is_settled
