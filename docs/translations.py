"""Write the German catalogue of the pages again: every text that pages show, and what it says.

``python docs/translations.py`` adds the texts that have no entry yet, drops those that are shown
no more, and compiles the catalogue. A text without German makes it fail, and names it.
"""

import ast
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import django
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from jinja2 import Environment, nodes

from osteon.codes import load_value_set
from osteon.concepts import concept
from osteon.dictionary import DICTIONARY_VERSION, ENTITIES, Source
from osteon.quality import RULES as QUALITY_RULES
from osteon.registry.folder import create_folder
from osteon.registry.policies import Permission, Role
from osteon.registry.states import TRANSITIONS
from osteon.web.labels import label_of
from osteon.worklist import DISCLAIMER, NOT_SIGNED_OFF, RULES, GapState, Lane

SOURCE = Path(__file__).parents[1] / "src" / "osteon"
WEB = SOURCE / "web"
CATALOGUE = WEB / "locale" / "de" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
WIDTH = 100
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in the head of the catalogue, so that the same texts give the same files."""
FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
INSIDE_A_TAG = re.compile(r"""\b_\("([^"]+)"\)""")
"""A text that a tag of a template hands on, as ``{% include "x.html" with title=_("Mine") %}``."""
NOTING = {"Deed", "deed", "note_event", "_note", "_set_role"}
"""What is called with what was done, for the audit trail."""
SPOKEN = {"say", "phrase"}
"""Filters by which a template of the worklist speaks the language of the page."""
OPERATED = {"operations", "migrations", "folder.py"}
"""What of the registry speaks to whoever runs it, on the command line."""
FINDING = {"Flaw", "flag_bone", "Opening", "open_gap"}
"""What a module calls that finds something."""
Text = str | tuple[str, str]
"""A text, or its singular and plural."""


def shown_texts() -> set[Text]:
    """Return every text that pages may show."""
    return {
        *python_texts(),
        *template_texts(),
        *spoken_texts(),
        *declared_texts(),
        *rule_texts(),
        *sentences_of("worklist/rules"),
        *sentences_of("quality"),
        *refusals(),
        *deeds(),
    }


