"""Deciding about corrections in the admin."""

import pytest
from django.core import mail

from bureaus.changes.history import REASON_LENGTH
from bureaus.models import Change, Correction
from bureaus.upkeep.entry_forms import LONGEST_SOURCE
from tests.factories import make_bureau, make_correction, make_staff

pytestmark = pytest.mark.django_db

QUEUE = "/admin/bureaus/correction/"


@pytest.fixture(scope="module")
def bureau(once):
    return make_bureau(ref="bbbbb", name_en="Office", phone="0758-3611228", fax="0758-7")


def page_of(correction):
    return f"{QUEUE}{correction.pk}/change/"


def decide(client, correction, settling=None, **decisions):
    """Send the form as the page gives it; ``decisions`` are the inputs by field."""
    page = client.get(page_of(correction))
    values = {"evidence": page.context["settling"]["evidence"].value()} | (settling or {})
    for form in page.context["forms"]:
        given = {"decision": "", "reason": "", "shown": form["shown"].value()}
        given["written"] = form["written"].value()
        field = form.value.field
        values |= {f"{field}-{k}": v for k, v in (given | decisions.get(field, {})).items()}
    return client.post(page_of(correction), values)


def test_accepted_value_is_written_as_one_change_and_is_a_check(admin_client, admin_user, bureau):
    correction = make_correction(bureau, values={"phone": "0758-1", "languages": "en ja"})

    decide(
        admin_client,
        correction,
        phone={"decision": "accepted"},
        languages={"decision": "accepted"},
    )

    bureau.refresh_from_db()
    check = bureau.checks.get()
    assert (bureau.phone, bureau.languages) == ("0758-1", ["en", "ja"])
    assert (check.outcome, check.method) == ("mended", "website")
    assert check.evidence_url == "https://example.org/contact"
    assert check.checked_by == admin_user
    assert bureau.is_checked
    assert sorted(c.action for c in Change.objects.filter(key="bbbbb"))[:2] == [
        "changed",
        "checked",
    ]
    assert Correction.objects.get().settlement.settled_by == admin_user


def test_without_evidence_an_accepted_correction_is_no_check(admin_client, bureau):
    correction = make_correction(bureau, source="I called them")

    decide(admin_client, correction, phone={"decision": "accepted"})

    bureau.refresh_from_db()
    assert bureau.phone == "0758-1"
    assert not bureau.checks.exists()


def test_source_as_long_as_the_form_allows_fits_into_the_history(admin_client, bureau):
    correction = make_correction(bureau, source="w" * LONGEST_SOURCE)

    decide(admin_client, correction, phone={"decision": "accepted"})

    reason = bureau.history.latest().history_change_reason
    assert reason.startswith("Correction of a visitor: www")
    assert len(reason) == REASON_LENGTH


def test_correction_by_the_bureau_is_a_check_by_it(admin_client, bureau):
    correction = make_correction(bureau, source="The bureau itself", by_bureau=True)

    decide(admin_client, correction, phone={"decision": "accepted"})

    assert bureau.checks.get().method == "bureau"


def test_value_can_be_edited_while_accepting(admin_client, client, bureau):
    correction = make_correction(bureau)

    decide(admin_client, correction, phone={"decision": "accepted", "written": "0758-1 转 2"})

    bureau.refresh_from_db()
    assert bureau.phone == "0758-1 转 2"
    assert correction.values.get().was_edited


def test_rejecting_needs_a_reason_and_changes_nothing(admin_client, bureau):
    correction = make_correction(bureau)

    mute = decide(admin_client, correction, phone={"decision": "rejected"})
    decide(admin_client, correction, phone={"decision": "rejected", "reason": "It rings."})

    bureau.refresh_from_db()
    assert "Say why" in mute.content.decode()
    assert bureau.phone == "0758-3611228"
    assert correction.values.get().decision == "rejected"
    assert not bureau.checks.exists()


