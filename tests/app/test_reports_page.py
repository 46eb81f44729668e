"""Reports as their readers see them: on their page, in their files, and with the very figures of the screens they link to."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pypdf import PdfReader
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.config import settings
from journey.domain.weeks import Week
from journey.domain.words import PainStatus, WorthKind
from journey.exports.reports.files import FORMATS, write
from journey.routine.goals import add_key_result, add_objective
from journey.routine.metrics import change_metric
from journey.routine.money import add_worth
from journey.routine.pains import add_pain
from journey.routine.people import add_view
from journey.routine.reports import LEADERS, Asked, build
from journey.routine.work import add_action
from journey.store.readers.journeys import journey as journey_named
from tests.app.builders import NASTY, TODAY, WEEK, a_change, as_read, drop_off, observed, shown_as_typed, stage
from tests.app.conftest import APP, YOU, words

Open = Callable[[str], AppTest]


@pytest.fixture
def told(home_engine: Engine, shop: int) -> int:
    """A stage that got worse and one whose change worked, two pain points, a target; the worse one's metric."""
    rose = drop_off(home_engine, shop)
    change_metric(home_engine, by=YOU, journey=shop, metric=rose, revision=1, target=0.15)
    fell = drop_off(home_engine, shop, at="Basket", shift=Week.parse("2026-W41").monday, to=0.10)
    a_change(home_engine, shop, fell, at=stage(home_engine, shop, "Basket"))
    pay = stage(home_engine, shop, "Pay")
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Cards are refused", severity=5, status=PainStatus.BLOCKER)
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Small print", severity=1)
    observed(home_engine, shop)
    return rose


def read_back(engine: Engine, audience: str) -> dict[str, str]:
    """The report's files, each as somebody reads it."""
    asked = Asked(Week.parse(WEEK), TODAY, audience=audience)
    report = build(engine, journey_named(engine, "shop"), asked, base=settings().app_url)
    made = {name: write(report, name) for name in FORMATS}
    slides = [shape for slide in Presentation(BytesIO(made["pptx"])).slides for shape in slide.shapes]
    texts = [
        cell.text_frame.text
        for shape in slides
        if getattr(shape, "has_table", False)
        for row in shape.table.rows
        for cell in row.cells
    ]
    texts += [shape.text_frame.text for shape in slides if shape.has_text_frame]
    page = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", made["html"].decode(), flags=re.S))
    sheet = " ".join(page.extract_text() for page in PdfReader(BytesIO(made["pdf"])).pages)
    read = {"html": page, "md": as_read(made["md"].decode()), "pdf": sheet, "pptx": " ".join(texts)}
    return {name: " ".join(said.split()) for name, said in read.items()}


def leadership(app: AppTest) -> list[str]:
    """Every figure, state, target and n that Leadership's table shows."""
    [table] = [element.proto.body for element in app.get("html") if 'class="heat"' in element.proto.body]
    cells = re.findall(r"<td class=\"(?:calm|worse|better|watch)\">(.*?)</td>", table)
    return [html.unescape(text) for cell in cells for text in re.findall(r">([^<>]+)<", cell)]


def test_the_leaders_files_say_what_leadership_shows_to_the_last_digit(home_engine: Engine, told: int, open_page: Open) -> None:
    app = open_page("leadership")
    figures = leadership(app)
    assert {"Drop-off", "target 15 % · n 1,400"} <= set(figures)
    assert any(figure.startswith("▼ worse · +") for figure in figures)
    ranked = [line for one in app.markdown if "of 125" in one.value for line in one.value.splitlines()]
    pains = [re.sub(r"\*\*|^\d+\. ", "", line) for line in ranked]
    verdicts = [one.value for one in app.markdown if "Fewer fields" in one.value and "alidated" in one.value]
    [sentence] = re.findall(r"alidated\W+(.*)", as_read(verdicts[0]))
    for name, said in read_back(home_engine, LEADERS).items():
        for figure in figures:
            assert figure in said, (name, figure)
        for pain in pains:
            for part in as_read(pain).split(" · "):
                assert part in said, (name, part)
        assert sentence[:60] in said, name


