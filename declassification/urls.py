"""Public addresses of the tracker of requests. They are cited for decades and do not change."""

from django.urls import path

from declassification import views, views_calendar
from declassification.feeds import RequestFeed

app_name = "declassification"

urlpatterns = [
    path("requests/", views.request_list, name="request-list"),
    path("calendars/<str:token>.ics", views_calendar.calendar, name="calendar"),
    path("requests/statistics/", views.statistics, name="statistics"),
    path("feeds/requests.atom", RequestFeed(), name="request-feed"),
    path("requests/<str:number>/", views.request_detail, name="request-detail"),
]