def python_texts() -> Iterator[Text]:
    """Yield the texts that modules of the pages ask for by name."""
    for path in _modules("web"):
        for node in ast.walk(_parse(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                words = [arg.value for arg in node.args if _is_text(arg)]
                if node.func.id in FUNCTIONS and words:
                    yield (words[0], words[1]) if node.func.id.startswith("n") else words[0]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def template_texts() -> Iterator[Text]:
    """Yield the texts of templates."""
    folder = WEB / "templates"
    for path in sorted(folder.rglob("*.html")):
        yield from INSIDE_A_TAG.findall(path.read_text(encoding="utf-8"))
        nodes = engines["django"].get_template(str(path.relative_to(folder))).template.nodelist
        for node in nodes.get_nodes_by_type(TranslateNode):
            literal = node.filter_expression.var
            if isinstance(literal, str):
                yield literal
            elif getattr(literal, "literal", None):
                yield str(literal.literal)
        for node in nodes.get_nodes_by_type(BlockTranslateNode):
            one = node.render_token_list(node.singular)[0]
            yield (one, node.render_token_list(node.plural)[0]) if node.plural else one


def spoken_texts() -> Iterator[str]:
    """Yield the texts that the worklist says in the language of the page."""
    for tree in map(_parse, _modules("worklist")):
        for node in ast.walk(tree):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr == "text" and node.args and _is_text(node.args[0]):
                yield node.args[0].value
    for path in sorted((SOURCE / "worklist" / "templates").glob("*.j2")):
        page = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for said in page.find_all(nodes.Filter):
            if said.name in SPOKEN and isinstance(said.node, nodes.Const):
                yield str(said.node.value)


def declared_texts() -> Iterator[str]:
    """Yield the texts that rooms below declare and pages show."""
    for table in ENTITIES.values():
        yield table.title
        for field in table.fields:
            yield label_of(field)
            yield field.help
            if field.value_set:
                yield from (code.display for code in load_value_set(field.value_set).codes)
    for name in ("missing_reason", "missing_reason_measured"):
        yield from (code.display for code in load_value_set(name).codes)
    for name in ("evidence_last", "skeletal_extent"):
        yield from (level.lower() for level in concept(name).levels.values())
    yield from (lane.value for lane in Lane)
    yield from (state.value for state in GapState)
    yield from (DISCLAIMER, NOT_SIGNED_OFF)
    yield from ("years", "days", "a day")
    yield from ("course", "exposed", "cycle", "line", "dose", "doses", "fractions", "loci")
    yield from ("draft", "complete", "signed", "locked", "raised", "answered", "closed")
    yield from (*(one.value for one in Permission), *(one.value for one in Role))


def rule_texts() -> Iterator[str]:
    """Yield what the rules of data quality and of the worklist declare."""
    yield from (source.value for source in Source)
    for rule in QUALITY_RULES.values():
        yield from (rule.title, rule.help)
        yield from (limit.help for limit in rule.declared_switches)
    for gap in RULES.values():
        yield from (gap.title, gap.trigger, gap.due, gap.closes, gap.source)
        yield from (limit.help for limit in gap.thresholds)


def sentences_of(room: str) -> Iterator[str]:
    """Yield what the rules of a room say of a record: the sentences in their modules."""
    for path in _modules(room):
        tree = _parse(path)
        if not any(_finds(node) for node in ast.walk(tree)):
            continue
        documentation = {id(text) for text in _docstrings(tree)}
        for node in ast.walk(tree):
            if _is_text(node) and id(node) not in documentation and _is_sentence(node.value):
                yield node.value


def refusals() -> Iterator[str]:
    """Yield what the registry and its pages refuse: why, what was found, what is permitted."""
    registry = [path for path in _modules("registry") if OPERATED.isdisjoint(path.parts)]
    for tree in map(_parse, (*registry, *_modules("web"))):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id == "Problem":
                    yield from (one.value for one in node.args if _is_text(one))
                elif node.func.id.endswith("Error") and node.args and _is_text(node.args[0]):
                    yield node.args[0].value


def deeds() -> Iterator[str]:
    """Yield what the audit trail says was done, and to what."""
    yield from (step.name for step in TRANSITIONS)
    for tree in map(_parse, (*_modules("registry"), *_modules("web"))):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in NOTING:
                given = (
                    *node.args[:2],
                    *(one.value for one in node.keywords if one.arg == "subject"),
                )
                yield from (one.value for one in given if _is_text(one) and one.value.strip())


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def _modules(room: str) -> list[Path]:
    return sorted((SOURCE / room).rglob("*.py"))


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield from (one.value for one in node.body if isinstance(one, ast.Expr))


def _finds(node: ast.AST) -> bool:
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return is_call and node.func.id in FINDING


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and " " in text and (text[0].isupper() or text[0].isdigit())


def read_catalogue() -> Catalog:
    """Return the German catalogue as it is kept."""
    if not CATALOGUE.exists():
        return Catalog(locale="de")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="de")


def german(catalogue: Catalog) -> Mapping[str, Text]:
    """Return what each text says in German, by the text or its singular; nothing for none."""
    said = {}
    for message in catalogue:
        if message.id:
            name = message.id if isinstance(message.id, str) else message.id[0]
            said[name] = message.string
    return said


def compile_catalogue(catalogue: Catalog) -> bytes:
    """Return a catalogue as the pages read it."""
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def renew(kept: Catalog, shown: set[Text]) -> Catalog:
    """Return a catalogue of what is shown, with the German that there is."""
    said = german(kept)
    fresh = Catalog(
        locale="de",
        project="Osteon",
        version=DICTIONARY_VERSION,
        creation_date=ALWAYS,
        revision_date=ALWAYS,
        last_translator="Osteon",
        language_team="Osteon",
        fuzzy=False,
    )
    fresh.header_comment = "# The pages of the registry in German. Written by docs/translations.py."
    for text in sorted(shown, key=lambda one: one if isinstance(one, str) else one[0]):
        name = text if isinstance(text, str) else text[0]
        fresh.add(text, said.get(name, "" if isinstance(text, str) else ("", "")))
    return fresh


def missing(catalogue: Catalog) -> list[str]:
    """Return the texts without German."""
    return [
        text
        for text, said in german(catalogue).items()
        if not said or (not isinstance(said, str) and not all(said))
    ]


def set_up() -> None:
    """Make Django ready to read templates."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OSTEON_REGISTRY"] = str(create_folder(Path(folder) / "registry").path)
        os.environ["DJANGO_SETTINGS_MODULE"] = "osteon.web.settings"
        django.setup()


def main() -> int:
    """Write both files, and return whether a text lacks its German."""
    set_up()
    catalogue = renew(read_catalogue(), shown_texts())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, omit_header=False)
    COMPILED.write_bytes(compile_catalogue(catalogue))
    lacking = missing(catalogue)
    for text in lacking:
        sys.stderr.write(f"No German for: {text}\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
