"""Schemathesis attacks every operation that the schema describes, on whichever database is used."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from bureaus.api.schema import schema
from tests.factories import make_examples
from tests.thorough import TIMES

EXAMPLES = 20 * TIMES  # for each operation
# Left out: positive_data_acceptance, for a text that fits the schema may still name no region,
# which is answered with 400 on purpose.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


@pytest.fixture(scope="module")
def world(once):
    make_examples()


def is_any_right(path):
    """Tell whether an operation takes nothing but a name, which may be any text."""
    return path.endswith(("{value}/", "{slug}/"))


OPERATIONS = [
    (path, method, mode)
    for path, methods in schema()["paths"].items()
    for method in methods
    for mode in GenerationMode
    if mode.is_positive or not is_any_right(path)
]


@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS, ids=str)
def test_operation_does_what_the_schema_says(world, site, path, method, mode):
    api = schemathesis.openapi.from_wsgi("/api/v1/schema/", site)

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=api[path][method.upper()].as_strategy(generation_mode=mode))
    def attack(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    attack()
