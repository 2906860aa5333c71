"""The desk of published works: creators in rows, the citation as it will read, no circles."""

import pytest
from django.test import Client
from django.urls import reverse

from briefingbooks.models import Source
from tests import cast
from tests.briefingbooks.make import make_source

pytestmark = pytest.mark.django_db


def sent(**fields: str) -> dict[str, str]:
    """Return what the form sends for a book with one creator."""
    return {
        "key": "dallaire-2003", "kind": "book", "language": "en", "title": "Shake Hands",
        "date_edtf": "2003", "date_certainty": "exact", "creators-TOTAL_FORMS": "1",
        "creators-INITIAL_FORMS": "0", "creators-0-role": "author", "creators-0-position": "1",
        "creators-0-family": "Dallaire", "creators-0-given": "Roméo", **fields,
    }  # fmt: skip


def at_desk() -> Client:
    client = Client()
    client.force_login(cast.editor())
    return client


def test_an_editor_describes_a_work_and_sees_how_it_is_cited() -> None:
    editor, add = at_desk(), reverse("admin:briefingbooks_source_add")
    assert editor.get(add).status_code == 200
    assert editor.post(add, sent()).status_code == 302
    source = Source.objects.get()
    assert source.authors_sorted == "Dallaire, Roméo"
    page = editor.get(reverse("admin:briefingbooks_source_change", args=[source.pk]))
    assert "Roméo Dallaire, <i>Shake Hands</i> (2003)" in page.content.decode()
    listed = editor.get(reverse("admin:briefingbooks_source_changelist")).content.decode()
    assert "Dallaire, Roméo" in listed


def test_the_desk_refuses_half_a_name_and_a_circle() -> None:
    editor, add = at_desk(), reverse("admin:briefingbooks_source_add")
    answer = editor.post(add, sent(**{"creators-0-literal": "Roméo Dallaire"}))
    assert "not both" in answer.content.decode()
    main = make_source(key="main")
    alias = make_source(key="alias", same_as=main)
    change = reverse("admin:briefingbooks_source_change", args=[main.pk])
    answer = editor.post(change, sent(same_as=str(alias.pk)))
    assert "is itself another name of" in answer.content.decode()
    main.refresh_from_db()
    assert main.same_as is None
