"""The lists that every installation begins with."""

from importlib import import_module

import pytest
from django.apps import apps

from collections_app.models import Advisory, ExemptionCode, Language, RightsStatement, http_url

pytestmark = pytest.mark.django_db


def test_the_twelve_rights_statements_are_there_under_their_lasting_addresses() -> None:
    statements = RightsStatement.objects.filter(uri__startswith="http://rightsstatements.org/")
    assert statements.count() == 12
    for statement in statements:
        assert statement.uri == f"http://rightsstatements.org/vocab/{statement.code}/1.0/"
        assert not statement.is_open


def test_creative_commons_says_which_licences_are_open() -> None:
    licences = RightsStatement.objects.filter(kind=RightsStatement.Kind.LICENCE)
    assert licences.count() == 8
    assert set(licences.filter(is_open=True).values_list("code", flat=True)) == {
        "CC0",
        "PDM",
        "CC-BY",
        "CC-BY-SA",
    }


@pytest.mark.parametrize("model", [RightsStatement, Advisory, ExemptionCode, Language])
def test_every_row_is_written_in_english_and_french_and_is_valid(model: type) -> None:
    rows = model.objects.all()
    assert rows
    for row in rows:
        row.full_clean()
        assert row.label_en
        assert row.label_fr


def test_an_advisory_speaks_to_the_reader_in_both_languages() -> None:
    assert Advisory.objects.count() == 7
    assert not Advisory.objects.filter(text_en="").exists()
    assert not Advisory.objects.filter(text_fr="").exists()
    closed = Advisory.objects.filter(behaviour=Advisory.Behaviour.STAFF_ONLY)
    assert [advisory.code for advisory in closed] == ["protected-persons"]


def test_the_nine_exemptions_of_the_us_law_are_explained_in_a_sentence() -> None:
    codes = ExemptionCode.objects.filter(scheme="FOIA").exclude(code__startswith="(b)(7)(")
    assert [code.code for code in codes] == [f"(b)({number})" for number in range(1, 10)]
    assert all(code.explanation_en.endswith(".") for code in codes)


def test_addresses_of_rights_can_be_linked() -> None:
    for statement in RightsStatement.objects.all():
        http_url(statement.uri)


def test_rows_that_an_installation_changed_are_left_as_they_are() -> None:
    Advisory.objects.filter(code="human-remains").update(label_en="Our own words")
    import_module("collections_app.migrations.0002_vocabulary").keep_vocabulary(apps, None)
    assert Advisory.objects.get(code="human-remains").label_en == "Our own words"
    assert Advisory.objects.count() == 7
