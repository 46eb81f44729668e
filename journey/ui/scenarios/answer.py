"""What levers do, shown: the finding, the measures, the weeks to come; and what can be made of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.scenarios.answers import Compared, range_of
from journey.analysis.scenarios.levers import read
from journey.charts import fan
from journey.charts.scenarios_told import outcome_table
from journey.domain.format import money, number
from journey.routine.scenarios import Answer, Learned, as_hypothesis, save_scenario
from journey.ui.frame import Screen, at_page
from journey.ui.money.parts import PARTS
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.scenarios.memory import answered, usual
from journey.ui.scenarios.told import headline, rows_of

Lever = dict[str, Any]
NO_BAR = {"displayModeBar": False}
PAST = 12
"""Weeks of the past that stand before the weeks to come."""
SCHEMA = {"at": pl.Date} | dict.fromkeys(("came", "now", "now_low", "now_high", "then", "then_low", "then_high"), pl.Float64)


def show_usual(here: Screen, found: Learned) -> None:
    """The weeks to come with no lever pulled."""
    runs = usual(here, found)
    weeks = [range_of(week) for week in runs.completions.T]
    whole = range_of(runs.completions.sum(1))
    st.header("As the journey is", anchor=False)
    st.markdown(
        f"About **{number(whole.amount)} reach the goal** in the next {len(weeks)} weeks: {number(whole.low)} to "
        f"{number(whole.high)} in nine runs of ten."
    )
    _weeks(found, Compared(whole, whole, whole, tuple(weeks)), "Who reaches the goal, week by week")
    _how(here, found, None)


def show_answer(here: Screen, found: Learned, levers: list[Lever]) -> None:
    """The finding, each measure now and then, the picture, and what can be made of it."""
    answer = answered(here, found, levers)
    title = headline(answer)
    st.header(title, anchor=False)
    _idle(found, levers)
    caption = (
        f"Sums of {answer.weeks} weeks from {_day(found)} on, on average over {answer.runs} runs with and without the levers; in "
        "brackets what nine runs of ten lie between. Grey: not to be told from nothing."
    )
    st.html(outcome_table(rows_of(answer, here.journey.currency), caption=caption))
    if answer.completion is None and answer.contact is None:
        st.page_link(
            at_page("pages/money.py"), label="Say what a completion or a contact is worth, to see it in money",
            query_params=here.address | {"part": PARTS["worths"]},
        )  # fmt: skip
    _weeks(found, answer.outcome.completions, "Who reaches the goal, week by week")
    with st.container(horizontal=True):
        if st.button("Save this scenario", icon=":material/bookmark:", key="what_if_save"):
            save(here, found, levers)
        if st.button("Make it a hypothesis", icon=":material/science:", key="what_if_hypothesis"):
            hypothesis(here, found, levers, title)
    _how(here, found, answer)


def _idle(found: Learned, levers: list[Lever]) -> None:
    """Say of levers that can do nothing why: who or where they speak of is no longer in the data or on the map."""
    gone = {str(lever["only"]) for lever in levers if lever.get("only")} - set(found.record.values)
    if gone:
        st.warning(f"Nobody in the data is {literal(' or '.join(sorted(gone)))} any more: what is said of them does nothing.")
    if any("stage" in lever and lever["stage"] not in found.record.ids for lever in levers):
        st.warning("A stage that a lever speaks of is no longer on the map: that lever does nothing. Release it.")


def hypothesis(here: Screen, found: Learned, levers: list[Lever], expected: str) -> None:
    """Friday's form opens with what the scenario claims."""
    assert found.model is not None
    claim = as_hypothesis(engine(), found.model, read(levers)[0], journey=here.id)
    claim["description"] = f"{claim['description']} What if says: {expected}."
    st.session_state["hypothesis_from"] = {name: value for name, value in claim.items() if value is not None}
    st.switch_page(at_page("pages/friday_retrospective.py"), query_params={**here.address, "part": "Changes"})


