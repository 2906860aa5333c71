"""How English and French say a date: the words, the articles and what joins two dates."""

from dataclasses import dataclass, replace
from typing import ClassVar

DASH = " – "


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date in words. Before one that is not plain no preposition can stand."""

    bare: str
    article: str = ""
    is_plain: bool = True

    @property
    def definite(self) -> str:
        return f"{self.article}{self.bare}"


def aside(phrase: Phrase, remark: str) -> Phrase:
    """Add a remark in brackets."""
    return replace(phrase, bare=f"{phrase.bare} ({remark})", is_plain=False)


class English:
    """11 January 1994, the 1990s, about 1994."""

    months: ClassVar[tuple[str, ...]] = (
        *("", "January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    )
    seasons: ClassVar[dict[int, tuple[str, str]]] = {
        21: ("", "spring {}"),
        22: ("", "summer {}"),
        23: ("", "autumn {}"),
        24: ("", "winter {}"),
        33: ("the ", "first quarter of {}"),
        34: ("the ", "second quarter of {}"),
        35: ("the ", "third quarter of {}"),
        36: ("the ", "fourth quarter of {}"),
        37: ("the ", "first four months of {}"),
        38: ("the ", "middle four months of {}"),
        39: ("the ", "last four months of {}"),
        40: ("the ", "first half of {}"),
        41: ("the ", "second half of {}"),
    }
    hemispheres = ("northern hemisphere", "southern hemisphere")
    doubts: ClassVar[dict[str, str]] = {"?": "possibly", "~": "about", "%": "possibly about"}
    remarks: ClassVar[dict[str, str]] = {
        "?": "uncertain",
        "~": "approximate",
        "%": "uncertain and approximate",
    }
    part_remarks: ClassVar[tuple[dict[str, str], ...]] = (
        {"?": "year uncertain", "~": "year approximate", "%": "year uncertain and approximate"},
        {"?": "month uncertain", "~": "month approximate", "%": "month uncertain and approximate"},
        {"?": "day uncertain", "~": "day approximate", "%": "day uncertain and approximate"},
    )
    undated = "undated"
    year_unknown = "year unknown"
    unknown_parts: ClassVar[dict[str, str]] = {
        "month": "month unknown",
        "day": "day unknown",
        "month and day": "month and day unknown",
    }
    partly_known = "partly known"
    one_of, all_of, separator = "one of: ", "all of: ", "; "
    or_before, or_later = "{} or before", "{} or later"
    and_before, and_later = "{} and before", "{} and later"
    edges: ClassVar[dict[str, tuple[str, str]]] = {
        "..": ("no start", "no end"),
        "": ("start not known", "end not known"),
    }

    def calendar(self, year: int, month: int, day: int) -> Phrase:
        """Say what is not zero of a year, month and day."""
        said = (str(day) if day else "", self.months[month], str(year) if year else "")
        return Phrase(" ".join(part for part in said if part))

    def decade(self, first_year: int) -> Phrase:
        return Phrase(f"{first_year}s", "the ")

    def day_of_unknown_month(self, day: int, year: str) -> Phrase:
        ending = "th" if day // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
        return Phrase(f"{day}{ending} of an unknown month, {year}", "the ", is_plain=False)

    def doubted(self, phrase: Phrase, sign: str) -> Phrase:
        if not phrase.is_plain:
            return aside(phrase, self.remarks[sign])
        return Phrase(f"{self.doubts[sign]} {phrase.definite}")

    def between(self, first: Phrase, last: Phrase) -> Phrase:
        return Phrase(f"between {first.definite} and {last.definite}", is_plain=False)

    def span(self, first: Phrase, last: Phrase) -> Phrase:
        joint = " to " if first.is_plain and last.is_plain else DASH
        return Phrase(f"{first.bare}{joint}{last.definite}", is_plain=False)

    def since(self, first: Phrase, edge: str) -> Phrase:
        tail = " onward" if edge else ", end not known"
        return Phrase(f"from {first.definite}{tail}", is_plain=False)

    def until(self, last: Phrase, edge: str) -> Phrase:
        tail = "" if edge else ", start not known"
        return Phrase(f"until {last.definite}{tail}", is_plain=False)


class French:
    """11 janvier 1994, les années 1990, vers 1994."""

    months: ClassVar[tuple[str, ...]] = (
        *("", "janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
        *("août", "septembre", "octobre", "novembre", "décembre"),
    )
    seasons: ClassVar[dict[int, tuple[str, str]]] = {
        21: ("le ", "printemps {}"),
        22: ("l’", "été {}"),
        23: ("l’", "automne {}"),
        24: ("l’", "hiver {}"),
        33: ("le ", "premier trimestre {}"),
        34: ("le ", "deuxième trimestre {}"),
        35: ("le ", "troisième trimestre {}"),
        36: ("le ", "quatrième trimestre {}"),
        37: ("les ", "quatre premiers mois de {}"),
        38: ("les ", "quatre mois du milieu de {}"),
        39: ("les ", "quatre derniers mois de {}"),
        40: ("le ", "premier semestre {}"),
        41: ("le ", "second semestre {}"),
    }
    hemispheres = ("hémisphère nord", "hémisphère sud")
    doubts: ClassVar[dict[str, str]] = {"?": "peut-être", "~": "vers", "%": "peut-être vers"}
    remarks: ClassVar[dict[str, str]] = {
        "?": "date incertaine",
        "~": "date approximative",
        "%": "date incertaine et approximative",
    }
    part_remarks: ClassVar[tuple[dict[str, str], ...]] = (
        {
            "?": "année incertaine",
            "~": "année approximative",
            "%": "année incertaine et approximative",
        },
        {"?": "mois incertain", "~": "mois approximatif", "%": "mois incertain et approximatif"},
        {"?": "jour incertain", "~": "jour approximatif", "%": "jour incertain et approximatif"},
    )
    undated = "sans date"
    year_unknown = "année inconnue"
    unknown_parts: ClassVar[dict[str, str]] = {
        "month": "mois inconnu",
        "day": "jour inconnu",
        "month and day": "mois et jour inconnus",
    }
    partly_known = "connue en partie"
    # A no-break space before the colon and the semicolon, as French typography has it.
    one_of, all_of = "l’une de ces dates\u00a0: ", "toutes ces dates\u00a0: "
    separator = "\u00a0; "
    or_before, or_later = "{} ou avant", "{} ou après"
    and_before, and_later = "{} et avant", "{} et après"
    edges: ClassVar[dict[str, tuple[str, str]]] = {
        "..": ("sans début", "sans fin"),
        "": ("début inconnu", "fin inconnue"),
    }

    def calendar(self, year: int, month: int, day: int) -> Phrase:
        """Say what is not zero of a year, month and day."""
        said = (
            "1er" if day == 1 else str(day) if day else "",
            self.months[month],
            str(year) if year else "",
        )
        return Phrase(" ".join(part for part in said if part), "le " if day else "")

    def decade(self, first_year: int) -> Phrase:
        return Phrase(f"années {first_year}", "les ")

    def day_of_unknown_month(self, day: int, year: str) -> Phrase:
        said = "1er" if day == 1 else str(day)
        return Phrase(f"{said} d’un mois inconnu, {year}", "le ", is_plain=False)

    def doubted(self, phrase: Phrase, sign: str) -> Phrase:
        if not phrase.is_plain:
            return aside(phrase, self.remarks[sign])
        return Phrase(f"{self.doubts[sign]} {phrase.definite}", is_plain=False)

    def between(self, first: Phrase, last: Phrase) -> Phrase:
        return Phrase(f"entre {first.definite} et {last.definite}", is_plain=False)

    def span(self, first: Phrase, last: Phrase) -> Phrase:
        if not (first.is_plain and last.is_plain):
            return Phrase(f"{first.bare}{DASH}{last.bare}", is_plain=False)
        return Phrase(f"{self._of(first)} {self._to(last)}", is_plain=False)

    def since(self, first: Phrase, edge: str) -> Phrase:
        if not first.is_plain:
            tail = " et après" if edge else ", fin inconnue"
            return Phrase(f"{first.bare}{tail}", is_plain=False)
        tail = "" if edge else ", fin inconnue"
        return Phrase(f"à partir {self._of(first)}{tail}", is_plain=False)

    def until(self, last: Phrase, edge: str) -> Phrase:
        tail = "" if edge else ", début inconnu"
        if not last.is_plain:
            return Phrase(f"{last.bare} au plus tard{tail}", is_plain=False)
        place = self._to(last) if last.article else f"en {last.bare}"
        return Phrase(f"jusqu’{place}{tail}", is_plain=False)

    def _of(self, phrase: Phrase) -> str:
        if not phrase.article:
            return f"d’{phrase.bare}" if phrase.bare[0] in "aeiouéôy" else f"de {phrase.bare}"
        return {"le ": "du ", "les ": "des ", "l’": "de l’"}[phrase.article] + phrase.bare

    def _to(self, phrase: Phrase) -> str:
        before = {"": "à ", "le ": "au ", "les ": "aux ", "l’": "à l’"}
        return before[phrase.article] + phrase.bare


Tongue = English | French
