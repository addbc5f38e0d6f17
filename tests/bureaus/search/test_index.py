"""The search index follows every change, and can be made anew and checked."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from bureaus.changes.batch import together
from bureaus.models import Bureau, BureauAlias, BureauTokens, Region, RegionAlias, RegionTokens
from bureaus.search import fulltext
from bureaus.search.query import foremost, matching
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_region,
)

pytestmark = pytest.mark.django_db


def found(text):
    return list(Bureau.objects.filter(matching(text)).order_by("pk"))


def regions(text):
    return list(Region.objects.filter(matching(text, RegionTokens)).order_by("pk"))


@pytest.fixture
def zhaoqing():
    return make_region(name="Zhaoqing", name_zh_hans="肇庆", level="prefecture")


@pytest.fixture
def bureau(zhaoqing):
    sihui = make_region(name="Sihui", name_zh_hans="四会", level="county", parent=zhaoqing)
    return make_bureau(region=sihui, name_en="Office", phone="0758-3611228")


def test_saving_a_bureau_moves_it_in_the_index(bureau):
    bureau.name_en, bureau.phone = "Bright Counter", "0758-5550000"
    bureau.save()

    assert found("office") == found("3611228") == []
    assert found("bright") == found("5550000") == [bureau]


@pytest.mark.parametrize("by_query", [True, False])
def test_deleted_bureau_is_not_found(bureau, by_query):
    BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Ancient")
    make_contact_point(bureau)
    make_check(bureau)

    (Bureau.objects.all() if by_query else bureau).delete()

    assert found("office") == []
    assert not BureauTokens.objects.exists()


def test_other_names_of_a_bureau_come_and_go(bureau):
    alias = BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Ancient")
    was_found = found("ancient")
    alias.delete()

    assert was_found == [bureau]
    assert found("ancient") == []


def test_other_name_can_move_to_another_bureau(bureau):
    alias = BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Ancient")
    other = make_bureau()

    alias.bureau = other
    alias.save()

    assert found("ancient") == [other]


def test_contact_points_come_change_and_go(bureau):
    point = make_contact_point(bureau, name_zh_hans="外资科", phone="0758-7770000")
    by_name, by_phone = found("外资"), found("7770000")
    point.phone = "0758-8880000"
    point.save()

    assert by_name == by_phone == found("8880000") == [bureau]
    assert found("7770000") == []

    point.delete()

    assert found("8880000") == []


def test_region_renamed_renames_the_place_of_everything_inside(bureau, zhaoqing):
    zhaoqing.name_en = zhaoqing.full_name_en = "Duanzhou"
    zhaoqing.name_zh_hans = zhaoqing.full_name_zh_hans = "端州"
    zhaoqing.slug = "duanzhou"
    zhaoqing.save()

    assert found("肇庆") == []
    assert found("zhaoqing") == found("duanzhou") == [bureau]  # its former slug finds it as well
    assert regions("duanzhou") == [zhaoqing, bureau.region]


def test_other_name_of_a_region_finds_everything_inside(bureau, zhaoqing):
    alias = RegionAlias.objects.create(region=zhaoqing, kind="former_code", value="441299")
    was_found = found("441299")
    alias.delete()

    assert was_found == [bureau]
    assert found("441299") == []


def test_region_moved_takes_everything_inside_along(bureau, zhaoqing):
    jiangsu = make_region(name="Jiangsu", name_zh_hans="江苏")

    zhaoqing.parent = jiangsu
    zhaoqing.save()

    assert found("jiangsu") == found("江苏") == [bureau]
    assert regions("jiangsu") == [zhaoqing, bureau.region, jiangsu]

    bureau.region.parent = make_region(name="Hunan")
    bureau.region.save()

    assert found("zhaoqing") == found("jiangsu") == []
    assert found("hunan") == [bureau]


def test_level_of_a_region_tells_which_bureaus_come_first(bureau):
    among_the_first = Bureau.objects.filter(foremost("sihui", BureauTokens))
    before = list(among_the_first)

    bureau.region.level = Region.Level.PROVINCE
    bureau.region.save()

    assert [before, list(among_the_first.all())] == [[], [bureau]]


def test_rollback_takes_the_index_back(bureau):
    with transaction.atomic():
        bureau.name_en = "Bright Counter"
        bureau.save()
        transaction.set_rollback(True)

    assert found("bright") == []
    assert found("office") == [bureau]


def test_changes_made_together_are_indexed_at_the_end(bureau, zhaoqing):
    with together():
        zhaoqing.name_en = "Duanzhou"
        zhaoqing.save()
        other = make_bureau(name_en="Bright Counter")
        gone = make_bureau(name_en="Bright Nothing")
        gone.delete()
        before = found("bright")

    assert before == []
    assert found("bright") == [other]
    assert found("duanzhou") == [bureau]


def test_nothing_is_indexed_when_the_block_fails(bureau):
    with pytest.raises(RuntimeError), together():
        bureau.name_en = "Bright Counter"
        bureau.save()
        raise RuntimeError

    assert found("bright") == []


def test_rows_written_many_at_once_are_found(bureau):
    row = Bureau(ref="bbbbb", kind="commerce", region=bureau.region, name_en="Bulk")
    Bureau.objects.bulk_create([row])
    Bureau.objects.filter(pk=bureau.pk).update(name_en="Updated")

    assert found("bulk") == [row]
    assert found("updated") == [bureau]


def test_closing_and_checking_keep_a_bureau_findable(bureau):
    closed = make_closed_bureau(bureau, name_en="Former Counter", region=bureau.region)
    make_check(bureau)

    assert found("former counter") == [closed]
    assert found("office") == [bureau]


def test_index_equals_the_data(bureau):
    BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Ancient")
    RegionAlias.objects.create(region=bureau.region, kind="former_name", value="Sze Wui")
    make_contact_point(bureau, name_en="Night Desk", phone="0758-3611229", fax="0758-3611230")
    out = StringIO()

    call_command("check_index", stdout=out)

    assert out.getvalue() == "The search index equals the data.\n"


def test_check_names_the_bureau_whose_tokens_were_tampered_with(bureau):
    BureauTokens.objects.filter(pk=bureau.pk).update(tokens="nonsense")

    with pytest.raises(CommandError, match=f"1 bureaus differ: {bureau.ref}"):
        call_command("check_index")

    call_command("reindex", verbosity=0, stdout=StringIO())
    call_command("check_index", stdout=StringIO())
    assert found("office") == [bureau]


def test_check_names_a_row_without_entry(bureau):
    RegionTokens.objects.filter(pk=bureau.region_id).delete()

    with pytest.raises(CommandError, match="1 regions differ: sihui"):
        call_command("check_index")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no index beside")
class TestSqlite:
    def test_check_names_the_row_that_the_full_text_index_missed(self, bureau):
        fulltext.suspend(connection, "bureaus_bureautokens")
        make_bureau(name_en="Unheard", ref="zzzzz")
        for statement in fulltext.SQLITE:
            with connection.cursor() as cursor:
                cursor.execute(statement.format(table="bureaus_bureautokens"))

        with pytest.raises(CommandError, match="1 bureaus differ: zzzzz"):
            call_command("check_index")

    def test_lost_trigger_is_noticed_and_mended_by_migrate(self, bureau):
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER bureaus_bureautokens_insert")
        late = make_bureau(name_en="Unheard")

        with pytest.raises(CommandError, match="The full-text index of bureaus lacks a part"):
            call_command("check_index")
        call_command("migrate", verbosity=0)

        assert found("unheard") == [late]

    @pytest.mark.django_db(transaction=True)
    def test_index_survives_that_django_makes_the_table_of_bureaus_anew(self, bureau):
        with connection.schema_editor() as editor:
            editor._remake_table(Bureau)
        bureau.name_en = "Bright Counter"
        bureau.save()

        assert found("bright") == [bureau]


@pytest.mark.django_db(transaction=True)
def test_index_never_filled_is_filled_by_migrate(bureau):
    BureauTokens.objects.all().delete()

    call_command("migrate", verbosity=0)

    assert found("office") == [bureau]


@pytest.mark.django_db(transaction=True)
def test_reindex_fills_an_empty_index_of_many_rows(bureau):
    for _ in range(4):
        make_bureau(region=bureau.region)
    BureauTokens.objects.all().delete()
    out = StringIO()

    call_command("reindex", stdout=out)

    assert "bureaus: 5" in out.getvalue()
    assert len(found("sihui")) == 5
    call_command("check_index", stdout=StringIO())
