"""Every address and every action of the admin, as each role.

The addresses come from the resolver and the actions from the admin site; one that
tests/roles/expected.py does not know is a failure.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from bureaus.changes.nouns import nouns
from bureaus.models import Region
from tests.roles import expected
from tests.roles.conftest import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
NOTHING_THERE = {f"bureaus_importrun_{view}" for view in ("change", "history", "delete")}


def patterns():
    """List the patterns of the admin as (name, whether a row is in the address)."""
    found = []
    namespaced = get_resolver().namespace_dict["admin"][1]
    for pattern in namespaced.url_patterns:
        inner = getattr(pattern, "url_patterns", [pattern])
        found += [(each.name, str(each.pattern)) for each in inner]
    return found


def named():
    return sorted({name for name, _route in patterns() if name})


def row_of(name, world):
    """Give a row within reach for the page of a row."""
    noun = name.split("_")[1]
    rows = {
        "region": world.inside,
        "industry": world.industry,
        "user": world.user,
        "correction": world.correction,
        "group": Group.objects.first(),
    }
    return rows.get(noun) or getattr(world, f"own_draft_{noun}")


def addresses(name, world):
    """Give the addresses of a pattern with the key under which the answer is listed."""
    if name == "app_list":
        return {
            f"app_list {label}": reverse("admin:app_list", args=[label])
            for label in sorted({model._meta.app_label for model in admin.site._registry})
        }
    if name == "set_password":
        return {name: reverse("admin:set_password", args=["MQ", "a-b"])}
    if name == "autocomplete":
        field = "app_label=bureaus&model_name=bureau&field_name=region&term=own"
        return {name: f"{reverse('admin:autocomplete')}?{field}"}
    if name == "view_on_site":
        kind = ContentType.objects.get_for_model(Region)
        return {name: reverse("admin:view_on_site", args=[kind.pk, world.own.pk])}
    arguments = [row_of(name, world).pk] if name in expected.ROWS else []
    last = {"export": ["csv"], "run": [1]}
    arguments += last.get(name.rpartition("_")[2], [])
    if name in NOTHING_THERE:
        arguments = [1]
    return {name: reverse(f"admin:{name}", args=arguments)}


def said(response):
    """Put a response as the table of expectations does."""
    if response.status_code not in {301, 302}:
        return response.status_code
    path = response["Location"].partition("?")[0]
    if path == reverse("admin:login"):
        return expected.LOGIN
    return expected.HOME if path == reverse("admin:index") else expected.ON


def is_as_expected(answer, wanted):
    return answer == wanted or (wanted == expected.ON and answer == expected.HOME)


def snapshot():
    models = [noun.model for noun in nouns()]
    return {m.__name__: serializers.serialize("json", m.objects.order_by("pk")) for m in models}


def test_every_address_is_expected():
    known = set(expected.PAGES) | set(expected.ROWS) | {"app_list"}

    unknown = set(named()) - known
    without_name = {route for name, route in patterns() if not name}

    assert unknown == set(), "say in tests/roles/expected.py who may open these"
    assert without_name == {"(?P<url>.*)$", "<path:object_id>/"}  # not found; on to the form


@pytest.mark.parametrize("role", ROLES)
def test_every_address_gives_each_role_its_answer(client, world, act_as, role):
    act_as(role)
    wrong = {}

    for name in named():
        for key, address in addresses(name, world).items():
            wanted = (expected.PAGES | expected.ROWS)[key][role]
            answer = said(client.get(address))
            if not is_as_expected(answer, wanted):
                wrong[key] = (answer, wanted)

    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_every_form_refuses_each_role_that_may_not_send_it(client, world, act_as, role):
    act_as(role)
    before = snapshot()
    wrong = {}

    for name, answers in expected.POSTED.items():
        address = addresses(name, world)[name]
        answer = said(client.post(address, {}))
        if answer != answers[role]:
            wrong[name] = (answer, answers[role])

    assert wrong == {}
    assert snapshot() == before


def offered(model_admin, user):
    request = RequestFactory().get("/")
    request.user = user
    return set(model_admin.get_actions(request))


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_every_action_is_offered_to_the_right_roles(act_as, role):
    user = act_as(role)

    found = {
        (model._meta.label_lower, action)
        for model, model_admin in admin.site._registry.items()
        if model_admin.has_view_permission(request_of(user))
        for action in offered(model_admin, user)
    }

    assert found == {key for key, roles in expected.ACTIONS.items() if role in roles}


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


@pytest.mark.parametrize("role", ["anonymous", "groupless", "viewer"])
def test_no_action_does_anything_for_who_may_not_write(client, world, act_as, role):
    act_as(role)
    before = snapshot()

    for label, action in expected.ACTIONS:
        model = label.split(".")[1]
        rows = {"action": action, "_selected_action": [row_of(f"_{model}", world).pk]}
        client.post(reverse(f"admin:{label.replace('.', '_')}_changelist"), rows)

    assert snapshot() == before


@pytest.mark.parametrize(("label", "action"), [k for k in expected.ACTIONS if k[0] != "auth.user"])
def test_no_action_of_a_regional_editor_touches_another_region(
    client, world, act_as, label, action
):
    act_as("regional")
    app, model = label.split(".")
    rows = (
        [getattr(world, f"other_{s}_{model}").pk for s in ("draft", "published")]
        if f"{app}_{model}" in expected.REGIONAL
        else [row_of(f"_{model}", world).pk]
    )
    before = snapshot()

    client.post(
        reverse(f"admin:{app}_{model}_changelist"),
        {"action": action, "_selected_action": rows, "post": "yes"},
    )

    assert snapshot() == before