def test_each_field_is_decided_on_its_own_and_the_rest_stays_open(admin_client, bureau):
    correction = make_correction(bureau, values={"phone": "0758-1", "fax": "0758-2"})

    decide(admin_client, correction, phone={"decision": "accepted"})
    assert not Correction.objects.get().is_settled
    assert not bureau.checks.exists()

    decide(admin_client, correction, fax={"decision": "rejected", "reason": "Old"})
    assert Correction.objects.get().is_settled
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

    response = decide(
        admin_client,
        correction,
        {"answer": "typed before"},
        **{field: {"decision": "accepted", "written": value}},
    )

    assert response.status_code == 200
    assert message in response.content.decode()
    assert "typed before" in response.content.decode()
    assert correction.values.get().decision == "open"


def test_sender_is_told_by_letter_and_page_and_then_forgotten(
    admin_client, client, bureau, django_capture_on_commit_callbacks
):
    fields = {"phone": "0758-1", "fax": "0758-2"}
    correction = make_correction(bureau, values=fields, reply_to="a@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        decide(
            admin_client,
            correction,
            {"answer": "Thank you!"},
            phone={"decision": "accepted"},
            fax={"decision": "rejected", "reason": "It still answers."},
        )

    (letter,) = mail.outbox
    assert letter.to == ["a@example.org"]
    for text in ("0758-1", "Accepted", "0758-2", "Rejected", "It still answers.", "Thank you!"):
        assert text in letter.body
    assert Correction.objects.get().reply_to == ""


def test_mere_remark_is_settled_by_an_answer(admin_client, bureau):
    correction = make_correction(bureau, values={}, remark="It moved.")

    mute = decide(admin_client, correction)
    decide(admin_client, correction, {"answer": "We will look."})

    assert "A remark alone is settled by an answer." in mute.content.decode()
    assert Correction.objects.get().settlement.answer == "We will look."


def test_stale_and_rival_proposals_are_pointed_out(admin_client, bureau):
    correction, rival = make_correction(bureau), make_correction(bureau, values={"phone": "77"})
    bureau.phone = "0758-5"
    bureau.save()

    page = admin_client.get(page_of(correction)).content.decode()

    assert "The entry was changed since this was proposed." in page
    assert page_of(rival) in page
    for text in ("0758-3611228", "0758-5", "0758-1"):
        assert text in page


def test_entry_changed_under_the_open_page_is_not_overwritten(admin_client, bureau):
    correction = make_correction(bureau)

    response = decide(admin_client, correction, phone={"decision": "accepted", "shown": "other"})

    bureau.refresh_from_db()
    assert "The entry was changed meanwhile." in response.content.decode()
    assert bureau.phone == "0758-3611228"


def test_second_decision_is_refused(admin_client, bureau):
    correction = make_correction(bureau)
    decide(admin_client, correction, phone={"decision": "accepted"})

    again = admin_client.post(page_of(correction), {"phone-decision": "rejected"})

    assert again.status_code == 403
    assert correction.values.get().decision == "accepted"


def test_queue_shows_open_ones_first_and_needs_constant_queries(
    admin_client, bureau, count_queries
):
    settled = make_correction(bureau)
    decide(admin_client, settled, phone={"decision": "accepted"})
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
    decide(client, own, phone={"decision": "accepted"})
    refused = client.post(page_of(other), {"phone-decision": "accepted"})

    assert list(rows) == [own]
    assert own.values.get().decision == "accepted"
    assert refused.status_code == 302
    assert other.values.get().decision == "open"


def test_viewer_sees_but_does_not_decide(client, bureau):
    correction = make_correction(bureau)
    client.force_login(make_staff("view_correction"))

    page = client.get(page_of(correction))
    refused = client.post(page_of(correction), {"phone-decision": "accepted"})

    assert page.status_code == 200
    assert "Save the decisions" not in page.content.decode()
    assert refused.status_code == 403
