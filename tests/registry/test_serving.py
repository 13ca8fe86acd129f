"""What `osteon serve` says of where the registry is reached, and the link that it prints."""

import re

import pytest

from osteon.registry.folder import SETTINGS_FILE, open_folder
from osteon.web.serve import outer_address
from registry_processes import OwnRegistry

SERVE = """
from osteon.cli import serving
from osteon.web import serve
serve.run_server = lambda **_: None
serving.serve(folder, port=8123)
"""
LONG_NAME = "registry-of-neuroendocrine-tumours.oncology.university-hospital.example"


@pytest.fixture(scope="module")
def founded(tmp_path_factory, new_database):
    own = OwnRegistry(tmp_path_factory.mktemp("serving") / "registry", new_database())
    own.osteon("registry", "init", own.folder)
    return own


def set_hosts(own, hosts, *, https):
    file = own.folder / SETTINGS_FILE
    names = ", ".join(f'"{host}"' for host in hosts)
    text = re.sub(r"(?m)^hosts = \[.*?\]", f"hosts = [{names}]", file.read_text())
    text = re.sub(r"(?m)^https = \w+", f"https = {str(https).lower()}", text)
    file.write_text(text)
    return open_folder(own.folder)


@pytest.mark.parametrize(
    ("hosts", "https", "address"),
    [
        (["localhost", "127.0.0.1"], False, "http://127.0.0.1:8000"),
        (["registry.hospital.example"], False, "http://127.0.0.1:8000"),
        (["registry.hospital.example"], True, "https://registry.hospital.example"),
        (["localhost", ".example", "a.example", "b.example"], True, "https://a.example"),
        (["localhost"], True, "https://localhost"),
    ],
)
def test_people_reach_a_registry_where_its_settings_say(founded, hosts, https, address):
    folder = set_hosts(founded, hosts, https=https)
    assert outer_address(folder, host="127.0.0.1", port=8000) == address


def test_behind_a_proxy_the_link_leads_through_it(founded):
    set_hosts(founded, ["localhost", LONG_NAME], https=True)
    lines = founded.run(SERVE).splitlines()
    assert re.fullmatch(rf"https://{LONG_NAME}/start/[\w-]{{43,}}", lines[1])
    assert lines[2:] == [
        "Osteon answers at http://127.0.0.1:8123/",
        f"People reach it at https://{LONG_NAME}/",
    ]


def test_without_a_proxy_the_link_leads_to_the_server(founded):
    set_hosts(founded, ["localhost", "127.0.0.1"], https=False)
    lines = founded.run(SERVE).splitlines()
    assert re.fullmatch(r"http://127\.0\.0\.1:8123/start/[\w-]{43,}", lines[1])
    assert lines[2:] == ["Osteon answers at http://127.0.0.1:8123/"]
