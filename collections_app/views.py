"""Public pages of the ground floor: find through the rule, filter, assemble, render."""

from functools import partial

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collections_app.archive_pages import archive_lines, assemble_archive
from collections_app.catalogue import assemble_catalogue
from collections_app.choices import chosen_by, for_one_reader
from collections_app.collection_pages import assemble_collection
from collections_app.filters import readers_query
from collections_app.gatherings import assemble_person, assemble_place, assemble_subject
from collections_app.head_metadata import head_tags
from collections_app.item_page import assemble_item
from collections_app.item_reference import people_of, reference_of
from collections_app.languages import cited_address, cited_path
from collections_app.locked import assemble_locked, assemble_locked_at
from collections_app.models import Agent, ArchivalItem, Collection, Place, Repository, Subject
from collections_app.revalidation import kept
from collections_app.visits import find_visible, show


@require_safe
@kept
def item_list(request: HttpRequest) -> HttpResponse:
    """The catalogue: every public document, narrowed by the questions in the address."""
    page = assemble_catalogue(readers_query(request))
    context = {"catalogue": page, "crumbs": [(_("Documents"), "")]}
    return render(request, "collections_app/item_list.html", context)


@require_safe
@kept
def item_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One document: what it is, where it came from, how open it is, and its pages."""
    item = find_visible(ArchivalItem.objects, request.user, ref=ref)
    prefetch_related_objects([item], "languages")
    address = cited_address(request, item)
    query, chosen = readers_query(request), chosen_by(request)
    page = assemble_item(
        item, request.user, query, site=settings.SITE_NAME, address=address, chosen=chosen
    )
    makers = people_of(item, request.user)
    reference = reference_of(
        item, page.held, makers, partial(cited_path, request), timezone.localdate()
    )
    context = {
        "document": page,
        "address": address,
        "tags": head_tags(reference, shelfmark=reference.archive_location),
        "here": f"{request.get_full_path()}#pages",
        "crumbs": _under_documents(item.ref),
    }
    response = show(request, "collections_app/item_detail.html", context, record=item)
    return for_one_reader(response) if page.depends_on_choice else response


@require_safe
@kept
def archive_list(request: HttpRequest) -> HttpResponse:
    """The archives whose documents are described here."""
    context = {"archives": archive_lines(), "crumbs": [(_("Archives"), "")]}
    return render(request, "collections_app/archive_list.html", context)


@require_safe
@kept
def archive_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One archive: how to reach it, its collections, what of it is here and what is locked."""
    archive = find_visible(Repository.objects, request.user, code=code)
    page = assemble_archive(archive, readers_query(request))
    crumbs = [(_("Archives"), reverse("collections_app:archive-list")), (archive.name, "")]
    context = {"archive": page, "crumbs": crumbs}
    return show(request, "collections_app/archive_detail.html", context, record=archive)


@require_safe
@kept
def collection_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One collection, between its wider levels and its parts."""
    found = find_visible(Collection.objects, request.user, code=code)
    address = reverse("collections_app:collection-ead", args=[found.code])
    page = assemble_collection(found, readers_query(request), finding_aid=address)
    wider = [(one.words, one.url) for one in [page.archive, *page.wider] if one]
    crumbs = [(_("Archives"), reverse("collections_app:archive-list")), *wider, (page.title, "")]
    context = {"collection": page, "crumbs": crumbs}
    return show(request, "collections_app/collection_detail.html", context, record=found)


@require_safe
@kept
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One person, body or family under the name that may be shown."""
    agent = find_visible(Agent.objects, request.user, slug=slug)
    page = assemble_person(agent, readers_query(request))
    context = {"gathering": page, "crumbs": _under_documents(page.heading.words)}
    return show(request, "collections_app/person_detail.html", context, record=agent)


@require_safe
@kept
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One place, and the documents written at, sent to or about it."""
    place = find_visible(Place.objects, request.user, slug=slug)
    page = assemble_place(place, readers_query(request))
    context = {"gathering": page, "crumbs": _under_documents(page.heading.words)}
    return show(request, "collections_app/place_detail.html", context, record=place)


@require_safe
@kept
def subject_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One subject, with the documents about it and where else it appears."""
    return _subject_page(request, slug, "collections_app/subject_detail.html")


@require_safe
@kept
def turning_point_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One turning point, with the books, documents, testimony and requests about it."""
    return _subject_page(request, slug, "collections_app/turning_point_detail.html")


@require_safe
@kept
def locked(request: HttpRequest) -> HttpResponse:
    """Documents known to exist that nobody may open, by archive and city."""
    query = readers_query(request)
    archive = Repository.objects.public().filter(code=query.get("archive", "")).first()
    page = assemble_locked_at(archive, query) if archive else assemble_locked()
    crumbs = [(_("Still locked"), reverse("collections_app:locked") if archive else "")]
    crumbs += [(archive.name, "")] if archive else []
    is_unknown = bool(query.get("archive")) and archive is None
    context = {"locked": page, "is_unknown_archive": is_unknown, "crumbs": crumbs}
    return render(request, "collections_app/locked.html", context)


def _subject_page(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    """Show a term at the address of its kind; at the other one it redirects there."""
    subject = find_visible(Subject.objects, request.user, slug=slug)
    if subject.get_absolute_url() != request.path:
        return redirect(subject)
    page = assemble_subject(subject, readers_query(request))
    context = {"gathering": page, "crumbs": _under_documents(page.heading.words)}
    return show(request, template, context, record=subject)


def _under_documents(words: str) -> list[tuple[str, str]]:
    return [(_("Documents"), reverse("collections_app:item-list")), (words, "")]
