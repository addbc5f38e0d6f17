"""The WSGI entry point, for the server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

if settings.DELIVER_AT_ONCE:
    # Here, as nothing but a server loads this module: a command may end while a letter is sent
    from bureaus.telling import outbox

    outbox.start_thread()
