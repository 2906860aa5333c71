"""Public addresses of the top floor. They are cited for decades and do not change."""

from django.urls import path

from briefingbooks import views

app_name = "briefingbooks"

urlpatterns = [
    path("", views.home, name="home"),
    path("books/", views.book_list, name="book-list"),
    path("books/<slug:slug>/", views.book_detail, name="book-detail"),
    path("search/", views.search, name="search"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
]
