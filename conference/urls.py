from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from programme.views import robots
from registration.health import health

handler400 = "programme.views.bad_request"
handler500 = "programme.views.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("sundhed", health, name="health"),
    path("robots.txt", robots, name="robots"),
    *i18n_patterns(
        path("", include("registration.urls")),
        path("", include("programme.urls")),
        prefix_default_language=False,
    ),
]
