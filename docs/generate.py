"""Write the pages of the manual that follow from declarations."""

from collections.abc import Callable
from pathlib import Path

from osteon import codes, concepts, dictionary, protocol, quality, worklist
from osteon.registry import manual

REFERENCE = Path(__file__).parent / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "code_lists.md": codes.render_manual,
    "concepts.md": concepts.render_manual,
    "dictionary.md": dictionary.render_manual,
    "protocol.md": protocol.render_manual,
    "quality_rules.md": quality.render_manual,
    "roles.md": manual.render_roles,
    "states.md": manual.render_states,
    "states.svg": manual.render_states_picture,
    "worklist.md": worklist.render_manual,
}

PACKAGE = Path(protocol.__file__).parent
FILES: dict[Path, Callable[[], str]] = {
    PACKAGE / "protocol.schema.json": protocol.render_json_schema,
}

if __name__ == "__main__":
    for path, render in FILES.items():
        path.write_text(render(), encoding="utf-8")
    for name, render in PAGES.items():
        (REFERENCE / name).write_text(render(), encoding="utf-8")
