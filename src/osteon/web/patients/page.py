"""The page of a patient: the skeletal history at a glance, and the way to every record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from osteon.quality import Chart
from osteon.registry import reading
from osteon.registry.policies import Actor, Permission
from osteon.registry.states import FROZEN_STATES, QueryState
from osteon.web.patients.due import due_lines
from osteon.web.patients.facts import patient_facts
from osteon.web.patients.lesions import lesion_table
from osteon.web.patients.links import board_pack_address, entry_address, identity_address
from osteon.web.patients.records import record_tables
from osteon.web.patients.skeleton import skeleton_picture
from osteon.web.patients.timeline import patient_course
from osteon.web.request import actor, today
from osteon.worklist import DISCLAIMER, Thresholds, board_pack, parse_thresholds


@require_GET
def patient(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Show a patient; for who may not see them there is none."""
    by = actor(request)
    records = reading.read_patient(patient_id, by=by)
    own = records["patient"][0]
    counted = {
        name: [record.row for record in found if record.state in FROZEN_STATES]
        for name, found in records.items()
    }
    counted["patient"] = [own.row]
    pack = board_pack(counted, as_of=today(), thresholds=_thresholds(by))
    chart = Chart(patient_id, counted, today())
    may_enter = by.may(Permission.ENTER, str(own.row["centre_id"]))
    may_identify = by.may(Permission.READ_IDENTITY, str(own.row["centre_id"]))
    queries = reading.list_queries(by=by, patient_id=patient_id)
    return render(
        request,
        "patients/patient.html",
        {
            "own": own,
            "facts": patient_facts(
                chart, pack, {centre.code: centre.name for centre in reading.known_centres(by=by)}
            ),
            "course": patient_course(pack),
            "picture": skeleton_picture(chart, may_enter=may_enter),
            "lesions": lesion_table(chart),
            "due": due_lines(pack),
            "disclaimer": _(DISCLAIMER),
            "queries": [query for query in queries if query.state != QueryState.CLOSED],
            "tables": record_tables(patient_id, records, may_enter=may_enter),
            "board_pack": board_pack_address(patient_id),
            "entry": entry_address(patient_id) if may_enter else "",
            "identity": identity_address(patient_id) if may_identify else "",
        },
    )


def _thresholds(by: Actor) -> Thresholds:
    return Thresholds(
        {
            signed.centre_id: parse_thresholds(signed.toml).at(signed.centre_id)
            for signed in reading.signed_thresholds(by=by)
        }
    )
