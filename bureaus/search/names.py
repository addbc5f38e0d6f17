"""Names in running text: what places several of them name together, and where a run is cut.

Chinese writes a place without blanks, the widest first: 广东省肇庆市四会市, 苏州工业园区管委会.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from bureaus.search import tokens
from bureaus.values.chinese import simplified_characters

LONGEST = 20  # words or characters in a name
PLAIN = {  # what may stand beside names and says nothing more
    *("省", "市", "县", "区", "州", "盟", "旗", "中国", "中华人民共和国"),
    *("city", "province", "prefecture", "county", "district", "municipality", "region"),
    *("shi", "sheng", "qu", "prc", "of", "the", "in"),
}
WORD = re.compile(rf"[{tokens.CHINESE}]+|[^\s{tokens.CHINESE}]+")
BETWEEN_CHINESE = re.compile(rf"(?<=[{tokens.CHINESE}]) (?=[{tokens.CHINESE}])")
NAME_COST, PLAIN_COST, OTHER_COST = 10, 11, 50


def key_of(name: str) -> str:
    """Write a name as it is looked up: in small letters, simplified, without blanks and accents."""
    return "".join(_units(name))


class Names:
    """Names of places by ``key_of``, each with the keys of the places that bear it.

    ``trails`` maps the key of a place to those of all that it lies in and itself; ``words`` are
    others at which a run of Chinese characters may be cut.
    """

    def __init__(
        self, bearers: Mapping[str, set[int]], trails: Mapping[int, set[int]], words: Iterable[str]
    ) -> None:
        self.bearers = bearers
        self.trails = trails
        self.words = {
            word
            for word in (*bearers, *words)
            if len(word) > 1 and tokens.CHINESE_RUN.fullmatch(word)
        }

    def named(self, text: str) -> list[int]:
        """Give the keys of the places that a text names, if it says nothing else.

        南京鼓楼区 is the one Gulou that lies in Nanjing, 鼓楼区 each Gulou.
        """
        pieces = _cheapest(_units(text[: tokens.MAX_LENGTH]), self._cost_of_name)
        if any(self._cost_of_name(piece) == OTHER_COST for piece in pieces):
            return []
        return self._together([piece for piece in pieces if piece in self.bearers])

    def among(self, text: str) -> tuple[list[int], str]:
        """Give the keys of the places that a text names among other words, and those words."""
        pieces = _cheapest(_units(text[: tokens.MAX_LENGTH]), self._cost_of_long_name)
        names = [piece for piece in pieces if self._cost_of_long_name(piece) == NAME_COST]
        rest = " ".join(piece for piece in pieces if piece not in {*names, *PLAIN})
        return self._together(names), BETWEEN_CHINESE.sub("", rest)

    def parted(self, text: str) -> list[str]:
        """Part a text at blanks, and its Chinese as ``cut`` does, in the characters as typed."""
        parts: list[str] = []
        for word in WORD.findall(text):
            plain = simplified_characters(word)
            pieces = self.cut(plain) if tokens.CHINESE_RUN.fullmatch(plain) else [plain]
            ends = [0, *accumulate(map(len, pieces))]
            parts += [word[start:end] for start, end in pairwise(ends)]
        return parts

    def _together(self, names: Sequence[str]) -> list[int]:
        named = {pk for name in names for pk in self.bearers[name]}
        is_inside = self.trails.__getitem__
        return [pk for pk in named if all(is_inside(pk) & self.bearers[name] for name in names)]

    def _cost_of_name(self, piece: str) -> int:
        if piece in self.bearers:
            return NAME_COST
        return PLAIN_COST if piece in PLAIN else OTHER_COST

    def _cost_of_long_name(self, piece: str) -> int:
        return NAME_COST if piece in self.bearers and len(piece) > 1 else OTHER_COST

    def cut(self, run: str) -> list[str]:
        """Part a run of Chinese at names and words; what is left in between stays whole."""
        pieces: list[str] = []
        for piece in _cheapest(run, lambda each: NAME_COST if each in self.words else OTHER_COST):
            if pieces and self.words.isdisjoint({pieces[-1], piece}):
                pieces[-1] += piece
            else:
                pieces.append(piece)
        return pieces


def _units(text: str) -> list[str]:
    """Cut a text into what names are made of: characters of Chinese, words of other scripts."""
    units: list[str] = []
    for run in tokens.runs(text):
        units += run if tokens.CHINESE_RUN.match(run) else [tokens.SPELT_U.sub("u", run)]
    return units


def _cheapest(units: Sequence[str], cost: Callable[[str], int]) -> list[str]:
    """Join units to the pieces that cost least together; what is no name stays in units."""
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(units) + 1):
        ways = []
        for start in range(max(0, end - LONGEST), end):
            piece = "".join(units[start:end])
            price = cost(piece)
            if price < OTHER_COST or start == end - 1:
                ways.append((best[start][0] + price, start, piece))
        total, start, piece = min(ways)
        best.append((total, [*best[start][1], piece]))
    return best[-1][1]
