"""What a page is about, in the terms of https://schema.org, as JSON-LD."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bureaus.models import Bureau, ContactPoint, Region
from bureaus.values import hours
from bureaus.values.licence import LICENCE_URL
from bureaus.values.localized import in_every_language

CONTEXT = "https://schema.org"

Absolute = Callable[[str], str]  # makes a whole web address of a path
Data = dict[str, Any]


def office(bureau: Bureau, absolute: Absolute) -> Data:
    """Describe an open bureau, joined with its region, with texts in the active language."""
    names = in_every_language(bureau, "name")
    return _filled(
        {
            "@type": "GovernmentOffice",
            "@id": absolute(reverse("bureau-permalink", args=[bureau.ref])),
            "identifier": bureau.ref,
            "url": absolute(bureau.get_absolute_url()),
            "name": names[0],
            "alternateName": names[1:],
            **_contact_details(bureau),
            "knowsLanguage": bureau.languages,
            "openingHours": opening_hours(bureau.hours),
            "address": _postal_address(bureau),
            "areaServed": area(bureau.region, absolute),
            "contactPoint": [_desk(desk) for desk in bureau.contact_points.all()],
            "sameAs": bureau.website,
            "subjectOf": _filled(
                {
                    "@type": "WebPage",
                    "name": bureau.source or bureau.source_url,
                    "url": bureau.source_url,
                    "datePublished": bureau.source_date,
                }
            )
            if bureau.source or bureau.source_url
            else None,
            "additionalProperty": _checked(bureau),
        }
    )


def area(region: Region, absolute: Absolute) -> Data:
    names = in_every_language(region, "full_name")
    return _filled(
        {
            "@type": "AdministrativeArea",
            "@id": absolute(reverse("region-permalink", args=[region.slug])),
            "name": names[0],
            "alternateName": names[1:],
            "identifier": region.code,
            "url": absolute(region.get_absolute_url()),
        }
    )


def breadcrumbs(steps: list[tuple[str, str]], absolute: Absolute) -> Data:
    """Describe the way to a page: (name, path) from the front page down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": absolute(path)}
            for number, (name, path) in enumerate(steps, start=1)
        ],
    }


def way_to(regions: list[Region]) -> list[tuple[str, str]]:
    first = [(_("Home"), reverse("bureaus:home")), (_("Places"), reverse("bureaus:regions"))]
    return first + [(region.name, region.get_absolute_url()) for region in regions]


def dataset(absolute: Absolute) -> Data:
    files = [
        ("text/csv", reverse("bureaus:list-download", args=["csv"])),
        ("application/json", reverse("bureaus:list-download", args=["json"])),
        ("text/vcard", reverse("bureaus:vcard-list")),
    ]
    return {
        "@type": "Dataset",
        "@id": absolute(reverse("bureaus:about")),
        "url": absolute(reverse("bureaus:about")),
        "name": _("Bureau Directory"),
        "description": _(
            "Contacts of the bureaus that receive investors in China’s provinces, cities and "
            "zones, as far as sources print them, in English and Chinese."
        ),
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "inLanguage": ["en", "zh-Hans", "zh-Hant"],
        "spatialCoverage": {"@type": "Place", "name": "China"},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": form, "contentUrl": absolute(path)}
            for form, path in files
        ],
    }


def opening_hours(text: str) -> list[str]:
    """Split hours into one text a time span: "Mo-Fr 09:00-12:00"; none if they cannot be read."""
    if hours.parse_hours(text) is None:
        return []
    spans = []
    for part in text.split(";"):
        days, _space, times = part.strip().partition(" ")
        spans += [f"{days} {time.strip()}" for time in times.split(",") if days]
    return spans


def _contact_details(contact: Bureau | ContactPoint) -> Data:
    return {
        "telephone": [number.international for number in contact.phones],
        "faxNumber": [number.international for number in contact.faxes],
        "email": contact.email,
    }


def _desk(desk: ContactPoint) -> Data:
    return _filled(
        {
            "@type": "ContactPoint",
            "contactType": desk.name,
            **_contact_details(desk),
            "availableLanguage": desk.languages,
        }
    )


def _postal_address(bureau: Bureau) -> Data | None:
    if not bureau.address:
        return None
    return _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": bureau.address,
            "addressRegion": bureau.region.trail[0].name,
            "postalCode": bureau.postal_code,
            "addressCountry": "CN",
        }
    )


def _checked(bureau: Bureau) -> Data:
    return {
        "@type": "PropertyValue",
        "name": "checked",
        "value": str(bureau.checked_on) if bureau.is_checked else "no",
    }


def _filled(data: Data) -> Data:
    """Leave out what is not known; a list of one is written as that one."""
    short = {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in data.items()
    }
    return {name: value for name, value in short.items() if value}