def test_the_page_tells_each_report_by_its_address(home_engine: Engine, told: int) -> None:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"] = "shop"
    app.run()
    app.switch_page("pages/reports.py").run()
    whole = words(app)
    assert "## Shop: week 47, 2026" in whole
    assert "Did our changes work?" in whole
    for name, says in (("for", "Leaders, one page"), ("period", "The month so far")):
        app.query_params[name] = says
    app.session_state["for"], app.session_state["period"] = "leaders", "month"
    app.run()
    month = words(app)
    assert "## Shop: November 2026, weeks 45 to 47, so far, for leaders" in month.replace("\\", "")
    assert month.count("<img alt=") == 2, "a trend a KPI"
    assert not app.error


def test_every_figure_on_the_page_leads_to_its_screen(home_engine: Engine, told: int, open_page: Open) -> None:
    said = words(open_page("reports"))
    [way] = set(re.findall(rf"\((http://127.0.0.1:8501/monday_review\?[^)]*metric={told})\)", said))
    assert "journey=shop&week=2026-W47" in way
    assert "/tuesday_blockers?journey=shop&week=2026-W47" in said


def test_through_a_team_view_the_page_begins_with_that_team_s_report(home_engine: Engine, shop: int, told: int) -> None:
    add_view(home_engine, by=YOU, journey=shop, name="Till", stages=(stage(home_engine, shop, "Pay"),))
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"], app.query_params["view"] = "shop", "till"
    app.run()
    said = words(app.switch_page("pages/reports.py").run())
    assert "for Till" in said
    assert "Fewer fields" not in said, "another stage's change"


def test_files_come_in_four_formats_and_are_written_when_asked_for(home_engine: Engine, told: int, open_page: Open) -> None:
    buttons: Any = open_page("reports").get("download_button")
    assert [one.proto.label for one in buttons] == [f"Download as {form.label}" for form in FORMATS.values()]


def test_an_empty_journey_has_a_report_that_says_so(shop: int, open_page: Open) -> None:
    app = open_page("reports")
    assert "Nothing was measured in this week." in words(app)
    assert not app.error


def test_what_was_typed_shows_as_typed(home_engine: Engine, shop: int, open_page: Open) -> None:
    pay = stage(home_engine, shop, "Pay")
    for text in NASTY:
        add_pain(home_engine, by=YOU, journey=shop, stage=pay, title=f"Pain {text}", status=PainStatus.BLOCKER)
    app = open_page("reports")
    assert [text for text in NASTY if not shown_as_typed(app, f"Pain {text}")] == []


PAGES = {
    "Metrics": ("monday_review", ""), "Is the routine kept?": ("friday_retrospective", "close"), "Money": ("money", ""),
    "Objectives": ("objectives", ""), "Actions": ("tuesday_blockers", ""), "Blockers": ("tuesday_blockers", ""),
}  # fmt: skip
"""Where each section's link leads, and which part of the page that is."""


def test_the_page_that_a_line_leads_to_shows_its_figures(home_engine: Engine, shop: int, told: int, open_page: Open) -> None:
    source = {"source": "Finance", "noted_on": TODAY}
    add_worth(home_engine, by=YOU, journey=shop, metric=told, kind=WorthKind.COMPLETION, amount=80, **source)  # type: ignore[arg-type]
    period = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}
    goal = add_objective(home_engine, by=YOU, journey=shop, title="Paying is easy", **period).key  # type: ignore[arg-type]
    add_key_result(home_engine, by=YOU, journey=shop, objective=goal, metric=told, baseline=0.20, target=0.15)
    add_action(home_engine, by=YOU, journey=shop, title="Ask the bank", due=TODAY, owner_id=YOU)
    observed(home_engine, shop)
    report = build(home_engine, journey_named(home_engine, "shop"), Asked(Week.parse(WEEK), TODAY))
    for title, (page, part) in PAGES.items():
        app = open_page(page)
        if part:
            app.session_state["part"] = part
            app.run()
        shown = re.sub(r"<[^>]*>|[*\\]", " ", html.unescape(words(app)))
        figures = set(re.findall(r"[−+€]?\d[\d,.]*", " ".join(shown.split())))
        lines = report.section(title).lines
        assert lines, title
        assert page in report.section(title).link
        for line in lines:
            missing = set(re.findall(r"[−+€]?\d[\d,.]*", line.how)) - figures
            assert not missing, (title, line, missing)
