"""Columns that several of the lists show or search."""

TITLES = ("title_en", "title_zh_hans", "title_zh_hant")
NAMES = ("name_en", "name_zh_hans", "name_zh_hant")
WITH_PLACE = "region__parent__parent__parent__parent"
