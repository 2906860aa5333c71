"""Public addresses of the tracker of requests. They are cited for decades and do not change."""

from django.urls import path

from collections_app.languages import pages_in_every_language
from declassification import views, views_calendar
from declassification.feeds import RequestFeed

app_name = "declassification"

_patterns = [
    path("requests/", views.request_list, name="request-list"),
    path("calendars/<str:token>.ics", views_calendar.calendar, name="calendar"),
    path("requests/statistics/", views.statistics, name="statistics"),
    path("feeds/requests.atom", RequestFeed(), name="request-feed"),
    path("requests/<str:number>/", views.request_detail, name="request-detail"),
]

urlpatterns = pages_in_every_language(_patterns)
