"""Deciding about bureaus that visitors miss, and about those who say to work at one."""

import pytest
from django.core import mail

from bureaus.models import Bureau, CheckRequest, Correction
from bureaus.telling import outbox
from tests.factories import make_bureau, make_correction, make_missing, make_region, make_staff
from tests.forms import address, shown

pytestmark = pytest.mark.django_db

QUEUE = "/admin/bureaus/correction/"
NEW = "/admin/bureaus/bureau/add/"


@pytest.fixture(scope="module")
def region(once):
    return make_region(name="Ningde", dial_code="0593")


@pytest.fixture(scope="module")
def proposal(once, region):
    values = {"name_zh_hans": "宁德市商务局", "phone": "0593-2871234"}
    return make_missing(region, values=values, reply_to="a@example.org")


def page_of(correction):
    return f"{QUEUE}{correction.pk}/change/"


def add(client, proposal, **typed):
    url = f"{NEW}?correction={proposal.pk}"
    return client.post(url, shown(client.get(url)) | {"kind": "commerce"} | typed)


def test_form_of_a_new_bureau_is_filled_in_and_settles_the_proposal(admin_client, proposal):
    page = admin_client.get(page_of(proposal)).content.decode()
    add(admin_client, proposal, status="published")
    outbox.deliver()

    bureau, settled = Bureau.objects.get(), Correction.objects.get()
    assert f'href="{NEW}?correction={proposal.pk}"' in page
    assert (bureau.name_zh_hans, bureau.phone) == ("宁德市商务局", "0593-2871234")
    assert (bureau.region, bureau.source_url) == (proposal.region, "https://example.org/list")
    assert "Proposal of a visitor" in bureau.history.latest().history_change_reason
    assert (settled.bureau, settled.reply_to) == (bureau, "")
    assert [value.decision for value in settled.values] == ["Accepted", "Accepted"]
    assert not bureau.checks.exists()
    assert mail.outbox[0].to == ["a@example.org"]
    assert "宁德市商务局" in mail.outbox[0].subject


def test_call_while_adding_it_is_a_check(admin_client, proposal):
    add(admin_client, proposal, confirmed_by="phone")

    assert Bureau.objects.get().checks.get().method == "phone"


def test_value_left_out_needs_an_answer(admin_client, proposal):
    url = f"{NEW}?correction={proposal.pk}&without=phone"

    mute = admin_client.post(url, shown(admin_client.get(url)) | {"kind": "commerce"})

    assert "Say why you do not take it over" in mute.content.decode()
    assert not Bureau.objects.exists()


def test_proposal_is_refused_with_an_answer(admin_client, admin_user, proposal):
    mute = admin_client.post(page_of(proposal), {"answer": ""})
    open_still = not Correction.objects.get().is_settled
    admin_client.post(page_of(proposal), {"answer": "It is a company."})
    again = admin_client.get(page_of(proposal)).content.decode()

    settled = Correction.objects.get()
    assert open_still and "This field is required" in mute.content.decode()
    assert (settled.answer, settled.settled_by, settled.bureau) == (
        "It is a company.",
        admin_user,
        None,
    )
    assert [value.decision for value in settled.values] == ["Rejected", "Rejected"]
    assert "Decide again" in again


def test_near_same_bureaus_are_shown_drafts_too_and_can_take_it_over(
    admin_client, proposal, region
):
    draft = make_bureau(region=region, name_zh_hans="宁德市商务局", status="draft")
    make_bureau(region=region, name_en="Another")
    review = f"{address(draft)}?correction={proposal.pk}&without=name_zh_hans"

    page = admin_client.get(page_of(proposal)).content.decode()
    admin_client.post(review, shown(admin_client.get(review)) | {"answer": "It was there."})

    draft.refresh_from_db()
    assert review.replace("&", "&amp;") in page and "Another" not in page
    assert draft.phone == "0593-2871234"
    assert Correction.objects.get().bureau == draft
    assert Bureau.objects.count() == 2


def test_proposal_that_became_a_bureau_cannot_become_another(admin_client, proposal):
    add(admin_client, proposal)
    other = make_bureau()

    assert admin_client.get(f"{NEW}?correction={proposal.pk}").status_code == 404
    assert admin_client.get(f"{address(other)}?correction={proposal.pk}").status_code == 404


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
def test_new_bureau_of_no_proposal_is_not_found(admin_client, number):
    assert admin_client.get(f"{NEW}?correction={number}").status_code == 404


def test_correction_of_an_entry_opens_no_new_bureau(admin_client):
    correction = make_correction(make_bureau())

    assert admin_client.get(f"{NEW}?correction={correction.pk}").status_code == 404


def test_regional_editor_decides_within_reach_only(client, proposal):
    other = make_missing(make_region())
    rights = ("change_correction", "add_bureau", "change_bureau")
    client.force_login(make_staff(*rights, regions=[proposal.region]))

    rows = list(client.get(QUEUE).context["cl"].result_list)
    refused = [
        client.post(page_of(other), {"answer": "No."}).status_code,
        client.get(f"{NEW}?correction={other.pk}").status_code,
        client.post(f"{NEW}?correction={other.pk}", {"name_en": "x"}).status_code,
    ]
    add(client, proposal)

    assert rows == [proposal]
    assert refused[0] in (302, 403) and set(refused[1:]) <= {403, 404}
    assert list(Correction.objects.open()) == [other]
    assert Bureau.objects.get().region == proposal.region


def test_viewer_sees_but_does_not_decide(client, proposal):
    client.force_login(make_staff("view_correction", "view_bureau"))

    page = client.get(page_of(proposal))
    client.post(page_of(proposal), {"answer": "No."})

    assert page.status_code == 200
    assert 'name="answer"' not in page.content.decode()
    assert not Correction.objects.get().is_settled


def test_letter_goes_to_another_address_once_staff_took_it_over(admin_client, region):
    bureau = make_bureau(region=region)
    claim = make_correction(bureau, values={"email": "office@ningde.example"}, from_inside=True)
    review = f"{address(bureau)}?correction={claim.pk}"

    before = CheckRequest.objects.count()
    admin_client.post(review, shown(admin_client.get(review)))

    bureau.refresh_from_db()
    assert (before, CheckRequest.objects.get().email) == (0, "office@ningde.example")
    assert not bureau.checks.exists()


def test_letter_does_not_go_where_staff_refused_the_address(admin_client, region):
    bureau = make_bureau(region=region, email="old@ningde.example")
    claim = make_correction(bureau, values={"email": "me@example.org"}, from_inside=True)
    review = f"{address(bureau)}?correction={claim.pk}&without=email"

    admin_client.post(review, shown(admin_client.get(review)) | {"answer": "Not an office."})

    assert Correction.objects.get().is_settled
    assert not CheckRequest.objects.exists()


def test_queue_needs_constant_queries_and_is_filtered(admin_client, proposal, count_queries):
    make_correction(make_bureau(), values={}, from_inside=True)
    few = count_queries(admin_client.get, QUEUE)
    for _ in range(5):
        make_missing(make_region())

    shown_of = {
        kind: admin_client.get(f"{QUEUE}?about={kind}").context["cl"].result_count
        for kind in ("entry", "missing", "inside")
    }

    assert count_queries(admin_client.get, QUEUE) == few
    assert shown_of == {"entry": 0, "missing": 6, "inside": 1}


def test_operator_deletes_what_a_sender_asks_to_have_deleted(admin_client, proposal):
    admin_client.post(f"{QUEUE}{proposal.pk}/delete/", {"post": "yes", "change_reason": "asked"})

    assert not Correction.objects.exists()
