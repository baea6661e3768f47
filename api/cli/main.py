"""The ``medkg`` command: finds the subcommand, and turns errors into messages and exit codes."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from importlib import import_module

import click

from api.cli.codes import INTERRUPTED, codes_in_words
from kg.errors import MedkgError
from medkg import __version__

# name: (module that holds the click command of that name, one line of help)
_COMMANDS = {
    "build": ("api.cli.build", "Read documents into the graph."),
    "demo": ("api.cli.demo", "Run the main job on the shipped knowledge and notes."),
    "diff": ("api.cli.maintain", "Say what one graph has that another lacks."),
    "evaluate": ("api.cli.evaluate", "Measure a part against annotated data."),
    "explain": ("api.cli.ask", "Explain a known or predicted link, with citations."),
    "export": ("api.cli.exchange", "Write the graph as KGX, GraphML, N-Quads or Neo4j import files."),
    "find": ("api.cli.ask", "Look a name up in the graph."),
    "forget": ("api.cli.maintain", "Take one document out, from every file."),
    "import": ("api.cli.exchange", "Read a reference source into the graph."),
    "info": ("api.cli.maintain", "Describe a graph, and verify it."),
    "predict": ("api.cli.learn", "Rank the missing links of a drug or a disease."),
    "publish": ("api.cli.publish", "Bring a Neo4j database up to date with the graph."),
    "query": ("api.cli.ask", "Run a reading Cypher query."),
    "retract": ("api.cli.maintain", "Take out what rested on one source alone."),
    "train": ("api.cli.learn", "Train a model on annotated text or on the graph."),
}

DEBUG_VARIABLE = "MEDKG_DEBUG"


class LazyGroup(click.Group):
    """Imports a subcommand's module only when it is called, so that ``--help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, sorted."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called ``cmd_name``, or None."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(_COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands from the table, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name][1]) for name in sorted(_COMMANDS)])


@click.group(
    cls=LazyGroup,
    epilog="\b\nExample:\n  medkg build notes/ --graph my-graph\n  medkg query --graph my-graph "
    "'MATCH (c:Case)-[:takes]->(d:Drug) RETURN d.name, count(c)'\n\n" + codes_in_words(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="medkg")
def cli() -> None:
    """Clinical text and reference databases become a graph that predicts, answers and cites its evidence."""


def _print_json(error: Exception, message: str, remedy: str) -> None:
    record = {"error": type(error).__name__, "message": message, "remedy": remedy}
    click.echo(json.dumps(record, ensure_ascii=False), err=True)


def _report(error: MedkgError, as_json: bool) -> int:
    if as_json:
        _print_json(error, error.message, error.remedy)
    else:
        click.echo(f"medkg: {error.message}", err=True)
        if error.remedy:
            click.echo(f"       {error.remedy}", err=True)
    return error.exit_code


def _report_usage(error: click.ClickException, as_json: bool) -> int:
    if as_json:
        context = getattr(error, "ctx", None)
        remedy = f"Try '{context.command_path} --help'." if context else ""
        _print_json(error, error.format_message(), remedy)
    else:
        error.show()
    return error.exit_code


def _report_unexpected(error: Exception, as_json: bool) -> int:
    """What no code foresaw, in one line; the traceback only on request, since it may quote the input."""
    if os.environ.get(DEBUG_VARIABLE) == "1":
        traceback.print_exception(error)
    message = f"internal error: {type(error).__name__}: {' '.join(str(error).split())}"
    remedy = f"please report it; set {DEBUG_VARIABLE}=1 for the traceback"
    if as_json:
        _print_json(error, message, remedy)
    else:
        click.echo(f"medkg: {message}; {remedy}", err=True)
    return 1


def _from_os(error: OSError) -> MedkgError:
    place = f"{error.filename}: " if error.filename else ""
    if error.errno == errno.ENOSPC:
        failure = MedkgError(f"{place}the disk is full.", "Free some space and run the command again; it goes on.")
    else:
        failure = MedkgError(f"{place}{error.strerror or error}.", "Check the path and its permissions.")
    failure.exit_code = 4 if error.errno == errno.ENOSPC else 2
    return failure


def main(arguments: list[str] | None = None) -> None:
    """Entry point of the ``medkg`` command; always ends by SystemExit with a documented code."""
    given = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in given
    try:
        code = cli.main(args=given, prog_name="medkg", standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        code = _report_usage(error, as_json)
    except (click.Abort, KeyboardInterrupt):
        click.echo("medkg: interrupted; what was finished is kept, and the same command goes on.", err=True)
        code = INTERRUPTED
    except MedkgError as error:
        code = _report(error, as_json)
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away (`| head`); nothing is left to tell it
        code = 0
    except OSError as error:
        code = _report(_from_os(error), as_json)
    except Exception as error:  # noqa: BLE001 -- the last resort: told, and never a success
        code = _report_unexpected(error, as_json)
    sys.exit(code if isinstance(code, int) else 0)
