"""Letters to bureaus and the answers to them."""

import re
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail, signing
from django.core.management import CommandError, call_command
from django.utils import timezone

from bureaus.models import Change, CheckRequest, Correction, Letter
from bureaus.telling import outbox
from bureaus.upkeep import check_requests
from tests.factories import make_bureau, make_check

pytestmark = pytest.mark.django_db
SITE = "https://directory.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@pytest.fixture(scope="module")
def bureau(once):
    return make_bureau(
        ref="bbbbb",
        name_en="Office",
        name_zh_hans="四会局",
        email="office@example.org",
        phone="1",
    )


def run(**options):
    out = StringIO()
    call_command("send_check_requests", stdout=out, **options)
    outbox.deliver()
    return out.getvalue()


def ask(bureau):
    """Send the letter and give the path of its English link."""
    check_requests.ask(bureau)
    outbox.deliver()
    return link(mail.outbox[-1])


def link(letter, lang="en"):
    return re.search(rf"{SITE}(/{lang}/checks/\S+)", letter.body)[1]


def say_yes(client, path):
    page = client.get(path)
    return client.post(path, {"shown": page.context["shown"]})


def test_letter_is_in_both_languages_with_a_link_each(client, bureau):
    run()

    (letter,) = mail.outbox
    assert letter.to == ["office@example.org"]
    assert "Is this still right?" in letter.body
    assert "您好" in letter.body
    for lang in ("en", "zh-hans"):
        assert client.get(link(letter, lang)).status_code == 200


def test_only_bureaus_that_are_due_and_have_an_email_are_asked():
    asked = make_bureau(email="never@example.org")
    overdue = make_bureau(email="overdue@example.org")
    make_check(overdue, date=timezone.localdate() - timedelta(days=400))
    make_check(make_bureau(email="fresh@example.org"))
    make_bureau(email="draft@example.org", status="draft")
    make_bureau()

    run()

    assert {letter.to[0] for letter in mail.outbox} == {asked.email, overdue.email}


def test_second_run_sends_nothing_until_the_pause_is_over(bureau):
    run()
    run()
    CheckRequest.objects.update(sent_at=timezone.now() - check_requests.PAUSE)
    run()

    assert len(mail.outbox) == 2


def test_dry_run_and_limit(bureau):
    make_bureau(email="second@example.org")

    listed = run(dry_run=True)
    assert "office@example.org" in listed
    assert not mail.outbox
    assert not CheckRequest.objects.exists()

    run(limit=1)
    assert len(mail.outbox) == 1


def test_bureau_that_was_asked_meanwhile_gets_no_second_letter(bureau):
    assert [check_requests.ask(bureau), check_requests.ask(bureau)] == [True, False]
    assert Letter.objects.count() == 1


def test_site_address_is_required(settings, bureau):
    settings.SITE_URL = ""

    with pytest.raises(CommandError, match="Set SITE_URL"):
        run()


def test_opening_the_link_writes_nothing(client, bureau):
    path = ask(bureau)

    page = client.get(path)
    form = client.get(f"{path}correct/")

    assert page.status_code == form.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert not bureau.checks.exists()
    assert CheckRequest.objects.get().answered_at is None


def test_yes_is_a_check_by_the_bureau_itself(client, bureau):
    answer = say_yes(client, ask(bureau))

    check = bureau.checks.get()
    bureau.refresh_from_db()
    assert answer.status_code == 200
    assert (check.method, check.outcome) == ("bureau", "confirmed")
    assert bureau.is_checked
    assert [change.action for change in Change.objects.filter(key="bbbbb")][-1] == "checked"


def test_link_works_once(client, bureau):
    path = ask(bureau)
    shown = client.get(path).context["shown"]
    client.post(path, {"shown": shown})

    again = client.post(path, {"shown": shown})
    opened = client.get(path)
    correcting = client.post(f"{path}correct/", {"phone": "22222", "source": "x"})

    assert again.status_code == opened.status_code == correcting.status_code == 410
    assert bureau.checks.count() == 1
    assert not Correction.objects.exists()


def test_no_opens_the_correction_form_filled_in_and_uses_the_link_up(client, bureau):
    path = ask(bureau)

    form = client.get(f"{path}correct/").context["form"]
    sent = client.post(f"{path}correct/", {"phone": "22222", "source": "The bureau itself"})

    assert form["phone"].value() == "1"
    assert (form["source"].value(), form["reply_to"].value()) == ("The bureau itself", bureau.email)
    assert sent.status_code == 302
    assert Correction.objects.get().by_bureau
    assert client.get(path).status_code == 410


def test_yes_counts_only_for_what_was_shown(client, bureau):
    path = ask(bureau)
    shown = client.get(path).context["shown"]
    bureau.phone = "3"
    bureau.save()

    answer = client.post(path, {"shown": shown})

    assert answer.status_code == 409
    assert "changed in the meantime" in answer.content.decode()
    assert not bureau.checks.exists()
    assert say_yes(client, path).status_code == 200


@pytest.mark.parametrize(
    "changes", [{"email": "other@example.org"}, {"status": "draft"}, {"email": ""}]
)
def test_link_is_void_once_the_bureau_is_not_the_same(client, bureau, changes):
    path = ask(bureau)
    for name, value in changes.items():
        setattr(bureau, name, value)
    bureau.save()

    assert client.get(path).status_code == 410


def test_link_expires(client, bureau, monkeypatch):
    now, valid = time.time(), check_requests.VALID.total_seconds()
    with monkeypatch.context() as clock:
        clock.setattr(time, "time", lambda: now - valid - 60)
        path = ask(bureau)

    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    "mangle",
    [
        lambda token, request: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token, request: token[1:],
        lambda token, request: "x" * 5000,
        lambda token, request: signing.dumps([request.pk, "guess"], salt=check_requests.SALT),
        lambda token, request: signing.dumps([request.pk, "guess"], salt="other"),
        lambda token, request: signing.dumps("text", salt=check_requests.SALT),
        lambda token, request: signing.dumps([10**30, "x"], salt=check_requests.SALT),
    ],
)
def test_link_cannot_be_guessed(client, bureau, mangle):
    token = ask(bureau).removeprefix("/en/checks/").removesuffix("/")

    response = client.post(f"/en/checks/{mangle(token, CheckRequest.objects.get())}/")

    assert response.status_code == 410
    assert not bureau.checks.exists()
