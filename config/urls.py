"""Wiring: which room answers which addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("collections_app.urls")),
    path("", include("declassification.urls")),
    path("", include("oralhistory.urls")),
    path("", include("briefingbooks.urls")),
]
