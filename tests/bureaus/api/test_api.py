"""What all of the API has in common: one shape of errors, open to all, no cookie, a rate."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.factories import make_bureau

pytestmark = pytest.mark.django_db
PATHS = ["", "bureaus/", "bureaus/bbbbb/", "regions/", "industries/", "schema/", "docs/"]


@pytest.fixture
def bureau():
    return make_bureau(ref="bbbbb")


@pytest.mark.parametrize("path", PATHS)
def test_any_page_may_read_and_no_cookie_is_set(client, bureau, path):
    response = client.get(f"/api/v1/{path}", headers={"origin": "https://other.example"})

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["/api/v1/bureaus/", "/b/bbbbb.json", "/en/bureaus/list.csv"])
def test_preflight_is_answered_without_asking_a_view(client, django_assert_num_queries, path):
    asked = {"access-control-request-method": "GET", "origin": "https://other.example"}
    with django_assert_num_queries(0):
        response = client.options(path, headers=asked)

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "Content-Type, If-None-Match"
    assert response["Access-Control-Max-Age"] == "86400"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "nothing/", 404),
        ("get", "bureaus/zzzzz/", 404),
        ("get", "regions/atlantis/", 404),
        ("get", "bureaus/%00/", 400),
        ("get", "bureaus/?q=%00", 400),
        ("get", "priorities/99999999999999999999/", 404),
        ("post", "bureaus/", 405),
        ("delete", "regions/", 405),
        ("get", "bureaus/?region=atlantis", 400),
    ],
)
def test_every_error_has_one_shape(client, method, path, status):
    response = getattr(client, method)(f"/api/v1/{path}")
    problem = response.json()

    assert response.status_code == problem["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert set(problem) >= {"type", "title", "status", "detail", "errors"}
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "garbage", ""])
def test_answer_is_json_whatever_is_asked_for(client, bureau, accept):
    response = client.get("/api/v1/bureaus/", headers={"accept": accept})

    assert response["Content-Type"] == "application/json"


def test_too_many_requests_are_told_when_to_come_back(client, bureau, kept, settings):
    settings.API_RATE = "2/minute"

    answers = [client.get(f"/api/v1/bureaus/?page_size={number}") for number in (1, 2, 3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 61
    assert answers[2].json()["title"] == "Too Many Requests"


def test_forged_header_wins_no_second_allowance(client, bureau, kept, settings):
    settings.API_RATE = "1/minute"

    answers = [
        client.get(
            f"/api/v1/bureaus/?page_size={number}",
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        )
        for number in (1, 2)
    ]

    assert [answer.status_code for answer in answers] == [200, 429]


def test_schema_is_openapi_3_1(client):
    schema = client.get("/api/v1/schema/").json()

    assert schema["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(schema).iter_errors()) == []


def test_schema_describes_every_operation_with_its_errors(client):
    schema = client.get("/api/v1/schema/").json()

    for path, methods in schema["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert {"200", "400", "429"} <= set(operation["responses"]), path


def test_docs_need_no_script_and_no_other_host(client):
    page = client.get("/api/v1/docs/").text

    assert "/api/v1/match/" in page
    assert page.count("<script") == page.count("<script src=")
    assert " style=" not in page
    assert 'src="http' not in page


def test_docs_say_what_is_promised_and_show_no_marks(client):
    page = client.get("/api/v1/docs/").text

    for text in ("Deprecation", "Sunset", "Retry-After", "<code>closed=yes</code>", "<em>or</em>"):
        assert text in page
    assert "`" not in page
    assert "*or*" not in page


def test_root_names_what_there_is(client):
    root = client.get("/api/v1/").json()

    assert root["bureaus"] == "http://testserver/api/v1/bureaus/"
    assert root["docs"] == "http://testserver/api/v1/docs/"