@st.dialog("Save this scenario")
def save(here: Screen, found: Learned, levers: list[Lever]) -> None:
    """Under a name, so that it can be asked again and held beside others."""
    with st.form("save_scenario", border=False):
        name = st.text_input("Name", max_chars=120, placeholder="Checks in half the time")
        note = st.text_area("Why ask this?", max_chars=1000)
        pressed = st.form_submit_button("Save", type="primary")
    if pressed:
        done = "Saved. It stands beside the others under Saved."
        finish(
            attempt(
                save_scenario, done=done, journey=here.id, name=name, note=note, levers=levers, base_week=str(found.base)
            )
        )  # fmt: skip


def _weeks(found: Learned, completions: Compared, title: str) -> None:
    frame = weekly(found, completions)
    figure = fan.fan(frame, title=title, subtitle="line: came, then foretold; band: nine runs of ten")
    st.plotly_chart(figure, key="what_if_weeks", config=NO_BAR, alt=fan.alt_text(frame, title=title))


def weekly(found: Learned, completions: Compared) -> pl.DataFrame:
    """The last weeks as they came and the coming ones as foretold, for the picture."""
    record, base = found.record, found.base
    came = record.weekly(record.goal)[: (base.monday - record.first.monday).days // 7 + 1][-PAST:]
    rows: list[dict[str, Any]] = [
        {"at": base.monday - timedelta(weeks=back), "came": float(n)}
        for back, n in zip(range(len(came) - 1, -1, -1), came, strict=True)
    ]
    for ahead, week in enumerate(completions.weeks_now, 1):
        row = {"at": base.shift(ahead).monday, "now": week.amount, "now_low": week.low, "now_high": week.high}
        if completions.weeks_then:
            then = completions.weeks_then[ahead - 1]
            row |= {"then": then.amount, "then_low": then.low, "then_high": then.high}
        rows.append(row)
    return pl.DataFrame(rows, schema=SCHEMA)


def _day(found: Learned) -> str:
    first = found.base.shift(1).monday
    return f"{first.day} {first:%b %Y}"


def _how(here: Screen, found: Learned, answer: Answer | None) -> None:
    with st.expander("How this is worked out", key="what_if_how"):
        st.markdown(_method(here, found, answer))


def _method(here: Screen, found: Learned, answer: Answer | None) -> str:
    assert found.model is not None
    model = found.model
    passages = number(len(set(found.record.passage[found.record.at < model.now])))
    until = found.base.sunday
    said = [
        f"**Learned from** {passages} passages over {number(model.weeks)} weeks until {until.day} {until:%b %Y}: from each "
        "stage, whereto visits led and after how long, with ways back, repeats and exits. A visit counts once it had its time "
        "to go on. How fast the past fades is learned from the weeks themselves.",
        "**Played on** as a semi-Markov process (Howard 1971): those under way go on as others did who had waited as long; who "
        "sets out follows a level that drifts (Durbin and Koopman 2012). What the data leave open differs from run to run "
        "(the Bayesian bootstrap over weeks, Rubin 1981), and weeks differ as much as they did.",
        "**Levers** act on visits that begin from now on; whatever they do not touch stays as it was, in every run. A stage "
        "that can take only so many is one queue, first come, first served (Lindley 1952): the closer to its capacity, the "
        "longer the wait. Nobody leaves because of a longer wait, unless you say so in an outage.",
        "**Not in it:** competitors, seasons of the year, and people who behave otherwise because of what you changed.",
    ]
    if answer is not None and (answer.completion or answer.contact):
        units = [
            f"{name} {money(spec.amount, here.journey.currency)} ({money(spec.low, here.journey.currency)} to "
            f"{money(spec.high, here.journey.currency)})"
            for name, spec in (("a completion", answer.completion), ("a contact", answer.contact))
            if spec is not None
        ]
        said.append(f"**Money:** {literal(', '.join(units))}; each run draws its own from that range.")
    return "\n\n".join(said)
