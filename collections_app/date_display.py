"""A date in English or French words, made from its parts."""

from datetime import date

from collections_app.date_parts import (
    DateSet,
    Edge,
    Form,
    Interval,
    PartialDate,
    Run,
    Season,
    Single,
)
from collections_app.date_tongues import English, French, Phrase, Tongue, aside

_ENGLISH, _FRENCH = English(), French()
_SIGNS = {"approximate": "~", "questionable": "?"}


def say(form: Form, language: str, certainty: str) -> str:
    """Say a date; `certainty`, if approximate or questionable, is added to what its signs say."""
    tongue = _tongue(language)
    phrase = _phrase(form, tongue)
    if certainty in _SIGNS:
        phrase = tongue.doubted(phrase, _SIGNS[certainty])
    return phrase.bare


def undated(language: str) -> str:
    return _tongue(language).undated


def _tongue(language: str) -> Tongue:
    return _FRENCH if language.lower().startswith("fr") else _ENGLISH


def _phrase(form: Form, tongue: Tongue) -> Phrase:
    match form:
        case Interval():
            return _interval(form, tongue)
        case DateSet():
            return _set(form, tongue)
        case _:
            return _single(form, tongue)


def _single(form: Single, tongue: Tongue) -> Phrase:
    if isinstance(form, Season):
        phrase = _season(form, tongue)
        return tongue.doubted(phrase, form.sign) if form.sign else phrase
    phrase = _without_signs(form, tongue)
    if form.common_sign:
        return tongue.doubted(phrase, form.common_sign)
    remarks = [tongue.part_remarks[place][sign] for place, sign in enumerate(form.signs) if sign]
    return aside(phrase, ", ".join(remarks)) if remarks else phrase


def _season(form: Season, tongue: Tongue) -> Phrase:
    years = f"{form.year}–{form.year + 1}" if form.is_over_new_year else str(form.year)
    is_hemisphere_named = 25 <= form.code <= 32
    code = 21 + (form.code - 21) % 4 if is_hemisphere_named else form.code
    article, pattern = tongue.seasons[code]
    phrase = Phrase(pattern.format(years), article)
    return aside(phrase, tongue.hemispheres[form.code > 28]) if is_hemisphere_named else phrase


def _without_signs(form: PartialDate, tongue: Tongue) -> Phrase:
    year, month, day = form.year, form.month, form.day
    if "X" not in "".join(form.parts):
        return tongue.calendar(int(year), int(month or 0), int(day or 0))
    if not month:
        return _year(year, tongue)
    if month.isdigit() and (day.isdigit() or day in ("", "XX")):
        return _in_known_month(form, tongue)
    if month == "XX" and day in ("", "XX"):
        missing = tongue.unknown_parts["month and day" if day else "month"]
        return Phrase(f"{_year(year, tongue).bare}, {missing}", is_plain=False)
    if month == "XX" and day.isdigit():
        return tongue.day_of_unknown_month(int(day), _year(year, tongue).bare)
    return _by_bounds(form, tongue)


def _year(year: str, tongue: Tongue) -> Phrase:
    if year.isdigit():
        return tongue.calendar(int(year), 0, 0)
    if year == "XXXX":
        return Phrase(tongue.year_unknown, is_plain=False)
    if year[:3].isdigit() and year != "000X":
        return tongue.decade(int(year[:3]) * 10)
    return _by_bounds(PartialDate((year,), ("",)), tongue)


def _in_known_month(form: PartialDate, tongue: Tongue) -> Phrase:
    phrase = tongue.calendar(0, int(form.month), int(form.day) if form.day.isdigit() else 0)
    joint = " " if form.year.isdigit() else ", "
    said = f"{phrase.bare}{joint}{_year(form.year, tongue).bare}"
    if form.day == "XX":
        said = f"{said}, {tongue.unknown_parts['day']}"
    return Phrase(said, phrase.article, is_plain=False)


def _by_bounds(form: PartialDate, tongue: Tongue) -> Phrase:
    """Say between which days a date lies when its digits follow no way of speaking."""
    if form.earliest is None or form.latest is None:
        return Phrase(f"{tongue.partly_known} ({'-'.join(form.parts)})", is_plain=False)
    precision = 1 if not form.month else 3
    first, last = _cut(form.earliest, precision), _cut(form.latest, precision)
    return _single(first, tongue) if first == last else tongue.between(*_pair(first, last, tongue))


def _cut(day: date, precision: int) -> PartialDate:
    parts = tuple(day.isoformat().split("-")[:precision])
    return PartialDate(parts, ("",) * precision)


def _pair(first: Single, last: Single, tongue: Tongue) -> tuple[Phrase, Phrase]:
    """Say two dates, the first without what it shares with the second: 6 April, 19 July 1994."""
    if not (isinstance(first, PartialDate) and isinstance(last, PartialDate)):
        return _single(first, tongue), _single(last, tongue)
    is_alike = len(first.parts) == len(last.parts) > 1 and first.is_plain and last.is_plain
    if not is_alike or first == last or first.year != last.year:
        return _single(first, tongue), _single(last, tongue)
    month = 0 if len(first.parts) == 3 and first.month == last.month else int(first.month)
    return tongue.calendar(0, month, int(first.day or 0)), _single(last, tongue)


def _interval(form: Interval, tongue: Tongue) -> Phrase:
    start, end = form.start, form.end
    if isinstance(start, Edge):
        if isinstance(end, Edge):
            said = f"{tongue.edges[start.value][0]}, {tongue.edges[end.value][1]}"
            return Phrase(said, is_plain=False)
        return tongue.until(_single(end, tongue), start.value)
    if isinstance(end, Edge):
        return tongue.since(_single(start, tongue), end.value)
    return _span(start, end, tongue)


def _span(first: Single, last: Single, tongue: Tongue) -> Phrase:
    return _single(first, tongue) if first == last else tongue.span(*_pair(first, last, tongue))


def _set(form: DateSet, tongue: Tongue) -> Phrase:
    only = form.members[0]
    said = [_member(member, tongue, is_choice=form.is_choice) for member in form.members]
    if len(said) == 1 and isinstance(only, Run):
        if not (only.first and only.last):
            return Phrase(said[0], is_plain=False)
        if form.is_choice:
            return tongue.between(*_pair(only.first, only.last, tongue))
    head = tongue.one_of if form.is_choice else tongue.all_of
    return Phrase(head + tongue.separator.join(said), is_plain=False)


def _member(member: PartialDate | Run, tongue: Tongue, *, is_choice: bool) -> str:
    if isinstance(member, PartialDate):
        return _single(member, tongue).bare
    first, last = member.first, member.last
    if first and last:
        return _span(first, last, tongue).bare
    if last:
        pattern = tongue.or_before if is_choice else tongue.and_before
        return pattern.format(_single(last, tongue).bare)
    pattern = tongue.or_later if is_choice else tongue.and_later
    return pattern.format(_single(first, tongue).bare) if first else ""
