"""The probes of an operator."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db
any_host = pytest.mark.parametrize("host", ["testserver", "10.0.0.7:8000", "evil.example", ""])


def refuse(execute, sql, params, many, context):
    raise OperationalError("gone")


@any_host
@pytest.mark.parametrize("url", ["/healthz", "/readyz"])
@pytest.mark.parametrize("https", [True, False])
def test_probes_answer_whatever_the_host_and_scheme(client, settings, url, host, https):
    settings.SECURE_SSL_REDIRECT = https

    response = client.get(url, HTTP_HOST=host)

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert not response.cookies


@any_host
def test_not_ready_without_the_database(client, host):
    with connection.execute_wrapper(refuse):
        response = client.get("/readyz", HTTP_HOST=host)

    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "reason": "the database cannot be reached",
    }


def test_alive_without_the_database(client, django_assert_num_queries):
    with connection.execute_wrapper(refuse), django_assert_num_queries(0):
        response = client.get("/healthz")

    assert response.status_code == 200


def test_not_ready_while_migrations_wait(client):
    MigrationRecorder(connection).record_unapplied("admin", "0003_logentry_add_action_flag_choices")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["reason"] == "1 migrations are not applied"
