"""Near-same bureaus are shown before a second one is made, in every form of staff."""

import pytest

from bureaus.models import Bureau
from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_correction,
    make_missing,
    make_region,
    make_staff,
)
from tests.forms import WHY, address, opened, shown

pytestmark = pytest.mark.django_db

LIST = "/admin/bureaus/bureau/"
ASKED = "Is it one of these?"


@pytest.fixture(scope="module")
def sihui(once):
    names = {"name_zh_hans": "四会", "full_name_zh_hans": "四会市"}
    return make_region(name="Sihui", dial_code="0758", **names)


@pytest.fixture(scope="module")
def there(once, sihui):
    about = {"phone": "0758-3611228", "website": "https://sihui.example/"}
    return make_bureau(region=sihui, ref="bbbbb", name_zh_hans="四会市投资促进局", **about)


def add(client, region, url=f"{LIST}add/", **typed):
    """Send the form of a new bureau; give its answer and what would be sent from it then."""
    needed = {"kind": "commerce", "region": region.pk, "status": "draft"}
    answer = client.post(url, opened(client, url) | WHY | needed | typed)
    return answer.content.decode() if answer.status_code == 200 else "", answer


def ticked(answer, **typed):
    return shown(answer) | {"apart": answer.context["adminform"].form.refs_of_similar} | typed


ALIKE = [
    ({"name_zh_hant": "投資促進局"}, "same: name"),
    ({"name_en": "New", "phone": "+86 758 3611228 转 8001"}, "same: phone"),
    ({"name_en": "New", "website": "http://www.sihui.example/index.html"}, "same: website"),
    ({"name_zh_hans": "四会投资促进局", "phone": "3611228"}, "same: name, phone"),
]


@pytest.mark.parametrize(("typed", "same"), ALIKE)
def test_new_bureau_is_asked_about_and_saved_once_it_is_another(
    admin_client, sihui, there, typed, same
):
    page, answer = add(admin_client, sihui, **typed)
    number = Bureau.objects.count()
    admin_client.post(f"{LIST}add/", ticked(answer))

    assert ASKED in page and f'href="{address(there)}"' in page
    assert same in page and "bbbbb · Published" in page
    assert (number, Bureau.objects.count()) == (1, 2)


def test_tick_is_of_those_that_were_shown_and_is_kept_when_something_else_is_wrong(
    admin_client, sihui, there
):
    _page, answer = add(admin_client, sihui, name_en="New", phone="0758-3611228")
    make_bureau(region=sihui, ref="ccccc", name_en="Other", phone="0758-3611228", status="draft")

    again = admin_client.post(f"{LIST}add/", ticked(answer))
    wrong = admin_client.post(f"{LIST}add/", ticked(again, email="no address"))
    admin_client.post(f"{LIST}add/", ticked(wrong, email="a@sihui.example"))

    assert "ccccc · Draft" in again.content.decode()
    assert 'value="bbbbb ccccc" checked' in wrong.content.decode()
    assert Bureau.objects.filter(email="a@sihui.example").exists()


def test_closed_bureau_is_named_as_such(admin_client, sihui):
    closed = make_closed_bureau(closure="abolished", region=sihui, name_en="Gone", ref="ddddd")

    page, _answer = add(admin_client, sihui, name_en="The Gone")

    assert f'href="{address(closed)}"' in page and "ddddd · Closed" in page


def test_bureau_of_another_place_is_not_asked_about(admin_client, there):
    page, _answer = add(admin_client, make_region(), name_zh_hans="四会市投资促进局")

    assert not page
    assert Bureau.objects.count() == 2


CHANGES = [
    ({"phone": "0758-3611228"}, True),
    ({"name_zh_hans": "四会市投资促进局"}, True),
    ({"website": "http://sihui.example"}, True),
    ({"hours": "Mo-Fr 09:00-12:00"}, False),
    ({"phone": "0758-3611229"}, False),
    ({"fax": "0758-3611228"}, False),
]


@pytest.mark.parametrize(("typed", "is_asked"), CHANGES)
def test_change_that_makes_it_like_another_is_asked_about(
    admin_client, sihui, there, typed, is_asked
):
    bureau = make_bureau(region=sihui, name_en="Second")
    url = address(bureau)

    answer = admin_client.post(url, opened(admin_client, url) | WHY | typed)

    assert (answer.status_code == 200) is is_asked
    if is_asked:
        assert ASKED in answer.content.decode()
        sent = opened(admin_client, url) | WHY | typed | {"apart": "bbbbb"}
        assert admin_client.post(url, sent).status_code == 302
    bureau.refresh_from_db()
    assert {field: getattr(bureau, field) for field in typed} == typed
    again = admin_client.post(url, opened(admin_client, url) | WHY | {"notes": "Sits upstairs"})
    assert again.status_code == 302


