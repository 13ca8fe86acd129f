"""The addresses of forms."""

from django.urls import path, register_converter

from osteon.web.records.addresses import KeyConverter, TableConverter
from osteon.web.records.choose_pages import choose, new_patient
from osteon.web.records.draft_pages import drop, keep
from osteon.web.records.identity_pages import (
    find_patient,
    identity,
    show_identity,
    write_identity,
)
from osteon.web.records.query_pages import raise_query
from osteon.web.records.record_pages import merge, new_record, record
from osteon.web.records.second_pages import again, settle
from osteon.web.records.step_pages import history, move, remove
from osteon.web.records.visit_pages import visit

register_converter(TableConverter, "table")
register_converter(KeyConverter, "key")

app_name = "records"
urlpatterns = [
    path("new-patient/", new_patient, name="new_patient"),
    path("find/", find_patient, name="find"),
    path("drafts/keep", keep, name="keep"),
    path("drafts/drop", drop, name="drop"),
    path("<table:entity>/<key:key>/", record, name="record"),
    path("<table:entity>/<key:key>/merge", merge, name="merge"),
    path("<table:entity>/<key:key>/move", move, name="move"),
    path("<table:entity>/<key:key>/remove", remove, name="remove"),
    path("<table:entity>/<key:key>/history", history, name="history"),
    path("<table:entity>/<key:key>/again", again, name="again"),
    path("<table:entity>/<key:key>/settle", settle, name="settle"),
    path("<table:entity>/<key:key>/ask", raise_query, name="raise_query"),
    path("<key:patient_id>/", choose, name="choose"),
    path("<key:patient_id>/identity", identity, name="identity"),
    path("<key:patient_id>/identity/show", show_identity, name="show_identity"),
    path("<key:patient_id>/identity/write", write_identity, name="write_identity"),
    path("<key:patient_id>/visit/<str:name>", visit, name="visit"),
    path("<key:patient_id>/<table:entity>/new", new_record, name="new"),
]
