"""Every address of the registry: one line for each part of it."""

from django.urls import URLPattern, URLResolver, include, path

from osteon.web.access.language import choose_language
from osteon.web.administration.audit import audit_trail
from osteon.web.navigation import first_page

handler500 = "osteon.web.refusals.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", first_page, name="start"),
    path("patients/", include("osteon.web.patients.urls")),
    path("language/", choose_language, name="set_language"),
    path("", include("osteon.web.access.urls")),
    path("administration/", include("osteon.web.administration.urls")),
    path("audit/", audit_trail, name="audit"),
    path("quality/", include("osteon.web.quality.urls")),
    path("reviews/", include("osteon.web.reviews.urls")),
    path("worklist/", include("osteon.web.worklist.urls")),
    path("import/", include("osteon.web.imports.urls")),
    path("queries/", include("osteon.web.records.query_urls")),
    path("records/", include("osteon.web.records.urls")),
    path("studies/", include("osteon.web.studies.urls")),
]
"""A part is a package of `web` with its own `urls.py`: `path("patients/", include("…urls"))`."""
