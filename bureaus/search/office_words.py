"""Everyday words for offices, and the kind of bureau that each means.

An office is seldom called as people call it: the 招商局 of a city may be a 投资促进局. The words of
which names are made mean themselves.
"""

from bureaus.models import Bureau

_EVERYDAY = {
    Bureau.Kind.INVESTMENT_PROMOTION: "招商局 招商办 招商中心 招商引资局 招商 投促局 投促中心 ipb",
    Bureau.Kind.ECONOMIC_PROMOTION: "经合局 经促局 合作办",
    Bureau.Kind.COMMERCE: "外资局 外经贸局 外经局",
    Bureau.Kind.ZONE_ADMINISTRATION: "管委会 管委",
    Bureau.Kind.NATIONAL_AGENCY: "商务部 国家投促局 mofcom cipa",
}
# The tokens of the kind that each word means
MEANT = {
    word: tuple(kind.value.split("-"))
    for kind, words in _EVERYDAY.items()
    for word in words.split()
}
_IN_NAMES = (
    "投资促进局 投资促进中心 投资促进 招商引资 商务局 商务厅 商务委员会 商务委 经济合作局"
    " 经济技术合作局 经济促进局 经济发展局 管理委员会 开发区 经开区 高新区 自贸区 保税区 新区"
    " 工业园区 中国"
)
WORDS = {*MEANT, *_IN_NAMES.split()}  # at which a run of Chinese is cut, as at names of places
