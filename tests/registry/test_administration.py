"""The pages of the administration: accounts, roles, links, centres, and the audit trail."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from osteon.registry import actions, reading
from osteon.registry.policies import EVERYWHERE, Role


@pytest.fixture
def administrator(signed_in):
    return signed_in(Role.ADMINISTRATOR)


def grants(registry, username):
    return dict(reading.known_account(username, by=registry.operator).grants)


def test_a_new_account_comes_with_a_link_that_is_shown_once(registry, administrator):
    page = administrator.post(reverse("new_account"), {"username": "new", "full_name": "New One"})
    address = re.search(r'value="http://testserver(/start/[^"]+)"', page.text)[1]
    assert Client().get(address).headers["Location"] == reverse("choose_password")
    assert "no-store" in page.headers["Cache-Control"]
    assert address not in administrator.get(reverse("one_account", args=["new"])).text


@pytest.mark.parametrize("name", ["administrator_a", "two words", "a/b"])
def test_a_name_that_is_taken_or_has_other_signs_is_refused_with_the_form(administrator, name):
    page = administrator.post(reverse("new_account"), {"username": name, "full_name": "X"})
    assert page.status_code == 422
    assert "a name of its own" in page.text


def test_another_link_makes_the_one_before_useless(administrator, account_of):
    name = account_of(Role.VIEWER)
    pages = [administrator.post(reverse("new_link", args=[name])).text for _ in range(2)]
    first, second = (re.search(r"(/start/[^\"]+)\"", page)[1] for page in pages)
    assert Client().get(first, follow=True).status_code == 404
    assert Client().get(second, follow=True).status_code == 200


def test_roles_are_granted_at_a_centre_and_taken_back(registry, administrator, account_of):
    name = account_of(Role.VIEWER)
    way = reverse("change_role", args=[name])
    administrator.post(way, {"role": "clinician", "centre": "B", "deed": "grant"})
    assert grants(registry, name) == {"A": {Role.VIEWER}, "B": {Role.CLINICIAN}}
    administrator.post(way, {"role": "viewer", "centre": "A", "deed": "revoke"})
    assert grants(registry, name) == {"B": {Role.CLINICIAN}}
    administrator.post(way, {"role": "statistician", "centre": EVERYWHERE, "deed": "grant"})
    assert grants(registry, name)[EVERYWHERE] == {Role.STATISTICIAN}


def test_a_role_that_there_is_not_changes_nothing(registry, administrator, account_of):
    name = account_of(Role.VIEWER)
    way = reverse("change_role", args=[name])
    page = administrator.post(way, {"role": "king", "centre": "A", "deed": "grant"}, follow=True)
    assert "from the lists" in page.text
    assert grants(registry, name) == {"A": {Role.VIEWER}}


def test_there_is_always_an_administrator_left(registry, administrator):
    way = reverse("change_role", args=["administrator_a"])
    form = {"role": "administrator", "centre": EVERYWHERE, "deed": "revoke"}
    assert administrator.post(way, form).status_code == 400
    assert grants(registry, "administrator_a") == {EVERYWHERE: {Role.ADMINISTRATOR}}


def test_closing_an_account_ends_its_session(administrator, signed_in):
    theirs = signed_in(Role.VIEWER)
    assert theirs.get("/account/").status_code == 200
    way = reverse("change_account_state", args=["viewer_a"])
    administrator.post(way, {"state": "closed"})
    assert theirs.get("/account/").status_code == 302
    administrator.post(way, {"state": "open"})
    assert reading.actor_of("viewer_a").grants


def test_nobody_closes_their_own_account(administrator):
    way = reverse("change_account_state", args=["administrator_a"])
    assert administrator.post(way, {"state": "closed"}).status_code == 400


def test_centres_are_made_and_enter_twice_where_it_is_wanted(registry, administrator):
    administrator.post(reverse("new_centre"), {"code": "C", "name": "Centre C"})
    administrator.post(reverse("change_double_entry"), {"centre": "C", "double_entry": "yes"})
    centres = {centre.code: centre for centre in reading.known_centres(by=registry.operator)}
    assert centres["C"].double_entry
    assert not centres["A"].double_entry
    page = administrator.post(reverse("new_centre"), {"code": "C", "name": "Again"})
    assert page.status_code == 422


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
@pytest.mark.parametrize("page", ["administration", "centres", "new_account"])
def test_the_administration_is_for_administrators(signed_in, role, page):
    assert signed_in(role).get(reverse(page)).status_code == 403


def enter_patients(registry):
    for centre in "AB":
        row = {"patient_id": f"P-{centre}", "centre_id": centre, "source": "manual"}
        row |= {"birth": "1950", "sex": "F"}
        actions.enter_record("patient", row, by=registry.operator, at=registry.at)


def test_a_data_manager_reads_the_trail_of_their_centre(registry, signed_in):
    enter_patients(registry)
    client = signed_in(Role.DATA_MANAGER)
    page = client.get(reverse("audit"), {"entity_name": "patient"}).text
    assert "P-A" in page
    assert "1950" in page
    assert "P-B" not in page
    assert "No entry." in client.get(reverse("audit"), {"patient_id": "P-B"}).text


def test_an_administrator_reads_that_something_was_done_and_no_patient(registry, administrator):
    enter_patients(registry)
    page = administrator.get(reverse("audit")).text
    assert "create account" in page
    assert "1950" not in page
    assert "P-A" not in page


def test_a_viewer_reads_no_trail(signed_in):
    assert signed_in(Role.VIEWER).get(reverse("audit")).status_code == 403


def test_a_long_trail_is_read_a_page_at_a_time(registry, administrator, monkeypatch):
    monkeypatch.setattr("osteon.web.administration.audit.LENGTH", 2)
    page = administrator.get(reverse("audit")).text
    older = re.search(r'href="(\?before=\d+)"', page)[1]
    numbers = [numbers_of(text) for text in (page, administrator.get(f"/audit/{older}").text)]
    assert numbers[1][0] == numbers[0][-1] - 1


def numbers_of(page):
    return [int(number) for number in re.findall(r'<td class="number">(\d+)</td>', page)]
