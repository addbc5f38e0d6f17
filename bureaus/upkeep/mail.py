"""Letters in plain text; a letter that cannot be sent breaks nothing else."""

import logging
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def send(template: str, context: dict[str, Any], to: str) -> bool:
    """Send what a text template makes, its first line as the subject; False if it fails.

    A subject is one line, whatever the names in it hold, so nobody can add a header.
    """
    subject, _newline, body = render_to_string(template, context).strip().partition("\n")
    message = EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to])
    try:
        return message.send() == 1
    except (SMTPException, OSError, ValueError) as error:
        logger.warning("A letter could not be sent: %s", type(error).__name__)
        return False
