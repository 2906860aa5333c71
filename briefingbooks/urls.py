"""Public addresses of the top floor. They are cited for decades and do not change."""

from django.urls import include, path

from briefingbooks import (
    views,
    views_api,
    views_citing,
    views_corrections,
    views_editions,
    views_harvesting,
    views_iiif,
    views_press,
    views_previews,
    views_reading,
    views_search,
    views_sitemaps,
)
from briefingbooks.api.schema import addresses as api_addresses
from briefingbooks.feeds import BookFeed
from collections_app.citation_files import FORMATS as CITATIONS
from collections_app.languages import pages_in_every_language

app_name = "briefingbooks"

_patterns = [
    path("", views.home, name="home"),
    path("books/", views.book_list, name="book-list"),
    path("books/<slug:slug>/", views.book_detail, name="book-detail"),
    path("books/<slug:slug>/editions/", views_editions.edition_list, name="edition-list"),
    path(
        "books/<slug:slug>/editions/<int:number>/changes/",
        views_editions.edition_changes,
        name="edition-changes",
    ),
    path("books/<slug:slug>/corrections/", views_corrections.corrections, name="book-corrections"),
    path(
        "books/<slug:slug>/corrections/received/",
        views_corrections.correction_received,
        name="correction-received",
    ),
    path("press/", views_press.press_list, name="press-list"),
    path("press/<slug:slug>/", views_press.press_detail, name="press-detail"),
    path("books/<slug:slug>/chronology/", views_reading.book_chronology, name="book-chronology"),
    path("books/<slug:slug>/map/", views_reading.book_map, name="book-map"),
    path("preview/<str:token>/", views_previews.preview, name="preview"),
    *(
        path(
            f"books/<slug:slug>/cite.{form}",
            views_citing.book_citation,
            {"form": form},
            name=f"book-cite-{form}",
        )
        for form in CITATIONS
    ),
    path("sources/", views_citing.source_list, name="source-list"),
    path("sources/<slug:key>/", views_citing.source_detail, name="source-detail"),
    *(
        path(
            f"sources/<slug:key>/cite.{form}",
            views_citing.source_citation,
            {"form": form},
            name=f"source-cite-{form}",
        )
        for form in CITATIONS
    ),
    path("search/", views_search.search, name="search"),
    path("suggest/", views_search.suggest, name="suggest"),
    path("api/v1/", views_api.described, name="api"),
    path("iiif-collection.json", views_iiif.whole, name="iiif-collection"),
    path("books/<slug:slug>/iiif.json", views_iiif.book, name="book-iiif"),
    path("feeds/books.atom", BookFeed(), name="book-feed"),
    path("robots.txt", views_sitemaps.robots, name="robots"),
    path("sitemap.xml", views_sitemaps.sitemap, name="sitemap"),
    path(
        "sitemap-<slug:section>-<int:list_number>.xml",
        views_sitemaps.sitemap_section,
        name="sitemap-section",
    ),
    path("opensearch.xml", views_sitemaps.opensearch, name="opensearch"),
    path("healthz", views.healthz, name="healthz"),
]

# A frozen edition has one address, whatever language its reader's pages are in.
_frozen = [
    *(
        path(
            f"books/<slug:slug>/editions/<int:number>/cite.{form}",
            views_citing.edition_citation,
            {"form": form},
            name=f"edition-cite-{form}",
        )
        for form in CITATIONS
    ),
    path("books/<slug:slug>/editions/<int:number>/", views_editions.edition_file, name="edition"),
    path(
        "books/<slug:slug>/editions/<int:number>/<path:name>",
        views_editions.edition_file,
        name="edition-file",
    ),
]

# The root of the application stands behind the page about it, and is never reached.
_programs = [
    path("oai", views_harvesting.harvest, name="oai"),
    path("api/v1/", include(api_addresses(), namespace="api-v1")),
    path("api/v1/<str:kind>/", views_api.without_slash),
    path("api/v1/<str:kind>/<str:identifier>/", views_api.without_slash),
]

urlpatterns = [*pages_in_every_language(_patterns), *_frozen, *_programs]
