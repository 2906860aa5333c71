"""Public addresses of the ground floor. They are cited for decades and do not change."""

from django.urls import path

from collections_app import (
    views,
    views_choices,
    views_citing,
    views_comparing,
    views_concerns,
    views_files,
    views_finding_aids,
    views_iiif,
)
from collections_app.citation_files import FORMATS as CITATIONS
from collections_app.feeds import OpenedFeed
from collections_app.languages import pages_in_every_language

app_name = "collections_app"

_patterns = [
    path("items/", views.item_list, name="item-list"),
    path("items/iiif.json", views_iiif.items_collection, name="items-iiif"),
    path("items/<str:ref>/", views.item_detail, name="item-detail"),
    path("items/<str:ref>/compare/", views_comparing.compare_copies, name="item-compare"),
    *(
        path(
            f"items/<str:ref>/cite.{form}",
            views_citing.item_citation,
            {"form": form},
            name=f"item-cite-{form}",
        )
        for form in CITATIONS
    ),
    path("items/<str:ref>/manifest.json", views_iiif.manifest, name="item-manifest"),
    path("items/<str:ref>/search", views_iiif.item_search, name="item-content-search"),
    path("items/<str:ref>/search/<int:copy>", views_iiif.item_search, name="copy-content-search"),
    path("archives/", views.archive_list, name="archive-list"),
    path("archives/<str:code>/", views.archive_detail, name="archive-detail"),
    path("collections/<str:code>/", views.collection_detail, name="collection-detail"),
    path("collections/<str:code>/ead.xml", views_finding_aids.ead, name="collection-ead"),
    path("collections/<str:code>/iiif.json", views_iiif.collection, name="collection-iiif"),
    path("people/<slug:slug>/", views.person_detail, name="person-detail"),
    path("places/<slug:slug>/", views.place_detail, name="place-detail"),
    path("subjects/<slug:slug>/", views.subject_detail, name="subject-detail"),
    path("turning-points/<slug:slug>/", views.turning_point_detail, name="turning-point-detail"),
    path("locked/", views.locked, name="locked"),
    path("people-affected/", views_concerns.people_affected, name="people-affected"),
    path("choices/", views_choices.choose, name="choose"),
    path("files/<uuid:uuid>/<str:name>", views_files.file, name="file"),
    path("feeds/opened.atom", OpenedFeed(), name="opened-feed"),
    path("iiif/<uuid:uuid>", views_iiif.image_service, name="iiif-service"),
    path("iiif/<uuid:uuid>/info.json", views_iiif.image_description, name="iiif-information"),
    path("iiif/<uuid:uuid>/<path:image>", views_iiif.image, name="iiif-image"),
]

urlpatterns = pages_in_every_language(_patterns)
