"""What visitors see of corrections: the form and the page with the status."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client

from bureaus.models import Correction, Letter
from bureaus.models.correction import FIELDS
from bureaus.telling import outbox
from tests.factories import make_bureau, make_closed_bureau, make_correction, make_region

pytestmark = pytest.mark.django_db

FORM = "/en/bureaus/office-bbbbb/correct/"


@pytest.fixture(scope="module")
def bureau(once):
    return make_bureau(
        ref="bbbbb", name_en="Office", phone="0758-3611228", fax="0758-1", languages=["en"]
    )


def filled_in(client, **changes):
    """Fill in the form as the page gives it, with some changes; None leaves a field out."""
    form = client.get(FORM).context["form"]
    values = {"source": "https://example.org/contact"}
    for name in FIELDS:
        shown = form[name].value()
        values[name] = values[f"initial-{name}"] = [] if shown is None else shown
    return {k: v for k, v in (values | changes).items() if v is not None}


def send(client, **changes):
    return client.post(FORM, filled_in(client, **changes))


def test_form_shows_the_entry_and_is_never_kept(client, bureau, lang):
    response = client.get(f"/{lang}/bureaus/office-bbbbb/correct/")

    assert response.status_code == 200
    assert 'value="0758-3611228"' in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert list(response.cookies) == ["csrftoken"]


def test_bureau_page_leads_to_the_form_and_sets_no_cookie(client, bureau):
    response = client.get("/en/bureaus/office-bbbbb/")

    assert f'href="{FORM}"' in response.content.decode()
    assert not response.cookies


def test_only_what_differs_is_proposed(client, bureau):
    send(client, phone="0758-3611229", address_zh_hans="四会市东城街道", languages=["en", "ja"])

    assert Correction.objects.get().proposed == {
        "phone": ["0758-3611228", "0758-3611229"],
        "address_zh_hans": ["", "四会市东城街道"],
        "languages": ["en", "en ja"],
    }
    bureau.refresh_from_db()
    assert bureau.phone == "0758-3611228"


def test_what_was_changed_meanwhile_is_not_proposed_back(client, bureau):
    values = filled_in(client, fax="0758-2")
    bureau.phone = "0758-9"
    bureau.save()

    client.post(FORM, values)

    assert list(Correction.objects.get().proposed) == ["fax"]


def test_fields_left_out_are_no_proposals(client, bureau):
    client.post(FORM, {"phone": "0758-5", "source": "I called"})

    assert list(Correction.objects.get().proposed) == ["phone"]


def test_status_page_is_found_by_its_secret_address_alone(client, bureau):
    answer = send(client, phone="0758-5", remark="<b>moved</b>")

    page = Client().get(answer["Location"])
    assert page.status_code == 200
    assert "0758-5" in page.content.decode()
    assert "&lt;b&gt;moved" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert list(page.cookies) == ["csrftoken"]  # of the form that deletes it
    assert Correction.objects.get().token_digest not in answer["Location"]


def test_status_page_tells_moments_in_the_time_of_china(client, bureau):
    status = send(client, phone="0758-3611229")["Location"]
    evening = datetime(2026, 11, 30, 21, 41, tzinfo=UTC)
    Correction.objects.update(sent_at=evening, settled_at=evening)

    page = client.get(status).content.decode()

    assert "1 December 2026, 05:41" in page
    assert "Decided on 1 December 2026." in page


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%0a", "..", "1"])
def test_other_addresses_show_nothing(client, bureau, token):
    make_correction(bureau)

    assert client.get(f"/en/corrections/{token}/").status_code == 404


def test_address_is_mailed_to_who_asks_for_it(client, bureau, settings):
    settings.SITE_URL = "https://directory.example"

    answer = send(client, phone="0758-5", reply_to="a@example.org")
    assert not mail.outbox
    outbox.deliver()

    (letter,) = mail.outbox
    assert letter.to == ["a@example.org"]
    assert f"https://directory.example{answer['Location']}" in letter.body


def test_letter_cannot_be_given_headers(client, bureau):
    bureau.name_en = "Office\nBcc: victim@example.org"
    bureau.save()

    client.post(
        f"/en/bureaus/{bureau.slug}-bbbbb/correct/",
        {"phone": "11111", "source": "x", "reply_to": "a@example.org"},
    )
    refused = client.post(
        f"/en/bureaus/{bureau.slug}-bbbbb/correct/",
        {"phone": "22222", "source": "x", "reply_to": "a@example.org\nBcc: b@example.org"},
    )

    outbox.deliver()

    (letter,) = mail.outbox
    assert letter.recipients() == ["a@example.org"]
    assert "\n" not in letter.subject
    assert refused.status_code == 422


def test_letter_that_fails_loses_nothing(client, bureau, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = send(client, phone="0758-5", reply_to="a@example.org")
    outbox.deliver()

    assert answer.status_code == 302
    assert Correction.objects.count() == Letter.objects.count() == 1


def test_remark_alone_is_enough_but_nothing_is_not(client, bureau):
    empty = send(client)
    remark = send(client, remark="It moved to Zhaoqing.")

    assert "Nothing differs from the entry yet." in empty.content.decode()
    assert (empty.status_code, remark.status_code) == (422, 302)
    assert Correction.objects.get().proposed == {}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"phone": "1" * 10_000}, "at most 200 characters"),
        ({"phone": "12"}, "Enter the whole number with its area code"),
        ({"address_en": "a\0b"}, "Null characters are not allowed"),
        ({"source": ""}, "Say how you know."),
        ({"source": "x" * 10_000}, "at most 500 characters"),
        ({"remark": "x" * 10_000}, "at most 1000 characters"),
        ({"what": "weather"}, "Select a valid choice"),
        ({"email": "nobody"}, "valid email address"),
        ({"website": "javascript:alert(1)"}, "valid URL"),
        ({"postal_code": "12"}, "A postal code has six digits"),
        ({"languages": ["tlh"]}, "Select a valid choice"),
        ({"kind": "embassy"}, "Select a valid choice"),
        ({"name_en": ""}, "needs a name in at least one language"),
        ({"nickname": "Bot"}, "The field that has to stay empty"),
    ],
)
def test_bad_values_are_refused_with_a_message_and_kept_on_the_page(
    client, bureau, changes, message
):
    response = send(client, **{"fax": "typed 12345"} | changes)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert "typed 12345" in response.content.decode()
    assert not Correction.objects.exists()


def test_hundreds_of_unknown_fields_are_passed_over(client, bureau):
    extra = {f"status{number}": "draft" for number in range(200)}

    send(client, phone="0758-5", status="closed", ref="ccccc", notes="x", **extra)

    assert list(Correction.objects.get().proposed) == ["phone"]


def test_too_many_fields_and_too_large_a_body_are_a_bad_request(client, bureau):
    many = client.post(FORM, {f"f{number}": "1" for number in range(1500)})
    large = client.post(FORM, f"phone={'1' * 3_000_000}", "application/x-www-form-urlencoded")

    assert (many.status_code, large.status_code) == (400, 400)


def test_one_address_sends_only_so_many_a_day(client, bureau, settings):
    settings.CORRECTIONS_PER_DAY = 2

    answers = [send(client, phone=f"0758-{number}") for number in range(3)]
    other = client.post(FORM, filled_in(client, phone="77777"), REMOTE_ADDR="192.0.2.7")

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 'value="0758-2"' in answers[2].content.decode()
    assert other.status_code == 302
    assert not Correction.objects.filter(sender__contains="127.0.0.1").exists()


FORWARDED = "HTTP_X_FORWARDED_FOR", ["203.0.113.1, 198.51.100.1", "203.0.113.1, 198.51.100.2"]
NETWORKS = "REMOTE_ADDR", ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"]


@pytest.mark.parametrize(
    ("senders", "is_trusted", "statuses"),
    [
        (FORWARDED, True, [302, 302]),
        (FORWARDED, False, [302, 429]),
        (NETWORKS, False, [302, 429, 302]),
    ],
)
def test_sender_is_who_a_trusted_proxy_names_and_a_whole_ipv6_network(
    client, bureau, settings, senders, is_trusted, statuses
):
    settings.CORRECTIONS_PER_DAY, settings.TRUST_PROXY = 1, is_trusted
    header, addresses = senders

    answers = [
        client.post(FORM, filled_in(client, phone=f"0758-{number}"), **{header: address})
        for number, address in enumerate(addresses)
    ]

    assert [answer.status_code for answer in answers] == statuses


@pytest.mark.parametrize("path", [FORM, "/en/checks/x/", "/en/checks/x/correct/"])
def test_forged_form_is_refused_on_a_page_of_ours(bureau, path):
    response = Client(enforce_csrf_checks=True).post(path, {"phone": "1", "source": "x"})

    assert response.status_code == 403
    assert "The form could not be sent" in response.content.decode()
    assert "表格未能发送" in response.content.decode()
    assert not Correction.objects.exists()


def test_form_of_a_closed_bureau_leads_to_the_successor(client, bureau):
    make_closed_bureau(bureau, name_en="Old", ref="ccccc")
    make_closed_bureau(closure="abolished", name_en="Gone", ref="ddddd")

    replaced = client.get("/en/bureaus/old-ccccc/correct/")
    abolished = client.get("/en/bureaus/gone-ddddd/correct/")
    sent = client.post("/en/bureaus/old-ccccc/correct/", {"phone": "1", "source": "x"})

    assert (replaced.status_code, replaced["Location"]) == (302, FORM)
    assert abolished.status_code == sent.status_code == 410
    assert not Correction.objects.exists()


def test_wrong_slug_leads_to_the_right_one(client, bureau):
    response = client.get("/en/bureaus/other-bbbbb/correct/")

    assert (response.status_code, response["Location"]) == (301, FORM)


def test_number_of_queries_is_constant(client, bureau, django_assert_num_queries):
    for _ in range(3):
        make_correction(bureau)
        make_bureau(region=make_region(parent=bureau.region, level="county"))

    with django_assert_num_queries(1):
        client.get(FORM)
