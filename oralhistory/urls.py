"""Public addresses of oral history. They are cited for decades and do not change."""

from django.urls import path

from collections_app.citation_files import FORMATS as CITATIONS
from collections_app.languages import pages_in_every_language
from oralhistory import views, views_access, views_exports, views_list, views_review

app_name = "oralhistory"

ONE = "interviews/<str:ref>/"

_patterns = [
    path("interviews/", views_list.interview_list, name="interview-list"),
    path("interviews/iiif.json", views_exports.interviews_collection, name="interviews-iiif"),
    path(ONE, views.interview_detail, name="interview-detail"),
    path(f"{ONE}transcript.vtt", views_exports.interview_captions, name="interview-captions"),
    path(f"{ONE}transcript.srt", views_exports.interview_subrip, name="interview-subrip"),
    path(f"{ONE}transcript.txt", views_exports.interview_text, name="interview-text"),
    path(f"{ONE}transcript.csv", views_exports.interview_table, name="interview-table"),
    path(f"{ONE}transcript.tei.xml", views_exports.interview_tei, name="interview-tei"),
    path(f"{ONE}transcript.ohms.xml", views_exports.interview_ohms, name="interview-ohms"),
    path(f"{ONE}manifest.json", views_exports.interview_manifest, name="interview-manifest"),
    path(f"{ONE}search", views_exports.interview_search, name="interview-content-search"),
    *(
        path(f"{ONE}cite.{form}", views_exports.interview_reference, {"form": form}, f"cite-{form}")
        for form in CITATIONS
    ),
    path(f"{ONE}media/<uuid:uuid>/<str:name>", views.interview_media, name="interview-media"),
    path(f"{ONE}access/", views_access.ask_for_access, name="ask-for-access"),
    path(f"{ONE}access/received/", views_access.received, name="access-asked"),
    path("access/<str:token>/", views_access.granted_interview, name="granted-interview"),
    path(
        "access/<str:token>/transcript.vtt", views_access.granted_captions, name="granted-captions"
    ),
    path(
        "access/<str:token>/media/<uuid:uuid>/<str:name>",
        views_access.granted_media,
        name="granted-media",
    ),
    path("review/<str:token>/", views_review.narrator_review, name="narrator-review"),
    path(
        "review/<str:token>/passages/<str:key>/",
        views_review.remark_on_passage,
        name="narrator-remark",
    ),
    path("review/<str:token>/answer/", views_review.give_answer, name="narrator-answer"),
    path(
        "review/<str:token>/media/<uuid:uuid>/<str:name>",
        views_review.review_media,
        name="review-media",
    ),
]

urlpatterns = pages_in_every_language(_patterns)
