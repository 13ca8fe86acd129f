"""Addresses of the worklist."""

from django.urls import path

from osteon.web.worklist import lists, patients, thresholds

urlpatterns = [
    path("", lists.worklist, name="worklist"),
    path("rules/", lists.rules, name="worklist_rules"),
    path("print/", lists.printed, name="worklist_print"),
    path("worklist.csv", lists.export, name="worklist_export"),
    path("patients/<str:patient_id>/", patients.patient, name="worklist_patient"),
    path("patients/<str:patient_id>/board-pack/", patients.board_pack, name="board_pack"),
    path("thresholds/", thresholds.centres, name="thresholds"),
    path("thresholds/<str:centre_id>/", thresholds.centre, name="centre_thresholds"),
]
