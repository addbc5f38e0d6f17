"""Pieces of pages that a process keeps: by what they are made of, bounded, never stale."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from bureaus.edition import edition, pieces
from bureaus.models import Bureau, Region
from tests.factories import make_bureau, make_region


@pytest.fixture
def serving(kept):
    """Keep pieces as the site does, for an edition of the test's own."""
    with edition.serving(-1):
        yield


class Renderer:
    """Renders a new text each time."""

    times = 0

    def __call__(self) -> str:
        self.times += 1
        return f"text {self.times}"


def test_piece_is_rendered_once_for_what_it_is_made_of(serving):
    render = Renderer()

    first, again = (pieces.piece("line", ("a", 1), render) for _ in range(2))
    other = pieces.piece("line", ("a", 2), render)
    elsewhere = pieces.piece("row", ("a", 1), render)

    assert [first, again, other, elsewhere] == ["text 1", "text 1", "text 2", "text 3"]


def test_each_language_and_day_has_pieces_of_its_own(serving, monkeypatch):
    render = Renderer()
    today = pieces.piece("line", "a", render)

    with override("zh-hant"):
        chinese = pieces.piece("line", "a", render)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2030, 1, 1))
    with edition.serving(-1):
        later = pieces.piece("line", "a", render)

    assert [today, chinese, later] == ["text 1", "text 2", "text 3"]


def test_without_a_cache_nothing_is_kept():
    render = Renderer()

    texts = [pieces.piece("line", "a", render) for _ in range(2)]

    assert texts == ["text 1", "text 2"]


def test_only_new_pieces_of_a_list_are_rendered(serving):
    rendered = []

    def render(number):
        rendered.append(number)
        return str(number)

    pieces.pieces("line", ["a", "b"], render)
    found = pieces.pieces("line", ["a", "c", "b"], render)

    assert found == ["0", "1", "1"]
    assert rendered == [0, 1, 1]


def test_oldest_pieces_go_when_there_is_no_room(serving, monkeypatch):
    monkeypatch.setattr(pieces, "MOST_CHARACTERS", 100)
    render = Renderer()

    for number in range(50):
        pieces.piece("line", number, render)
    newest = pieces.piece("line", 49, render)

    assert sum(map(len, pieces._shelf.values())) <= 100
    assert newest == "text 50"


@pytest.mark.django_db
def test_what_is_not_public_is_no_part_of_a_piece():
    bureau = make_bureau(notes="For colleagues")
    before = pieces.shown(bureau)

    bureau.notes = "Something else"
    unchanged = pieces.shown(bureau)
    bureau.fax = "0758-3611188"

    assert unchanged == before
    assert pieces.shown(bureau) != before
    assert "For colleagues" not in repr(before)


@pytest.mark.django_db
def test_piece_needs_no_column_that_was_not_read(django_assert_num_queries):
    make_bureau()
    bureau = Bureau.objects.with_public_columns().get()

    with django_assert_num_queries(0):
        pieces.shown(bureau)


def test_part_of_a_template_is_kept_by_its_arguments(serving):
    template = Template(
        "{% load directory %}{% keep part name %}{{ name }}{{ other }}{% endkeep %}"
    )

    texts = [template.render(Context({"name": n, "other": o})) for n, o in ("ax", "ay", "bz")]

    assert texts == ["ax", "ax", "bz"]


def test_part_kept_for_an_edition_is_rendered_again_in_the_next(serving):
    template = Template("{% load directory %}{% keep_for_edition part %}{{ other }}{% endkeep %}")
    first, same = (template.render(Context({"other": o})) for o in "xy")

    with edition.serving(-2):
        following = template.render(Context({"other": "z"}))

    assert [first, same, following] == ["x", "x", "z"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["bureaus/", "regions/port/", "regions/inner/", "bureaus/?q=port"])
def test_renamed_region_shows_in_every_piece_at_once(client, kept, path):
    port = make_region(name="Port", slug="port", level="prefecture", parent=make_region())
    inner = make_region(name="Inner", slug="inner", level="county", parent=port)
    make_bureau(region=inner, name_en="Port Office", ref="bbbbb")
    before = client.get(f"/en/{path}").content.decode()

    Region.objects.filter(pk=port.pk).update(name_en="Harbour", full_name_en="Harbour")
    after = client.get(f"/en/{path}").content.decode()

    assert "Harbour" not in before
    assert "Harbour" in after
