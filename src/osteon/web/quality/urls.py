"""Addresses of data quality."""

from django.urls import path

from osteon.web.quality import completeness, lists, queries

urlpatterns = [
    path("", lists.overview, name="quality"),
    path("patients/", lists.patients, name="quality_patients"),
    path("patients/<str:patient_id>/", lists.patient, name="quality_patient"),
    path("findings/", lists.findings, name="quality_findings"),
    path("findings.csv", lists.export, name="quality_export"),
    path("completeness/", completeness.completeness, name="quality_completeness"),
    path("completeness/<str:entity>/<str:field>/", completeness.field, name="quality_field"),
    path("ask/", queries.ask, name="quality_ask"),
    path("accept/", queries.accept, name="quality_accept"),
    path("queries/<int:number>/answer/", queries.answer, name="quality_answer"),
]
