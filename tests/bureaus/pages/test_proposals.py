"""A bureau that is missing, and somebody who says to work at one, as visitors see it."""

import pytest
from django.core import mail
from django.test import Client

from bureaus.models import Bureau, CheckRequest, Correction
from bureaus.telling import outbox
from tests.factories import make_bureau, make_missing, make_region

pytestmark = pytest.mark.django_db

ADD = "/en/bureaus/add/"
CLAIM = "/en/bureaus/office-bbbbb/claim/"


@pytest.fixture(scope="module")
def ningde(once):
    return make_region(name="Ningde", name_zh_hans="宁德市", dial_code="0593")


@pytest.fixture(scope="module")
def bureau(once, ningde):
    numbers = {"phone": "0593-2955888", "email": "office@ningde.example"}
    return make_bureau(region=ningde, ref="bbbbb", name_en="Office", **numbers)


def propose(client, **typed):
    told = {"name": "宁德市商务局", "place": "Ningde", "source": "https://ningde.example/"}
    return client.post(ADD, told | typed)


def test_form_takes_the_place_from_the_address(client, bureau, lang):
    response = client.get(f"/{lang}/bureaus/add/?region=ningde")

    name = "Ningde" if lang == "en" else "宁德市"
    assert response.context["form"]["place"].value() in (name, "ningde")
    assert response["Cache-Control"] == "private, no-store"
    assert list(response.cookies) == ["csrftoken"]


@pytest.mark.parametrize("region", ["nowhere", "", "a" * 3000, "%00", "../x", "<b>"])
def test_form_opens_whatever_place_is_asked_for(client, bureau, region):
    assert client.get(f"{ADD}?region={region}").status_code in (200, 400)


def test_proposal_waits_for_staff_and_has_a_status_page(client, ningde):
    answer = propose(client, phone="0593-2871234", website="ningde.example/sw")

    page = Client().get(answer["Location"]).content.decode()
    proposal = Correction.objects.get()
    assert (proposal.region, proposal.bureau) == (ningde, None)
    assert proposal.proposed == {
        "name_zh_hans": ["", "宁德市商务局"],
        "phone": ["", "0593-2871234"],
        "website": ["", "https://ningde.example/sw"],
    }
    assert not Bureau.objects.exists()
    for text in ("Thank you", "宁德市商务局 · Ningde", "0593-2871234", "Not decided yet"):
        assert text in page


@pytest.mark.parametrize(
    ("name", "column"),
    [("Bureau", "name_en"), ("寧德市商務局", "name_zh_hant"), ("宁德局", "name_zh_hans")],
)
def test_name_goes_where_its_script_belongs(client, ningde, name, column):
    propose(client, name=name)

    assert list(Correction.objects.get().proposed) == [column]


def test_place_is_found_by_any_of_its_names_and_asked_for_where_several_bear_it(client, ningde):
    fujian, beijing = make_region(name="Fujian"), make_region(name="Beijing")
    for province, slug in ((fujian, "chaoyang-fujian"), (beijing, "chaoyang-beijing")):
        make_region(name="Chaoyang", slug=slug, parent=province, name_zh_hans="朝阳")

    found = propose(client, place="宁德市")
    asked = propose(client, place="朝阳")
    chosen = propose(client, place="朝阳", region="chaoyang-beijing")

    page = asked.content.decode()
    assert (found.status_code, asked.status_code, chosen.status_code) == (302, 422, 302)
    assert "Chaoyang, Fujian" in page and "Chaoyang, Beijing" in page
    assert Correction.objects.first().region.slug == "chaoyang-beijing"


