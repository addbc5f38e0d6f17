"""Plain factories with valid defaults, so that a test names only what it is about."""

from itertools import count

from django.contrib.auth.models import Group, Permission, User

from bureaus.changes.batch import together
from bureaus.models import (
    Assignment,
    Bureau,
    Check,
    ContactPoint,
    Correction,
    Region,
    Succession,
)
from bureaus.models.correction import as_text
from bureaus.staff.roles import REGIONAL_EDITORS
from policies.models import Document, Evidence, Industry, KeyPoint, Priority, Speaker

_numbers = count(100_001)  # as many digits in each, so that names are in the order of numbers
at_once = together  # rows made inside are one change, as those of an import are


def make_country():
    """Give the one country, made on first use."""
    return Region.objects.filter(level="country").first() or Region.objects.create(
        level="country",
        kind="country",
        slug="china",
        name_en="China",
        name_zh_hans="中国",
        full_name_en="China",
        full_name_zh_hans="中国",
    )


def make_region(**values):
    """Make a region, by default a province of China."""
    number = next(_numbers)
    name = values.pop("name", f"Region {number}")
    defaults = {
        "level": "province",
        "kind": "province",
        "slug": name.lower().replace(" ", "-"),
        "name_en": name,
        "name_zh_hans": f"地区{number}",
        "full_name_en": values.get("name_en", name),
        "full_name_zh_hans": values.get("name_zh_hans", f"地区{number}省"),
    }
    if "parent" not in values:
        values["parent"] = make_country()
    return Region.objects.create(**defaults | values)


def make_renamed_regions(**values):
    """Make Sihui with its former code and slug, and the two into which 320586 was split."""
    defaults = {"name": "Sihui", "code": "441284", "level": "county"}
    sihui = make_region(**defaults | values)
    sihui.aliases.create(kind="former_code", value="441223")
    sihui.aliases.create(kind="former_slug", value="szewui")
    for name in ("Wuzhong", "Xiangcheng"):
        successor = make_region(**{"level": "county"} | values, name=name)
        successor.aliases.create(kind="former_code", value="320586")
    return sihui


def make_bureau(**values):
    """Make a published bureau, in a region of its own unless one is given."""
    defaults = {
        "status": "published",
        "kind": "investment-promotion",
        "name_en": f"Bureau {next(_numbers)}",
    }
    if "region" not in values:
        values["region"] = make_region()
    return Bureau.objects.create(**defaults | values)


def make_closed_bureau(*successors, closure="replaced", closed_on="2024-03-01", **values):
    bureau = make_bureau(status="closed", closure=closure, closed_on=closed_on, **values)
    for successor in successors:
        Succession.objects.create(predecessor=bureau, successor=successor)
    return bureau


def make_check(bureau, **values):
    defaults = {"method": "phone", "outcome": "confirmed"}
    return Check.objects.create(bureau=bureau, **defaults | values)


def make_contact_point(bureau, **values):
    return ContactPoint.objects.create(bureau=bureau, **{"name_en": "Front desk"} | values)


def make_industry(**values):
    number = next(_numbers)
    defaults = {
        "slug": f"industry-{number}",
        "name_en": f"Industry {number}",
        "name_zh_hans": f"产业{number}",
        "group": "services",
    }
    return Industry.objects.create(**defaults | values)


def make_document(**values):
    """Make a published document, of a region of its own unless one is given."""
    defaults = {"status": "published", "kind": "report", "title_en": f"Report {next(_numbers)}"}
    if "region" not in values:
        values["region"] = make_region()
    return Document.objects.create(**defaults | values)


def make_priority(*, industries=(), **values):
    """Make a published priority for 2024 with a published document of its own."""
    defaults = {"status": "published", "year": 2024, "title_en": f"Priority {next(_numbers)}"}
    if "region" not in values:
        values["region"] = make_region()
    if "document" not in values:
        values["document"] = make_document(region=values["region"])
    priority = Priority.objects.create(**defaults | values)
    priority.industries.set(industries)
    return priority


def make_national_priority(**values):
    return make_priority(region=make_country(), **values)


def make_speaker(document, **values):
    defaults = {"name": "Somebody", "office": "Mayor"}
    return Speaker.objects.create(document=document, **defaults | values)


def make_key_point(priority, *, industries=(), **values):
    point = KeyPoint.objects.create(priority=priority, **{"text_en": "A point"} | values)
    point.industries.set(industries)
    return point


def make_evidence(priority, industry, **values):
    return Evidence.objects.create(
        priority=priority, industry=industry, **{"text_en": "A clause"} | values
    )


def make_correction(bureau, *, values=None, **fields):
    """Make an open correction, by default of the phone; ``values`` are new texts by field."""
    number = next(_numbers)
    defaults = {"source": "https://example.org/contact", "sender": "s", "token_digest": str(number)}
    proposed = {"phone": "0758-1"} if values is None else values
    defaults["proposed"] = {field: (as_text(bureau, field), new) for field, new in proposed.items()}
    return Correction.objects.create(bureau=bureau, **defaults | fields)


def make_missing(region, *, values=None, **fields):
    """Make an open proposal of a bureau that is missing; ``values`` are its texts by field."""
    number = next(_numbers)
    defaults = {"source": "https://example.org/list", "sender": "s", "token_digest": str(number)}
    values = values or {"name_en": f"Missing {number}"}
    proposed = {field: ("", new) for field, new in values.items()}
    return Correction.objects.create(region=region, proposed=proposed, **defaults | fields)


def make_one_of_each():
    """Make a region, North, with an open and a closed bureau, a document and a priority in tea."""
    north = make_region(name="North", code="110000")
    bureau = make_bureau(region=north, ref="bbbbb", phone="3611228", address_zh_hans="北方")
    make_closed_bureau(bureau, region=north, ref="ccccc")
    document = make_document(pk=7, region=north)
    tea = make_industry(slug="tea")
    make_priority(pk=7, region=north, document=document, industries=[tea])


def make_examples():
    """Make a few rows that examples of the API's schema name, so that not all is a 404."""
    sihui = make_region(name="Sihui", code="441284", parent=make_country(), dial_code="0758")
    numbers = {"phone": "3611228 转 08/12345", "fax": "3611188"}
    bureau = make_bureau(region=sihui, ref="rwdrb", name_zh_hans="四会局", **numbers)
    make_contact_point(bureau, phone="3990000")
    make_check(bureau)
    make_closed_bureau(bureau, region=sihui, ref="ccccc")
    industry = make_industry(slug="auto-parts", gbt4754_divisions="C36")
    document = make_document(region=sihui, date="2024-01")
    make_speaker(document)
    priority = make_priority(region=sihui, document=document, industries=[industry])
    make_key_point(priority, industries=[industry])


def make_staff(*codenames, groups=(), regions=(), **fields):
    """Make a member of staff with these permissions, a regional editor if regions are given."""
    user = User.objects.create_user(**{"username": "lin", "is_staff": True} | fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    groups = [*groups, *([REGIONAL_EDITORS] if regions else [])]
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    for region in regions:
        Assignment.objects.create(user=user, region=region)
    return user
