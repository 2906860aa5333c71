"""Public addresses of the tracker of requests. They are cited for decades and do not change."""

from django.urls import path

from declassification import views, views_calendar

app_name = "declassification"

urlpatterns = [
    path("requests/", views.request_list, name="request-list"),
    path("calendars/<str:token>.ics", views_calendar.calendar, name="calendar"),
    path("requests/<str:number>/", views.request_detail, name="request-detail"),
]
