"""Random addresses of lists and of the search, as visitors might ask for them."""

from urllib.parse import urlencode

REGIONS = [
    *("china", "guangdong", "sichuan", "zhejiang", "chengdu", "shenzhen", "zhaoqing", "sihui"),
    *("suzhou", "wuhan", "qingpu", "310229", "441284", "hong-kong", "nowhere"),
]
LEVELS = ["country", "province", "prefecture", "county", "zone", "moon"]
YEARS = ["2012", "2018", "2023", "2024", "2025", "2026", "1900", "soon"]
INDUSTRIES = ["auto-parts", "biomedicine", "tourism", "new-energy", "logistics", "alchemy"]
TEXTS = [
    *("局", "四会", "四會", "投资促进局", "商务", "成都市", "合成", "中国", "重庆", "阳"),
    *("bureau", "commerce", "inv", "zhaoqing", "zhao qing", "zq", "cdstzcjj", "synthetic 7"),
    *("0758", "010", "441284", "3611228", "555000", "四会 bureau", "guangdong auto", "auto parts"),
    *("2024", "report", "xyzzy", "，。", "Chengdu", "shen", "ｃｏｍｍｅｒｃｅ", "the", "a", "1"),
]
PLACE_SORTS = ["place", "name", "checked", "best"]
PRIORITY_SORTS = ["place", "year", "date", "best"]
KEYS = {  # list → key → values
    "bureaus": {
        "region": REGIONS,
        "kind": ["commerce", "investment-promotion", "zone-administration", "castle"],
        "language": ["zh", "en", "ja", "de", "tlh"],
        "checked": ["yes", "no", "maybe"],
        "closed": ["yes", "no"],
        "sort": PLACE_SORTS,
    },
    "priorities": {
        "region": REGIONS,
        "year": YEARS,
        "level": LEVELS,
        "industry": INDUSTRIES,
        "sort": PRIORITY_SORTS,
    },
    "documents": {"region": REGIONS, "year": YEARS, "kind": ["report", "plan", "song"]},
    "regions": {"level": LEVELS, "letter": list("abcxyz")},
}
LANGUAGES = ["en", "zh-hans", "zh-hant"]


def random_address(chance):
    """Draw a language, a list with filters, search, order and page, or the search page."""
    language = chance.choice(LANGUAGES)
    if chance.random() < 0.2:
        return f"/{language}/search/?{urlencode({'q': chance.choice(TEXTS)})}"
    name = chance.choice(sorted(KEYS))
    known = KEYS[name]
    most = min(3, len(known))
    query = {
        key: chance.sample(known[key], chance.choice([1, 1, 2]))
        for key in chance.sample(sorted(known), chance.randint(0, most))
    }
    if chance.random() < 0.4:
        query["q"] = chance.choice(TEXTS)
    if chance.random() < 0.5:
        query["page"] = chance.choice(["2", "3", "9", "99", "last"])
    return f"/{language}/{name}/?{urlencode(query, doseq=True)}"
