"""The languages an office speaks."""

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.utils.translation import override

from bureaus.models import Bureau
from bureaus.values.languages import SPOKEN, speaks
from tests.factories import make_bureau

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ([], []),
        (["en"], ["en"]),
        (["ja", "zh", "en"], ["zh", "en", "ja"]),
        ("ja zh", ["zh", "ja"]),
        (list(SPOKEN)[::-1], list(SPOKEN)),
    ],
)
def test_languages_come_back_in_the_order_of_the_table(given, stored):
    bureau = make_bureau(languages=given)

    assert Bureau.objects.get(pk=bureau.pk).languages == stored


@pytest.mark.parametrize("part", ["e", "n", "yu", "zh en", "%", "_"])
def test_part_of_a_tag_finds_nothing(part):
    make_bureau(languages=["zh", "yue", "en"])

    assert not Bureau.objects.filter(speaks(part)).exists()


def test_unknown_language_is_refused():
    bureau = make_bureau()
    bureau.languages = ["en", "tlh"]

    with pytest.raises(ValidationError) as caught:
        bureau.full_clean()

    assert set(caught.value.message_dict) == {"languages"}
    assert "tlh" in str(caught.value)


def test_all_languages_together_fit_the_column():
    bureau = make_bureau(languages=list(SPOKEN))

    bureau.full_clean()

    with override("en"):
        assert bureau.spoken_languages == ", ".join(str(name) for name in SPOKEN.values())


def test_form_field_offers_and_keeps_every_language():
    field = Bureau._meta.get_field("languages").formfield()

    assert field.clean(["ja", "en"]) == ["ja", "en"]
    assert [tag for tag, _name in field.choices] == list(SPOKEN)
    with pytest.raises(ValidationError):
        field.clean(["tlh"])


def test_languages_survive_a_dump():
    bureau = make_bureau(languages=["en", "ja"])

    (restored,) = serializers.deserialize("json", serializers.serialize("json", [bureau]))

    assert restored.object.languages == ["en", "ja"]
