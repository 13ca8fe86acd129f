"""Addresses of the pages of a patient and of a record, from wherever these are named."""

from urllib.parse import quote

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def patient_address(patient_id: str) -> str:
    """Return the address of a patient's page."""
    return _address("patient", patient_id)


def record_address(entity_name: str, record_id: str) -> str:
    """Return the address of a record's page; nothing where a line concerns no single record."""
    return _address("record", entity_name, record_id) if entity_name and record_id else ""


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Return where a form wants to lead, if that is a page of this registry."""
    wanted = str(request.POST.get("next", ""))
    is_own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_own and wanted else otherwise


def _address(name: str, *words: str) -> str:
    try:
        return reverse(name, args=words)
    except NoReverseMatch:
        return f"{get_script_prefix()}{'/'.join((f'{name}s', *map(quote, words)))}/"
