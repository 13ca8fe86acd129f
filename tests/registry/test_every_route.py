"""Every address as every role and as nobody: no fault, nothing of another centre, no open door.

The addresses are found by walking through the address book of the application. A parameter of an
address that this file does not know makes it fail: whoever adds one says here what a key of
centre A and of centre B is.
"""

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from osteon.registry import actions, reading
from osteon.registry.policies import EVERYWHERE, Role
from osteon.registry.states import RecordState
from osteon.web.imports.uploads import imports_folder
from osteon.web.jobs import create_job
from osteon.web.request import now
from osteon.web.studies.freezing import freezes_folder
from osteon.web.studies.job import RESULTS, studies_folder

KEYS = {
    "patient_id": ("alpha-1", "bravo-1"),
    "entity": ("tumour", "tumour"),
    "key": ("alpha-tumour", "bravo-tumour"),
    "centre_id": ("A", "B"),
    "username": ("viewer_a", "viewer_b"),
    "token": ("no-token", "no-token"),
    "provider_id": ("hospital", "hospital"),
    "name": ("no-such-name", "no-such-name"),
    "studies/runs/name": ("report.docx", "report.docx"),
    "field": ("topography", "topography"),
}
"""What stands in an address in the place of a parameter: of centre A, of centre B.

Where it depends on the part of the registry, its name stands before: ``import/key``.
"""

OPEN = frozenset(
    {
        "choose_password", "open_link", "account_login", "account_logout", "account_inactive",
        "set_language", "mfa_authenticate", "openid_connect_login", "openid_connect_callback",
        "socialaccount_login_cancelled",
    }
)  # fmt: skip
"""What nobody has to sign in for."""

MARK = "bravo"
"""Stands in every key and every text of centre B, and nowhere at centre A."""

MADE = {"number", "import/key", "studies/freeze/key", "studies/runs/key"}
"""Keys that are known when the two centres are made."""

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Route:
    """An address as it is declared, and its name."""

    pattern: str
    name: str

    def parameters(self):
        """The keys under which values for the parameters are found, in order."""
        part = self.pattern.split("<")[0].strip("/")
        names = [first or second for first, second in PARAMETER.findall(self.pattern)]
        known = {*KEYS, *MADE}
        return [f"{part}/{name}" if f"{part}/{name}" in known else name for name in names]

    def address(self, keys):
        values = iter([str(keys[name]) for name in self.parameters()])
        filled = PARAMETER.sub(lambda _: next(values), self.pattern)
        return "/" + filled.replace("^", "").replace("$", "").replace("\\", "")


def routes(resolver, before=""):
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, pattern)
        elif isinstance(entry, URLPattern):
            yield Route(pattern, entry.name or "")


ROUTES = list(routes(get_resolver()))


@pytest.fixture
def two_centres(registry, account_of, settings):
    """A patient with records, a query and an identity at each centre; keys of both."""
    settings.OSTEON_LIMITS = {"writes": 10**6, "downloads": 10**6}
    settings.ACCOUNT_RATE_LIMITS = False
    keys = {"A": {}, "B": {}}
    for place, (centre, word) in enumerate({"A": "alpha", "B": MARK}.items()):
        by, at = registry.operator, registry.at
        patient = {"patient_id": f"{word}-1", "centre_id": centre, "source": "manual"}
        actions.enter_record("patient", {**patient, "birth": "1950", "sex": "F"}, by=by, at=at)
        tumour = {**patient, "id": f"{word}-tumour", "dx_date": "2020-01-02"}
        actions.enter_record("tumour", tumour, by=by, at=at, state=RecordState.DRAFT)
        identity = actions.PatientIdentity(family_name=f"{word}ura", hospital_number=f"{word}-77")
        actions.write_identity(f"{word}-1", identity, by=by, at=at)
        account_of(Role.VIEWER, centre)
        keys[centre] = {name: values[place] for name, values in KEYS.items()}
        keys[centre]["number"] = raise_query_at(word, by, at)
        keys[centre] |= work_of(account_of(Role.DATA_MANAGER, centre), centre, word)
    return keys


def work_of(username, centre, word):
    """An upload, a freeze in hand, and a study with its report, of one centre."""

    def job(folder, facts):
        return create_job(folder, by=username, at=now(), facts=facts)

    study = job(studies_folder(), {"title": f"{word} study", "centres": [centre]})
    (study.folder / RESULTS).mkdir()
    for name in ("report.html", "report.docx"):
        (study.folder / RESULTS / name).write_text(f"the report of {word}")
    return {
        "import/key": job(imports_folder(), {"mapping": word}).key,
        "studies/freeze/key": job(freezes_folder(), {"data_cutoff": "2026-05-31"}).key,
        "studies/runs/key": study.key,
    }


