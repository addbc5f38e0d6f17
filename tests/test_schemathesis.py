"""Schemathesis attacks every operation that the schema describes, on whichever database is used.

``SCHEMATHESIS_EXAMPLES`` sets how many cases each operation gets; `.ci/run` asks for many.
"""

import os

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
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_country,
    make_document,
    make_industry,
    make_key_point,
    make_priority,
    make_region,
    make_speaker,
)

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "25"))
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
    """Make a few rows that examples of the schema name, so that not everything is a 404."""
    sihui = make_region(name="Sihui", code="441284", parent=make_country(), dial_code="0758")
    bureau = make_bureau(region=sihui, ref="rwdrb", phone="3611228 转 08/12345", fax="3611188")
    make_contact_point(bureau, phone="3990000")
    make_check(bureau)
    make_closed_bureau(bureau, region=sihui, ref="ccccc")
    industry = make_industry(slug="auto-parts", gbt4754_divisions="C36")
    document = make_document(region=sihui, date="2024-01")
    make_speaker(document)
    priority = make_priority(region=sihui, document=document, industries=[industry])
    make_key_point(priority, industries=[industry])


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

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=api[path][method.upper()].as_strategy(generation_mode=mode))
    def attack(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    attack()
