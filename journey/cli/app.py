"""Every command of `journey`, put together; without a command it opens the app."""

from __future__ import annotations

from typing import Annotated

import typer

from journey.cli import (
    assess,
    check,
    data,
    detect,
    experiments,
    gaps,
    imports,
    installation,
    map,
    metrics,
    ready,
    redact,
    report,
    search,
    themes,
    understand,
    verdicts,
)
from journey.cli.serve import open_app

app = typer.Typer(
    name="journey",
    help="The journey owner's week: the app, and its acts without a browser.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=False,
)
app.add_typer(imports.app, name="import")
app.add_typer(data.events, name="events")
app.add_typer(map.app, name="map")

Host = Annotated[str | None, typer.Option(help="Address to serve on; JOURNEY_HOST or 127.0.0.1 unless given.")]
Port = Annotated[int | None, typer.Option(help="Port to serve on; JOURNEY_PORT or 8501 unless given.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Serve without opening a browser.")]


@app.callback(invoke_without_command=True)
def root(context: typer.Context, host: Host = None, port: Port = None, no_browser: NoBrowser = False) -> None:
    """Open the app, or run one of the commands below."""
    if context.invoked_subcommand is None:
        open_app(host, port, browser=not no_browser)


@app.command()
def demo(host: Host = None, port: Port = None, no_browser: NoBrowser = False) -> None:
    """Build the demo journey if it is not there yet, and open the app on it."""
    open_app(host, port, browser=not no_browser, journey=installation.demo_journey())


for command in (
    metrics.metrics, check.check, detect.detect, assess.assess, redact.redact, search.search, understand.understand,
    themes.themes, gaps.gaps, ready.ready, verdicts.verdicts, data.sources, data.batches, data.undo, data.redo,
    installation.backup, installation.restore, installation.journeys, report.report,
):  # fmt: skip
    app.command()(command)
app.command("tests")(experiments.say_all)
