"""Headings that only name their element: “Scope and Contents” over a scope and content note.

They are left out, and the report says so; any other heading stands above its text.
"""

import re

_PLAIN = """
    a an and at by for from in of on or the their this to with
    abstract access accruals acquisition acquisitions addition additions administration
    administrative aid aids alternate alternative appraisal archival archives arrangement
    available bibliography biographical biography characteristics chronology citation collection
    collections condition conditions container containers content contents controlled copies copy
    copyright creator credit custodial custody date dates description descriptive destruction
    detailed details dimensions existence extent facet facets finding form forms function general
    governing headings historical history immediate index indexed information inventory items key
    language languages legal list listing local location locations material materials name names
    note notes online organization original originals other ownership papers permission photocopies
    physical preferred processing provenance publication publications published record records
    related reproduction reproductions requirements restriction restrictions rights scheduling
    scope search separated series sketch source sources special specific statement status storage
    subject subjects suggested summary system technical term terms title topics type types use
    view folder box organizational outline

    acquisition accès acces arrangement de autres biographie biographique bibliographie champ
    classement complémentaires conditions conservation contenu copies d des description détaillée
    droits du et historique histoire identification index informations instruments la langue
    le les modalités modalites mode note notice organisation origine originaux plan portée
    présentation recherche reproduction sources utilisation l
"""
_WORDS = set(_PLAIN.split())
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBERS = re.compile(r"\d")


def only_names(heading: str) -> bool:
    """Whether a heading says no more than what kind of note stands below it."""
    if not heading or _NUMBERS.search(heading):
        return False
    return all(word.lower() in _WORDS for word in _LETTERS.findall(heading))
