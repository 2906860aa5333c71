"""Public addresses of oral history. They are cited for decades and do not change."""

from django.urls import path

from oralhistory import views

app_name = "oralhistory"

urlpatterns = [
    path("interviews/", views.interview_list, name="interview-list"),
    path("interviews/<str:ref>/", views.interview_detail, name="interview-detail"),
    path(
        "interviews/<str:ref>/transcript.vtt", views.interview_captions, name="interview-captions"
    ),
    path(
        "interviews/<str:ref>/media/<uuid:uuid>/<str:name>",
        views.interview_media,
        name="interview-media",
    ),
]
