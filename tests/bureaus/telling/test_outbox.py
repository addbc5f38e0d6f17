"""Letters wait in the outbox until they are sent or given up, and nothing of them stays."""

import logging
from datetime import timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused
from threading import Event
from time import sleep

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone, translation

from bureaus.edition import edition
from bureaus.models import Letter
from bureaus.telling import outbox
from bureaus.telling.letter import FIRST_PAUSE, TRIES

TO = "a@example.org"
BROKEN = "broken@example.org"

pytestmark = pytest.mark.django_db


class PartlyBroken(EmailBackend):
    """A mail server that refuses one address, and quotes it."""

    def send_messages(self, messages):
        if BROKEN in messages[0].to:
            raise SMTPRecipientsRefused({BROKEN: (550, b"nobody here")})
        return super().send_messages(messages)


class Overtaken(EmailBackend):
    """A mail server that is slow enough for a second deliverer to come meanwhile."""

    def send_messages(self, messages):
        assert not outbox.deliver()
        return super().send_messages(messages)


@pytest.fixture
def partly_broken(settings):
    settings.EMAIL_BACKEND = f"{__name__}.PartlyBroken"


def put(to=TO, name="Office"):
    context = {"subject": name, "status_url": "https://directory.example/s"}
    outbox.put("corrections/received.txt", context, to)


def pass_time(time):
    for letter in Letter.objects.all():
        Letter.objects.filter(pk=letter.pk).update(next_try_at=letter.next_try_at - time)


def deliver(**options):
    out = StringIO()
    call_command("deliver", stdout=out, **options)
    return out.getvalue()


def test_letter_waits_until_it_is_delivered_and_then_is_gone():
    put()

    assert not mail.outbox
    assert deliver() == "1 sent, 0 failed\n"

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([TO], "What you sent: Office")
    assert letter.body.endswith("you need not do anything.\n")
    assert not Letter.objects.exists()


def test_nothing_is_left_of_a_letter_about_what_was_rolled_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        put()
        raise RuntimeError

    assert deliver() == "0 sent, 0 failed\n"


def test_subject_is_one_line_whatever_the_names_hold():
    put(name="Office\r\nBcc: victim@example.org\u2028x\n")

    outbox.deliver()

    (letter,) = mail.outbox
    assert letter.recipients() == [TO]
    assert letter.subject == "What you sent: Office"


def test_letter_is_in_the_language_of_when_it_was_written():
    with translation.override("zh-hans"):
        put()
    outbox.deliver()

    assert mail.outbox[0].subject == "您提交的内容：Office"


def test_second_deliverer_does_not_send_what_the_first_has_in_hand(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Overtaken"
    put()

    outbox.deliver()

    assert len(mail.outbox) == 1


def test_of_two_who_see_a_letter_at_once_one_gets_it():
    put()
    first, second = Letter.objects.get(), Letter.objects.get()

    assert [first.claim(), second.claim()] == [True, False]


def test_letter_that_fails_stops_no_other_and_is_tried_again_later(partly_broken):
    put(BROKEN)
    put()

    assert deliver() == "1 sent, 1 failed\n"
    assert deliver() == "0 sent, 0 failed\n"

    pass_time(FIRST_PAUSE)
    assert deliver() == "0 sent, 1 failed\n"
    pass_time(FIRST_PAUSE)
    assert deliver() == "0 sent, 0 failed\n"


def test_letter_is_sent_once_the_server_is_well_again(settings, partly_broken):
    put(BROKEN)
    outbox.deliver()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    pass_time(FIRST_PAUSE)

    outbox.deliver()

    assert len(mail.outbox) == 1
    assert not Letter.objects.exists()


def test_letter_is_given_up_after_some_days_and_its_address_is_in_no_log(partly_broken, caplog):
    put(BROKEN)
    waited, tries = timedelta(), 0
    with caplog.at_level(logging.WARNING):
        while letter := Letter.objects.first():
            pause = max(letter.next_try_at - timezone.now(), timedelta())
            pass_time(pause)
            waited, tries = waited + pause, tries + 1
            assert outbox.deliver()[False] == 1

    assert tries == TRIES
    assert timedelta(days=3) < waited < timedelta(days=4)
    assert "is given up (try 11 of 11): SMTPRecipientsRefused" in caplog.text
    assert BROKEN not in caplog.text


def test_letter_of_a_deliverer_that_died_is_taken_up_by_the_next():
    put()
    Letter.objects.get().claim()
    assert not outbox.deliver()

    pass_time(FIRST_PAUSE)

    assert outbox.deliver()[True] == 1


def test_what_waits_is_listed_without_addresses(partly_broken):
    put(BROKEN)
    outbox.deliver()

    listed = deliver(list=True)

    assert "What you sent: Office  (tried 1 of 11 times, next " in listed
    assert "SMTPRecipientsRefused)\n1 waiting\n" in listed
    assert BROKEN not in listed
    assert deliver(list=True) == listed


def test_letters_are_no_public_change():
    before = edition.current()

    put()
    outbox.deliver()

    assert edition.current() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="a database in memory takes no two")
def test_thread_sends_what_waits_and_what_comes_as_soon_as_it_is_committed():
    put("earlier@example.org")
    stopping = Event()
    thread = outbox.start_thread(stopping)
    wait_for_letters(1)

    with transaction.atomic():
        put()
        assert not outbox.bell.is_set()
    wait_for_letters(2)

    stopping.set()
    outbox.bell.set()
    thread.join()
    assert [letter.to for letter in mail.outbox] == [["earlier@example.org"], [TO]]
    assert not Letter.objects.exists()


def wait_for_letters(number):
    while len(mail.outbox) < number:
        sleep(0.01)