def raise_query_at(word, by, at):
    question = actions.Question(f"{word}: is this so?")
    return actions.raise_query("tumour", f"{word}-tumour", question, by=by, at=at)


@pytest.fixture
def come_in(signed_in):
    """Return a function that sends a request as a role, signed in anew where it was signed out."""
    browsers = {}

    def send(role, method, address, **options):
        client = browsers.get(role)
        if client is None or "_auth_user_id" not in client.session:
            client = browsers[role] = signed_in(role)
        answer = getattr(client, method)(address, **options)
        answer.body = answer.getvalue()
        for close in answer._resource_closers:  # without the signal, which ends the connection
            close()
        return answer

    return send


def test_every_parameter_of_an_address_is_known_here():
    found = {name for route in ROUTES for name in route.parameters()}
    assert found <= {*KEYS, *MADE}, "say above what stands in the place of it"


def test_nobody_sees_or_does_anything_without_signing_in(two_centres):
    client = Client()
    for route in ROUTES:
        address = route.address(two_centres["A"])
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code < 500, address
            if route.name not in OPEN:
                assert answer.status_code == 302, address
                assert answer.headers["Location"].startswith("/account/sign-in/"), address


@pytest.mark.parametrize("role", Role)
def test_no_address_fails_at_ones_own_centre(two_centres, come_in, role):
    for route in ROUTES:
        address = route.address(two_centres["A"])
        for method in ("get", "post"):
            status = come_in(role, method, address).status_code
            assert status < 500, f"{method} {address} gave {status}"


@pytest.mark.parametrize("role", Role)
def test_nothing_of_another_centre_is_shown_or_changed(registry, two_centres, come_in, role):
    before = entries_at_b(registry)
    theirs = two_centres["B"] | {"hospital_number": f"{MARK}-77"}
    for route in ROUTES:
        own, other = (route.address(two_centres[centre]) for centre in "AB")
        answers = [come_in(role, "get", address) for address in {own, other}]
        answers.append(come_in(role, "post", other, data=theirs))
        answers.append(come_in(role, "get", own, data={"centre": "B", "centre_id": "B"}))
        for answer in answers:
            assert answer.status_code < 500, other
            assert MARK not in shown(answer, theirs), f"{other} shows something of centre B"
    assert entries_at_b(registry) == before


NOWHERE = {
    "patient_id": "nobody-1", "key": "no-such-record", "centre_id": "Z", "number": 10**9,
    **dict.fromkeys(["import/key", "studies/freeze/key", "studies/runs/key"], "0" * 32),
}  # fmt: skip


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.DATA_MANAGER])
def test_what_is_at_another_centre_is_as_if_it_were_not_there(two_centres, come_in, role):
    nothing = two_centres["B"] | NOWHERE
    for route in ROUTES:
        for method in ("get", "post"):
            theirs, none = (
                come_in(role, method, route.address(keys)).status_code
                for keys in (two_centres["B"], nothing)
            )
            assert theirs == none, f"{method} /{route.pattern} tells that something is there"


def shown(answer, asked):
    """What a page shows, without what was asked for, which a refusal may repeat."""
    text = answer.body.decode(errors="replace").casefold()
    if answer.status_code >= 400:
        for value in (value for value in asked.values() if MARK in str(value)):
            text = text.replace(str(value), "")
    return text


def entries_at_b(registry):
    trail = reading.audit_trail(by=registry.operator, patient_id=f"{MARK}-1", length=1_000)
    return [entry.number for entry in trail]


def test_a_user_of_both_centres_does_see_both(registry, two_centres, come_in, account_of):
    """The mark would be found: else the test before proves nothing."""
    name = account_of(Role.DATA_MANAGER)
    actions.grant_role(name, Role.DATA_MANAGER, EVERYWHERE, by=registry.operator, at=registry.at)
    pages = [come_in(Role.DATA_MANAGER, "get", f"/{page}/") for page in ("audit",)]
    assert all(MARK in page.text for page in pages)


@pytest.mark.parametrize("role", [Role.DATA_MANAGER, Role.ADMINISTRATOR])
def test_no_form_is_taken_from_another_site(two_centres, signed_in, role):
    client = signed_in(role, enforce_csrf_checks=True)
    for route in ROUTES:
        address = route.address(two_centres["A"])
        assert client.post(address).status_code == 403, address
