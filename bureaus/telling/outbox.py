"""The outbox: letters are put there with what they tell of, and sent outside of requests.

``manage.py deliver`` sends them, or, as long as DELIVER_AT_ONCE is on, a thread of the server. Any
number of deliverers may run at once, in as many processes; only one that dies between sending a
letter and deleting it leaves it to be sent a second time.
"""

import logging
from collections import Counter
from threading import Event, Thread
from typing import Any

from django.db import DatabaseError, InterfaceError, connections, transaction
from django.template.loader import render_to_string

from bureaus.telling.letter import TRIES, Letter

LOOK_EVERY = 60  # seconds; for what other processes put there, and what is to be tried again

logger = logging.getLogger(__name__)
bell = Event()  # rings in the process that put a letter


def put(template: str, context: dict[str, Any], to: str) -> None:
    """Write what a text template makes, its first line as the subject, in this transaction.

    A subject is one line, whatever the names in it hold, so nobody can add a header.
    """
    subject, _newline, body = render_to_string(template, context).strip().partition("\n")
    Letter.objects.create(to=to, subject=" ".join(subject.split()), body=body.strip() + "\n")
    transaction.on_commit(bell.set)


def send_next() -> bool | None:
    """Send one letter that is due; False if that fails, None if there is none."""
    letter = _claimed()
    if letter is None:
        return None
    try:
        letter.message().send()
    except Exception as error:  # whatever a mail server makes of it, the other letters go on
        _failed(letter, error)
        return False
    letter.delete()
    return True


def _claimed() -> Letter | None:
    while letter := Letter.objects.due().first():
        if letter.claim():
            return letter
    return None


def _failed(letter: Letter, error: Exception) -> None:
    """Note only the kind of error: what mail servers say may quote the address."""
    name, is_last = type(error).__name__, letter.tries >= TRIES
    outcome = "is given up" if is_last else "could not be sent"
    logger.warning("Letter %s %s (try %s of %s): %s", letter.pk, outcome, letter.tries, TRIES, name)
    if is_last:
        letter.delete()
    else:
        Letter.objects.filter(pk=letter.pk).update(error=name[:100])


def deliver(stopping: Event | None = None) -> Counter[bool]:
    """Send all that is due, and count by whether it was sent. Call it outside of transactions."""
    counts: Counter[bool] = Counter()
    while not (stopping and stopping.is_set()) and (is_sent := send_next()) is not None:
        counts[is_sent] += 1
    return counts


def keep_delivering(seconds: float, stopping: Event) -> None:
    """Deliver whenever the bell rings and every so many seconds, also while the database is away.

    No connection is kept in between.
    """
    while not stopping.is_set():
        bell.clear()
        try:
            deliver(stopping)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("Letters have to wait for the database: %s", type(error).__name__)
        finally:
            connections.close_all()
        bell.wait(seconds)


def start_thread(stopping: Event | None = None) -> Thread:
    arguments = (LOOK_EVERY, stopping or Event())
    thread = Thread(target=keep_delivering, args=arguments, name="outbox", daemon=True)
    thread.start()
    return thread