@pytest.mark.parametrize(
    ("typed", "message", "field"),
    [
        ({"name": ""}, "Enter the name of the office.", "id_name"),
        ({"name": "x" * 999}, "at most 150 characters", "id_name"),
        ({"place": ""}, "Enter the city, county or zone.", "id_place"),
        ({"place": "Xyzzy"}, "There is no place of this name.", "id_place"),
        ({"place": "a\0b"}, "Null characters", "id_place"),
        ({"source": ""}, "Say how you know.", "id_source"),
        ({"phone": "12"}, "Enter the whole number", "id_phone"),
        ({"website": "javascript:alert(1)"}, "valid URL", "id_website"),
        ({"reply_to": "nobody"}, "valid email", "id_reply_to"),
    ],
)
def test_errors_are_told_above_and_at_their_field(client, ningde, typed, message, field):
    response = propose(client, **typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Add a bureau" in page
    assert 'role="alert"' in page and f'<a href="#{field}">' in page
    assert f'id="{field}_error"' in page and 'aria-invalid="true"' in page
    assert page.count(message) == 2
    assert not Correction.objects.exists()


def test_programs_that_fill_in_everything_are_refused(client, ningde):
    response = propose(client, nickname="Bot")

    assert response.status_code == 422
    assert not Correction.objects.exists()


def test_one_address_sends_only_so_many_a_day(client, bureau, settings):
    settings.CORRECTIONS_PER_DAY = 2

    answers = [propose(client), client.post(CLAIM), propose(client), client.post(CLAIM)]

    assert [answer.status_code for answer in answers] == [302, 302, 429, 429]
    assert CheckRequest.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [{"name": "office"}, {"phone": "(0593) 295 5888"}, {"website": "http://www.office.example"}],
)
def test_near_same_bureaus_are_shown_before_a_second_one_is_proposed(client, bureau, typed):
    Bureau.objects.update(website="https://office.example/")
    make_bureau(region=bureau.region, name_en="Secret", status="draft", phone=bureau.phone)
    make_bureau(name_en="Office")

    asked = propose(client, **typed)
    box = asked.context["form"].refs_of_similar
    sent = propose(client, **typed, apart=box)

    page = asked.content.decode()
    assert (asked.status_code, box) == (422, "bbbbb")
    assert "/en/bureaus/office-bbbbb/" in page and "Secret" not in page
    assert sent.status_code == 302


def test_many_offices_may_share_a_hotline(client, bureau):
    Bureau.objects.update(phone="12345")

    assert propose(client, phone="12345").status_code == 302


def test_letter_goes_to_the_stored_address_and_is_believed_once_answered(client, bureau, settings):
    settings.SITE_URL = "https://directory.example"
    status = client.post(CLAIM)["Location"]
    outbox.deliver()
    (letter,) = mail.outbox
    waiting = client.get(status).content.decode()
    link = next(word for word in letter.body.split() if "/en/checks/" in word)
    before = Correction.objects.get().is_settled, Bureau.objects.get().is_checked

    page = client.get(link.removeprefix("https://directory.example"))
    client.post(page.wsgi_request.path, {"shown": page.context["shown"]})

    assert letter.to == ["office@ningde.example"]
    assert "Somebody who says that they work at your office" in letter.body
    assert "The letter to office@ningde.example" in waiting
    assert before == (False, False)
    assert Bureau.objects.get().checks.get().method == "bureau"
    assert Correction.objects.get().is_settled
    assert "The office has answered our letter" in client.get(status).content.decode()


def test_no_second_letter_goes_to_the_same_address_within_thirty_days(client, bureau):
    answers = [client.post(CLAIM), client.post(CLAIM)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert CheckRequest.objects.count() == 1


def test_another_address_needs_its_source_and_gets_no_letter_yet(client, bureau):
    mute = client.post(CLAIM, {"email": "new@ningde.example"})
    sent = client.post(CLAIM, {"email": "new@ningde.example", "source": "https://ningde.example"})

    claim = Correction.objects.get()
    assert (mute.status_code, sent.status_code) == (422, 302)
    assert "Say where this address is published." in mute.content.decode()
    assert claim.proposed == {"email": ["office@ningde.example", "new@ningde.example"]}
    assert (claim.from_inside, claim.by_bureau) == (True, False)
    assert not CheckRequest.objects.exists()


def test_office_without_an_address_is_asked_for_one(client, bureau):
    Bureau.objects.update(email="")

    refused = client.post(CLAIM)

    assert refused.status_code == 422
    assert "Enter an email address of the office." in refused.content.decode()
    assert not Correction.objects.exists()


def test_claim_of_a_draft_is_not_found_and_other_slugs_lead_to_the_right_one(client, bureau):
    make_bureau(ref="ddddd", status="draft")

    moved = client.get("/en/bureaus/other-bbbbb/claim/")

    assert client.get("/en/bureaus/x-ddddd/claim/").status_code == 404
    assert (moved.status_code, moved["Location"]) == (301, CLAIM)


def test_sender_deletes_what_was_sent_from_the_status_page(client, ningde):
    status = propose(client, reply_to="a@example.org")["Location"]

    page = client.post(status)

    assert "What you sent is deleted" in page.content.decode()
    assert not Correction.objects.exists()
    assert client.get(status).status_code == 404


def test_status_tells_of_a_proposal_that_was_not_taken_up(client, ningde):
    settled = {"settled_at": "2026-11-30T00:00Z", "answer": "It was merged.", "written": {}}
    token = Correction.new_token()
    from bureaus.models.correction import token_digest

    make_missing(ningde, token_digest=token_digest(token), **settled | {"written": {"name_en": ""}})

    page = client.get(f"/en/corrections/{token}/").content.decode()

    for text in ("Your proposal was decided", "Rejected", "It was merged."):
        assert text in page
