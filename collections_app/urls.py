"""Public addresses of the ground floor. They are cited for decades and do not change."""

from django.urls import path

from collections_app import views, views_files

app_name = "collections_app"

urlpatterns = [
    path("items/", views.item_list, name="item-list"),
    path("items/<str:ref>/", views.item_detail, name="item-detail"),
    path("archives/", views.archive_list, name="archive-list"),
    path("archives/<str:code>/", views.archive_detail, name="archive-detail"),
    path("collections/<str:code>/", views.collection_detail, name="collection-detail"),
    path("people/<slug:slug>/", views.person_detail, name="person-detail"),
    path("places/<slug:slug>/", views.place_detail, name="place-detail"),
    path("subjects/<slug:slug>/", views.subject_detail, name="subject-detail"),
    path("turning-points/<slug:slug>/", views.turning_point_detail, name="turning-point-detail"),
    path("locked/", views.locked, name="locked"),
    path("files/<uuid:uuid>/<str:name>", views_files.file, name="file"),
]
