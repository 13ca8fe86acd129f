"""The commands, one line each.

A new command is a function in a module of this package and a line of `COMMANDS`: the word, and
``module:function``. The function is a plain one: its annotations are the arguments, its docstring
is the help, the first line of it lists the command, and an example ends it. The module is
imported when the command is called, never before, so its imports stand at its top as anywhere;
what needs little has a module of its own. A new group is a line of `GROUPS`.
"""

from collections.abc import Mapping
from types import MappingProxyType

ALONE = ""

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "registry": "A department's registry: found, fill, freeze, back up, verify.",
        "report": "Documents from the results of a study.",
        "snapshot": "Freeze records for study; check and describe.",
        "study": "Answer a protocol from a snapshot.",
        "synthetic": "Registries whose truth is known.",
    }
)

COMMANDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        ALONE: {
            "demo": "demo:demo",
            "worklist": "worklists:worklist",
            "board-pack": "worklists:board_pack",
            "serve": "serving:serve",
        },
        "registry": {
            "init": "registry:init",
            "load": "registry:load",
            "freeze": "registry:freeze",
            "backup": "registry:backup",
            "restore": "registry:restore",
            "verify": "registry:verify",
            "demo": "registry_demo:demo",
        },
        "report": {
            "write": "reports:write",
            "check": "reports:check",
        },
        "snapshot": {
            "build": "snapshots:build",
            "check": "snapshots:check",
            "describe": "snapshots:describe",
        },
        "study": {
            "check": "protocols:check",
            "run": "studies:run",
            "schema": "protocols:schema",
            "diff": "differences:diff",
        },
        "synthetic": {
            "golden": "synthetics:golden",
            "simulate": "synthetics:simulate",
        },
    }
)
