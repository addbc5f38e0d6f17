"""Business cards of bureaus: vCard 3.0 (RFC 2426), which every phone reads, and 4.0 (RFC 6350).

No kept library writes 4.0, so this does; the tests read the cards with one.
"""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from itertools import count

from django.utils import translation
from django.utils.translation import gettext as _

from bureaus.models import Bureau, ContactPoint
from bureaus.values import partial_dates
from bureaus.values.localized import LocalizedText, in_every_language
from bureaus.values.phone_numbers import PhoneNumber
from bureaus.values.texts import printable

VERSIONS = ("3.0", "4.0")  # the first is the default
MEDIA_TYPE = "text/vcard; charset=utf-8"
UIDS = uuid.UUID("7d0f6f5e-5b0c-4f3b-9a50-2a1f6f9a6d1c")  # never change it: cards keep their UID
MOST_OCTETS = 75  # of a line, without its end
REVISION = {"4.0": "%Y%m%dT%H%M%SZ", "3.0": "%Y-%m-%dT%H:%M:%SZ"}


def write_vcard(bureau: Bureau, permalink: str, version: str = VERSIONS[0]) -> str:
    """Write the card of a bureau, joined with its region, in the active language first.

    ``permalink`` is its permanent address with scheme and host; ``version`` is one of
    ``VERSIONS``. 4.0 holds names and addresses in every language as alternatives of one another;
    3.0, which has no alternatives, holds the name of the active language and notes the others.
    """
    is_4 = version == "4.0"
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        "KIND:org" if is_4 else "X-ABShowAs:COMPANY",
        *_names(bureau, is_4),
        *_addresses(bureau, is_4),
        *_contact_lines(bureau, is_4),
        *_desks(bureau, is_4),
        *_links(bureau, permalink),
        f"NOTE:{escape_value(_vcard_note(bureau, is_4))}",
        f"UID:urn:uuid:{uuid.uuid5(UIDS, bureau.ref)}",
        f"REV:{bureau.updated_at.astimezone(UTC):{REVISION[version]}}",
        "END:VCARD",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def escape_value(text: str) -> str:
    """Encode a text value, RFC 6350 section 3.4; control characters have no place in one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    text = text.replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
    return printable(text).replace("\t", "")


def fold(line: str) -> str:
    """Break a line after 75 octets at most, never inside a character, RFC 6350 section 3.2."""
    if len(line.encode()) <= MOST_OCTETS:
        return line
    pieces, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > MOST_OCTETS:
            pieces.append("")
            size = 1  # the blank that begins a continued line
        pieces[-1] += character
        size += octets
    return "\r\n ".join(pieces)


def _names(bureau: Bureau, is_4: bool) -> Iterator[str]:
    names = in_every_language(bureau, "name")
    if not is_4:
        yield "N:;;;;"  # 3.0 requires the name of a person
    for name in names if is_4 else names[:1]:
        parameters = _alternative(name, names) if is_4 else ""
        yield f"FN{parameters}:{escape_value(name)}"
        yield f"ORG{parameters}:{escape_value(name)}"


def _alternative(text: LocalizedText, texts: list[LocalizedText]) -> str:
    return f";ALTID=1;LANGUAGE={text.lang}" if len(texts) > 1 else f";LANGUAGE={text.lang}"


def _addresses(bureau: Bureau, is_4: bool) -> Iterator[str]:
    texts = in_every_language(bureau, "address")
    for text in texts:
        with translation.override(text.lang.lower()):
            parts = ["", "", text, *_place(bureau)]
        parameters = _alternative(text, texts) if is_4 else f";LANGUAGE={text.lang}"
        yield f"ADR;TYPE=work{parameters}:{';'.join(map(escape_value, parts))}"


def _place(bureau: Bureau) -> tuple[str, str, str, str]:
    trail = bureau.region.trail
    province = trail[0].name if trail[0].parent_id else ""
    city = trail[1].name if len(trail) > 1 else ""
    return city, province, bureau.postal_code, _("China")


def _contact_lines(contact: Bureau | ContactPoint, is_4: bool) -> Iterator[str]:
    for kind, numbers in (("voice", contact.phones), ("fax", contact.faxes)):
        lines = (_number_line(number, kind, is_4) for number in numbers if number.uri)
        yield from dict.fromkeys(lines)  # once, where only the extension differs
    if contact.email:
        kind = "work" if is_4 else "internet,work"
        yield f"EMAIL;TYPE={kind}:{escape_value(contact.email)}"
    if is_4:
        for preference, tag in enumerate(contact.languages, start=1):
            yield f"LANG;PREF={preference}:{tag}"


def _number_line(number: PhoneNumber, kind: str, is_4: bool) -> str:
    if is_4 and number.e164:
        return f"TEL;VALUE=uri;TYPE=work,{kind}:{number.uri}"
    # A phone takes all digits for one number: Android makes +8675836112288001 of "… ext. 8001"
    written = escape_value(replace(number, extension="").international)
    return f"TEL;{'VALUE=text;' if is_4 else ''}TYPE=work,{kind}:{written}"


def _numbers_in_full(contact: Bureau | ContactPoint, is_4: bool) -> Iterator[str]:
    """Write what ``_number_line`` leaves out: extensions, and what is no number in use."""
    for kind, numbers in ((_("Phone"), contact.phones), (_("Fax"), contact.faxes)):
        for number in numbers:
            if not number.uri or (number.extension and not (is_4 and number.e164)):
                yield f"{kind}: {number.international}"


def _desks(bureau: Bureau, is_4: bool) -> Iterator[str]:
    """Group each way to reach a desk with its name, as address books do that know labels."""
    numbers = count(1)
    for desk in bureau.contact_points.all():
        for line in _contact_lines(desk, is_4):
            if not line.startswith("LANG"):
                group = f"item{next(numbers)}"
                yield f"{group}.{line}"
                yield f"{group}.X-ABLabel:{escape_value(desk.name)}"


def _links(bureau: Bureau, permalink: str) -> Iterator[str]:
    if bureau.website:
        # Some readers take these two for separators, also where the rules give them no meaning
        yield f"URL:{bureau.website.replace(',', '%2C').replace(';', '%3B')}"
    yield f"URL:{permalink}"
    yield f"SOURCE:{permalink.removesuffix('/')}.vcf"


def _vcard_note(bureau: Bureau, is_4: bool) -> str:
    source = ", ".join(filter(None, [bureau.source, bureau.source_url])) or _("not recorded")
    day = f" ({partial_dates.describe_date(bureau.source_date)})" if bureau.source_date else ""
    others = [] if is_4 else in_every_language(bureau, "name")[1:]
    desks = bureau.contact_points.all()
    lines = [
        *others,
        *_numbers_in_full(bureau, is_4),
        *(f"{desk.name}, {line}" for desk in desks for line in _numbers_in_full(desk, is_4)),
        f"{_('Spoken')}: {bureau.spoken_languages}" if bureau.languages and not is_4 else "",
        f"{_('Hours')}: {bureau.written_hours}" if bureau.hours else "",
        f"{_('Source')}: {source}{day}",
        bureau.written_check_state,
        _("From the Bureau Directory, CC BY 4.0"),
    ]
    return "\n".join(filter(None, lines))