def test_draft_is_asked_about_again_when_it_is_published(admin_client, sihui, there):
    desk = make_bureau(region=sihui, parent=there, phone=there.phone, status="draft")
    url = address(desk)

    answer = admin_client.post(url, opened(admin_client, url) | WHY | {"status": "published"})
    admin_client.post(url, ticked(answer))

    assert ASKED in answer.content.decode()
    desk.refresh_from_db()
    assert desk.status == "published"


def test_moving_to_the_region_of_another_is_asked_about(admin_client, sihui, there):
    bureau = make_bureau(phone="0758-3611228")
    url = address(bureau)

    answer = admin_client.post(url, opened(admin_client, url) | WHY | {"region": sihui.pk})

    assert ASKED in answer.content.decode()


def test_proposal_of_a_visitor_shows_closed_and_draft_ones_and_is_asked_about(
    admin_client, sihui, there
):
    make_closed_bureau(there, region=sihui, ref="ddddd", name_zh_hans="投资促进局")
    proposal = make_missing(sihui, values={"name_zh_hant": "四會投資促進局"})
    url = f"{LIST}add/?correction={proposal.pk}"

    page = admin_client.get(address(proposal)).content.decode()
    opened_form = admin_client.get(url).content.decode()
    asked, answer = add(admin_client, sihui, url)
    admin_client.post(url, ticked(answer))

    assert "bbbbb · Published" in page and "ddddd · Closed" in page
    assert ASKED in opened_form and 'name="apart" value="bbbbb ddddd"' in opened_form
    assert ASKED in asked
    proposal.refresh_from_db()
    assert proposal.bureau.name_zh_hant == "四會投資促進局"


def test_correction_that_makes_it_like_another_is_asked_about(admin_client, sihui, there):
    bureau = make_bureau(region=sihui, name_en="Second")
    correction = make_correction(bureau, values={"phone": "0758-3611228"})
    url = f"{address(bureau)}?correction={correction.pk}"

    sent = opened(admin_client, url)
    answer = admin_client.post(url, sent)

    assert ASKED in answer.content.decode()
    assert admin_client.post(url, sent | {"apart": "bbbbb"}).status_code == 302


def test_renaming_is_asked_about(admin_client, sihui, there):
    bureau = make_bureau(region=sihui, name_en="Second")
    url = address(bureau, "rename/")
    typed = {"name_en": "Second", "name_zh_hans": "投资促进局", "on": "2024-01-01", "reason": "N"}

    asked = admin_client.post(url, typed)
    admin_client.post(url, typed | {"apart": "bbbbb"})

    bureau.refresh_from_db()
    assert ASKED in asked.content.decode() and "same: name" in asked.content.decode()
    assert bureau.name_zh_hans == "投资促进局"


def test_number_found_by_a_call_is_asked_about(admin_client, sihui, there):
    bureau = make_bureau(region=sihui, name_en="Second")
    url, key = f"{LIST}call-results/?region=sihui", f"b{bureau.pk}"
    sent = {"method": "phone", "date": "2024-03-01", "bureau": bureau.pk}
    sent |= {f"{key}-outcome": "mended", f"{key}-phone": "0758-3611228"}

    asked = admin_client.post(url, sent).content.decode()
    admin_client.post(url, sent | {f"{key}-apart": "bbbbb"})

    bureau.refresh_from_db()
    assert ASKED in asked and f'name="{key}-apart" value="bbbbb"' in asked
    assert bureau.phone == "0758-3611228"


def test_opening_again_shows_what_took_its_place_meanwhile(admin_client, sihui, there):
    closed = make_closed_bureau(closure="abolished", region=sihui, phone=there.phone)

    page = admin_client.get(address(closed, "reopen/")).content.decode()

    assert ASKED in page and "bbbbb · Published" in page


def test_regional_editor_is_asked_as_well(client, sihui, there):
    rights = ("add_bureau", "change_bureau", "view_bureau")
    client.force_login(make_staff(*rights, regions=[sihui]))

    page, _answer = add(client, sihui, name_en="New", phone="0758-3611228")

    assert ASKED in page
