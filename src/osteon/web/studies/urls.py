"""Addresses of studies."""

from django.urls import path

from osteon.web.studies import views

urlpatterns = [
    path("", views.studies, name="studies"),
    path("freeze/", views.freeze, name="freeze"),
    path("freeze/<str:key>/", views.freezing, name="freezing"),
    path("run/", views.run, name="study_run"),
    path("runs/<str:key>/", views.study, name="study"),
    path("runs/<str:key>/report/", views.report, name="study_report"),
    path("runs/<str:key>/files/<str:name>", views.download, name="study_file"),
]
