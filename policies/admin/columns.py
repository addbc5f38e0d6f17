"""Columns that several of the lists show or search."""

TITLES = ("title_en", "title_zh_hans", "title_zh_hant")
NAMES = ("name_en", "name_zh_hans", "name_zh_hant")
PLACES = (*(f"region__{n}" for n in NAMES), *(f"region__full_{n}" for n in NAMES), "region__slug")
WITH_PLACE = "region__parent__parent__parent__parent"
