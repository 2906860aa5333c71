"""The desk of collections: the arrangement of each archive as a tree, and one level of it."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from collections_app.admin.branch_moves import BranchDesk
from collections_app.admin.bulk_edits import BulkEditing
from collections_app.admin.desk import PartsInline
from collections_app.admin.inherited import tell_inherited
from collections_app.ead.exporting import DIALECTS, finding_aid_of
from collections_app.inheritance import effective
from collections_app.models import Collection, CollectionLink, Copy

INHERITED = ("access_conditions", "reproduction_conditions", "rights", "languages", "creators")
DEEPEST_STEP = 6
DATE: list[Any] = [
    ("date_edtf", "date_display"),
    ("date_certainty", "date_time", "date_time_zone"),
    "date_basis",
]


class CollectionLinkInline(PartsInline):
    model = CollectionLink
    autocomplete_fields = ["link"]
    fields = ["position", "link", "note"]


@admin.register(Collection)
class CollectionAdmin(BulkEditing, BranchDesk):
    actions = [*BranchDesk.actions, "change_many"]
    list_display = ["title_in_tree", "level", "held", "date", "code", "archive"]
    list_filter = [("repository", admin.RelatedOnlyFieldListFilter), "level"]
    list_select_related = ["repository"]
    ordering = ["repository__name", "arrangement_key", "pk"]
    search_fields = ["title", "code", "reference_code", "containers", "repository__name"]
    autocomplete_fields = [
        *("repository", "parent", "creators", "languages"),
        *("subjects", "places", "named_agents", "rights", "advisories"),
    ]
    inlines = [CollectionLinkInline]
    tall_fields = ("scope_and_content", "history")
    fieldsets = [
        (
            "Identity",
            {
                "fields": [
                    ("repository", "parent"),
                    ("level", "code"),
                    "title",
                    ("reference_code", "containers"),
                ]
            },
        ),
        ("Date", {"fields": DATE}),
        (
            "Context and content",
            {
                "fields": [
                    ("extent", "languages"),
                    "creators",
                    "abstract",
                    "scope_and_content",
                    "history",
                    "arrangement",
                ]
            },
        ),
        (
            "Access and use",
            {
                "fields": [
                    "access_conditions",
                    "reproduction_conditions",
                    "rights",
                    "physical_requirements",
                    "finding_aids",
                ]
            },
        ),
        ("Difficult material", {"fields": ["advisories"]}),
        ("To be found under", {"fields": ["subjects", "places", "named_agents"]}),
        (
            "Further elements",
            {
                "classes": ["collapse"],
                "fields": [
                    "custodial_history",
                    "acquisition",
                    "appraisal",
                    "accruals",
                    "originals",
                    "copies_elsewhere",
                    "related_material",
                    "publication_note",
                    "preferred_citation",
                    "general_note",
                    "processing",
                ],
            },
        ),
        ("For the house", {"fields": ["notes"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Add how many parts and documents each level has itself."""
        parts = Collection.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
        copies = Copy.objects.filter(collection=OuterRef("pk")).order_by().values("collection")
        return (
            super()
            .get_queryset(request)
            .annotate(
                part_count=Coalesce(Subquery(parts.annotate(n=Count("pk")).values("n")), 0),
                item_count=Coalesce(
                    Subquery(copies.annotate(n=Count("item", distinct=True)).values("n")), 0
                ),
            )
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A branch changes its place by being moved, so that everything below it is seen to."""
        fixed = list(super().get_readonly_fields(request, obj))
        return [*fixed, "parent"] if obj is not None else fixed

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Name the archive only while several are listed."""
        names = super().get_list_display(request)
        one_archive = "repository__id__exact" in request.GET
        return [name for name in names if not (one_archive and name == "archive")]

    @admin.display(description="title", ordering=F("arrangement_key"))
    def title_in_tree(self, collection: Collection) -> str:
        """Indent a title by its level, so that the list reads as the archive arranges it."""
        step = min(collection.depth, DEEPEST_STEP)
        return format_html('<span class="tree-step tree-step-{}">{}</span>', step, collection.title)

    @admin.display(description="archive", ordering="repository__name")
    def archive(self, collection: Collection) -> str:
        return collection.repository.code

    @admin.display(description="holds")
    def held(self, collection: Any) -> str:
        """Say how many parts and documents stand directly at this level."""
        told = [(collection.part_count, "part"), (collection.item_count, "document")]
        return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in told if n)

    @admin.display(description="date", ordering="date_earliest")
    def date(self, collection: Collection) -> str:
        return collection.date_words if collection.date_edtf or collection.date_display else ""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.finding_aid_view)
        name = "collections_app_collection_finding_aid"
        return [
            path("<int:object_id>/ead-<slug:dialect>.xml", view, name=name),
            *super().get_urls(),
        ]

    def finding_aid_view(self, request: HttpRequest, object_id: int, dialect: str) -> HttpResponse:
        """Give the whole branch as a finding aid, drafts and notes for the house included."""
        found = Collection.objects.filter(pk=object_id).select_related("repository").first()
        if found is None or dialect not in DIALECTS:
            raise Http404
        if not self.has_view_permission(request, found) or not _may_see_items(request):
            raise PermissionDenied
        document = finding_aid_of(found, dialect=dialect, is_whole=True, site=settings.SITE_NAME)
        answer = HttpResponse(document, content_type="application/xml; charset=utf-8")
        name = f"{found.code}.house.ead{dialect}.xml"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if kwargs.get("change") and record is not None:
            context["desk_links"] = self.desk_links(request, record)
            form = context["adminform"].form
            holds = effective([record], for_house=True)[record.pk]
            tell_inherited(form, holds, INHERITED)
        return super().render_change_form(request, context, *args, **kwargs)

    def desk_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        """Return further pages about a collection, as its desk offers them."""
        links = []
        if self.has_change_permission(request, record):
            links.append(("Move branch…", self.move_url(record)))
        if _may_see_items(request):
            name = "admin:collections_app_collection_finding_aid"
            links += [
                (f"Finding aid for the house ({label})", reverse(name, args=[record.pk, dialect]))
                for dialect, label in (("3", "EAD3"), ("2002", "EAD 2002"))
            ]
        return links


def _may_see_items(request: HttpRequest) -> bool:
    """The whole branch names documents and people as the desk knows them."""
    wanted = ("view_archivalitem", "view_copy", "view_agent")
    return request.user.has_perms([f"collections_app.{name}" for name in wanted])
