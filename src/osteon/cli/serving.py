"""``osteon serve``: the pages of a registry, on this machine only unless told otherwise."""

from typing import Annotated

import typer

from osteon.cli.console import ERR, OUT
from osteon.cli.registry_folder import Folder, open_registry
from osteon.registry.folder import open_folder


def serve(
    folder: Folder,
    *,
    host: Annotated[str, typer.Option(help="The address to answer at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8000,
    threads: Annotated[
        int, typer.Option(min=1, help="How many requests are answered at once.")
    ] = 4,
) -> None:
    """Start the registry; the first start creates the administrator and prints a one-time link.

    Example: osteon serve registry
    """
    by, at = open_registry(folder)
    from osteon.registry.operations import found, open_first_account
    from osteon.web.serve import LOOPBACK, outer_address, run_server, start_link

    found(by=by, at=at)
    address = outer_address(open_folder(folder), host=host, port=port)
    opened = open_first_account(by=by, at=at)
    if opened is not None:
        link = start_link(opened.token, at=address)
        OUT.print(f"Account '{opened.username}', administrator. Set its password within a day:")
        OUT.print(link, markup=False)
    if host not in LOOPBACK:
        ERR.print("Others can reach this address: let a proxy with TLS stand before it.")
    OUT.print(f"Osteon answers at http://{host}:{port}/", markup=False)
    if address.startswith("https:"):
        OUT.print(f"People reach it at {address}/", markup=False)
    run_server(host=host, port=port, threads=threads)
