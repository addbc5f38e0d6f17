"""The pictures that other sites show beside a link, https://ogp.me: 1200 × 630 pixels, as PNG."""

import io
import re
from functools import cache

import pylopdf_fonts_zh_cn
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from bureaus.models import Bureau
from bureaus.search.gazetteer import gazetteer
from bureaus.sharing.access import language, refusing
from bureaus.sharing.cards import format_of_bureau, permalink
from bureaus.sharing.permalinks import redirect_to_permalink

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
PAPER, INK, GREY, SEAL = (252, 252, 250), (21, 32, 43), (70, 83, 95), (166, 43, 31)
SITE = "Bureau Directory 中国招商机构名录"
TITLE_SIZES = (80, 68, 58, 50, 42)
LINE_HEIGHT = 1.25  # of the size of the letters
COLOURS = 32  # of the palette; keeps the file small
TOKEN = re.compile(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+")  # a Chinese character, or a word
CHINESE = re.compile(r"[\u2e80-\uffff]")


@format_of_bureau
def bureau_picture(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    foot = f"{bureau.written_check_state} · {permalink(request, bureau).partition('://')[2]}"
    picture = png(bureau.name, bureau.counterpart, bureau.region.place, foot)
    return HttpResponse(picture, content_type="image/png")


@require_safe
@refusing
def region_picture(request: HttpRequest, value: str) -> HttpResponse:
    found = gazetteer().called(value)
    if len(found) != 1:
        raise Http404
    if value != found[0].slug:
        return redirect_to_permalink(request, "region-picture", found[0].slug)
    with translation.override(language(request.GET)):
        above = " · ".join(region.name for region in found[0].breadcrumbs[::-1])
        foot = f"{request.get_host()}/r/{found[0].slug}/"
        picture = png(found[0].full_name, found[0].full_counterpart, above, foot)
    return HttpResponse(picture, content_type="image/png")


def png(title: str, subtitle: str, place: str, foot: str) -> bytes:
    """Draw a title with lines around it; whatever is too long is cut with an ellipsis."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    for top, thickness in ((36, 5), (47, 2)):
        draw.rectangle((MARGIN, top, WIDTH - MARGIN, top + thickness), fill=INK)
    draw.rounded_rectangle((MARGIN, 82, MARGIN + 84, 166), radius=6, fill=SEAL)
    draw.text((MARGIN + 42, 124), "招", font=_font(60), fill=PAPER, anchor="mm")
    draw.text((MARGIN + 108, 124), SITE, font=_font(34), fill=INK, anchor="lm")
    y = _title(draw, title, top=196)
    y = _line(draw, subtitle, y + 12, size=44, fill=GREY)
    _line(draw, place, y + 12, size=34, fill=INK)
    draw.rectangle((MARGIN, 545, WIDTH - MARGIN, 546), fill=INK)
    _line(draw, foot, 561, size=28, fill=GREY)
    out = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def wrapped(text: str, size: int, most_lines: int) -> list[str]:
    """Break a text into lines that fit the width; the last one may end with an ellipsis."""
    lines = [""]
    for token in TOKEN.findall(text):
        joint = " " if lines[-1] and not CHINESE.match(token) else ""
        if _fits(lines[-1] + joint + token, size) or not lines[-1]:
            lines[-1] += joint + token
        else:
            lines.append(token)
    shown = lines[:most_lines]
    if len(lines) > most_lines:
        shown[-1] += "…"
    return [_cut(line, size) for line in shown]


def _cut(line: str, size: int) -> str:
    while not _fits(line, size):
        line = line.removesuffix("…")[:-1] + "…"
    return line


def _fits(text: str, size: int) -> bool:
    return _font(size).getlength(text[:200]) <= WIDTH - 2 * MARGIN


def _title(draw: ImageDraw.ImageDraw, text: str, top: int) -> float:
    """Write a title in the largest size in which it takes two lines, and give where it ends."""
    size = next((s for s in TITLE_SIZES if len(wrapped(text, s, 3)) < 3), TITLE_SIZES[-1])
    y: float = top
    for line in wrapped(text, size, 2):
        draw.text((MARGIN, y), line, font=_font(size), fill=INK, anchor="la")
        y += size * LINE_HEIGHT
    return y


def _line(draw: ImageDraw.ImageDraw, text: str, y: float, size: int, fill: tuple) -> float:
    line = wrapped(text, size, 1)[0]
    draw.text((MARGIN, y), line, font=_font(size), fill=fill, anchor="la")
    return y + size * LINE_HEIGHT if line else y


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(pylopdf_fonts_zh_cn.serif_path(), size)
