"""The words of press releases, of news about books and of corrections that readers would get."""

from typing import TYPE_CHECKING

from briefingbooks.models import (
    Boilerplate,
    Erratum,
    InTheNews,
    PressAsset,
    PressBoilerplate,
    PressContact,
    PressQuote,
    PressRelease,
)
from collections_app.protected_names import keep_names_in
from collections_app.public_words import OF_THE_LINK, Words

if TYPE_CHECKING:
    from collections_app.models import User

NEWS_WORDS = Words(
    InTheNews, "book", ("outlet", "byline", "title", "note", *OF_THE_LINK), "in the news"
)
ERRATUM_WORDS = Words(
    Erratum, "book", ("was", "now", "note", "credited_as", "where"), "corrections"
)
PRESS_WORDS = (
    Words(
        PressRelease, "pk", ("headline", "subhead", "slug", "place", "body_md", "tags")
    ),
    Words(PressQuote, "release", ("speaker", "role", "text"), "quotes"),
    Words(
        PressContact, "release", ("name", "role", "phone", "mail"), "contacts",
        lambda rows: rows.filter(is_printed=True),
    ),
    Words(PressAsset, "release", ("caption", "credit", "rights", "alt_text"), "assets"),
    Words(
        PressBoilerplate, "release", ("boilerplate__heading", "boilerplate__text"), "about",
    ),
)  # fmt: skip


def keep_names_out_of_boilerplate(boilerplate: Boilerplate, by: "User | None" = None) -> None:
    """Look through the press releases that end with a paragraph whose words have changed."""
    for release in PressRelease.objects.filter(about__boilerplate=boilerplate):
        keep_names_in(release, by)
