"""Writes the report page: one HTML file that needs no network."""

from __future__ import annotations

import os
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, select_autoescape
from markupsafe import Markup

from api.facts import Language
from api.records_explain import DISCLAIMER
from api.report.bars import groups, shown
from api.report.drawing import elements, kind_of, kinds_of
from api.report.marks import fact_id, mark_notes, words_of, words_of_fact
from api.report.records import Highlight, RankedCandidate, ReportAnswer, ReportNote, ReportPage

__all__ = ["Highlight", "RankedCandidate", "ReportAnswer", "ReportNote", "ReportPage", "render", "write_page"]

_HELPERS = {
    "elements": elements,
    "fact_id": fact_id,
    "groups": groups,
    "kind_of": kind_of,
    "kinds_of": kinds_of,
    "shown": shown,
    "words_of": words_of,
    "words_of_fact": words_of_fact,
}


def read_part(name: str) -> str:
    """The text of a template, a script or a style sheet of the pages."""
    return files("api.report").joinpath(name).read_text(encoding="utf-8")


def _allowed(text: str) -> str:
    """The source expression of a content security policy that lets this very text in, and nothing else."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def policy(scripts: tuple[str, ...], style: str) -> str:
    """The content security policy of a page that runs these scripts, uses this style, and loads nothing."""
    allowed = " ".join(_allowed(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_allowed(style)}; "
        "base-uri 'none'; form-action 'none'"
    )  # fmt: skip


def templates() -> Environment:
    """The templates of the pages; everything that they show is escaped."""
    return Environment(
        loader=FunctionLoader(read_part),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(page: ReportPage) -> str:
    """The page as one HTML document.

    Everything from the graph is escaped, and the page's own policy runs no script but the two that belong to it,
    each known by its hash.
    """
    environment = templates()
    environment.globals.update(_HELPERS)
    library, script, style = read_part("vendor/cytoscape.min.js"), read_part("page.js"), read_part("page.css")
    return environment.get_template("page.html.j2").render(
        page=page,
        notes=mark_notes(page.notes, page.answers),
        disclaimers=tuple((language.value, DISCLAIMER[language]) for language in Language),
        policy=policy((library, script), style),
        library=Markup(library),  # ours, not the graph's: nothing of the graph is in these three
        script=Markup(script),
        style=Markup(style),
    )


def write_page(page: ReportPage, path: Path) -> None:
    """Writes the page to ``path``, whole or not at all."""
    write_whole(render(page), path)


def write_whole(text: str, path: Path) -> None:
    """Writes a text to ``path``, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
