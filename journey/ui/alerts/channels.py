"""Who is told outside the app: the channels with how they fare, and what they were told."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.config import settings
from journey.domain.words import NoticeKind, NoticeState
from journey.routine.notify.channels import add_channel, bin_channel, change_channel, send_test
from journey.routine.notify.rounds import send_again
from journey.routine.notify.told import alert_words
from journey.store.readers.notices import channels, notices
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import pick, show, teams

SHOWN = 30
"""Notices of the list: what was told before that is nobody's question any more."""
CRON = "Messages go out when `journey check --notify` runs: put it into cron, as the README says."
EXAMPLES = """
- Mail: `mailto://user:password@mail.example.org?from=journey@example.org&to=you@example.org`, others as `&cc=`
- Slack: the address of an incoming webhook, `https://hooks.slack.com/services/...`
- Teams: the address of a workflow that posts to a channel, `https://...logic.azure.com/workflows/...`
- A webhook of your own: `jsons://example.org/path`

Apprise's documentation has the addresses of a hundred others.
"""
KEPT = (
    "The address may hold a password. It is kept in this installation's database, and so in its backups: keep those as safe "
    "as the password. No page, history or log shows it."
)
Row = dict[str, Any]


def who_is_told(here: Screen) -> None:
    """The channels, each with its test and its state; then what they were told."""
    known = channels(engine(), here.id)
    told = notices(engine(), here.id, limit=SHOWN)
    if known.is_empty():
        st.markdown(
            "Nobody is told of alerts yet: they wait on this page. Add a channel, and mail, Slack, Teams or a webhook tells."
        )
    for row in known.iter_rows(named=True):
        _channel(here, row, told.filter(pl.col("channel_id") == row["id"]))
    if st.button("Add a channel", icon=":material/add_alert:", type="secondary" if known.height else "primary"):
        new_channel(here)
    if known.height:
        _log(here, told)


def _channel(here: Screen, row: Row, told: pl.DataFrame) -> None:
    with st.container(key=f"channel_{row['id']}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"row_channel_{row['id']}"):
            st.markdown(f"**{literal(row['name'])}** · {literal(row['shown'])}", width="stretch")
            if st.button("Send a test", key=f"test_channel_{row['id']}", type="tertiary"):
                _test(here, row)
            if st.button("Edit", key=f"edit_channel_{row['id']}", type="tertiary", help="Edit this channel"):
                edit_channel(here, row)
        st.markdown(channel_words(row, here.journey.timezone))
        if trouble := _trouble(row, told):
            with st.container(horizontal=True, vertical_alignment="center", key=f"row_trouble_{row['id']}"):
                st.markdown(f":material/warning: {literal(trouble)}", width="stretch")
                if st.button("Send it again", key=f"again_{row['id']}", type="tertiary", help="What did arrive comes twice"):
                    _send_again(here, row)


def channel_words(row: Row, timezone: str) -> str:
    """Whom a channel tells of what, and when it last did."""
    wants = " and ".join(name for name, wanted in (("alerts", row["alerts"]), ("Monday's digest", row["digest"])) if wanted)
    whose = f"{literal(row['team'])}'s stages" if row["team"] else "the whole journey"
    last = f"last told {moment(row['sent_at'], timezone)}" if row["sent_at"] else "nothing told yet"
    return f":gray[Gets {wants} of {whose}, {last}.]" if wants else f":gray[Gets nothing at present, {last}.]"


def _trouble(row: Row, told: pl.DataFrame) -> str:
    """What did not arrive, or may not have, in a sentence with the reason; empty if all went well."""
    said = []
    for state, count in (("waiting", row["failed"]), ("unclear", row["unclear"])):
        if count:
            some = "1 notice" if count == 1 else f"{count} notices"
            what = "may not have arrived" if state == "unclear" else f"wait{'s' if count == 1 else ''} to be tried again"
            why = told.filter(pl.col("state") == state, pl.col("error") != "")["error"]
            said.append(f"{some} {what}. {why[0] if len(why) else ''}".strip())
    return " ".join(said)


def _log(here: Screen, told: pl.DataFrame) -> None:
    st.header("What they were told", anchor=False)
    now = datetime.now(UTC)
    same = told.partition_by("about", maintain_order=True)  # one matter, however many were told of it
    rows = [f"<li>{notice_words(rows.to_dicts(), here.journey.timezone, now)}</li>" for rows in same]
    if rows:
        show(f"<ul>{''.join(rows)}</ul>")
    late = told.filter(pl.col("state") == NoticeState.WAITING, pl.col("due_at") < now.replace(microsecond=0))
    st.caption(
        CRON
        if not rows or late.height
        else f"The last {SHOWN} notices, newest first."
        if told.height == SHOWN
        else "Newest first."
    )


def notice_words(rows: list[Row], timezone: str, now: datetime) -> str:
    """What channels were told of one matter as HTML: of what, and what became of it with each."""
    row = rows[0]
    match row["kind"]:
        case NoticeKind.DIGEST:
            what = f"The digest of week {row['about'].rpartition('W')[2]}."
        case NoticeKind.ESCALATION:
            what = f"Nobody has answered: {alert_words(row)}"
        case _:
            what = alert_words(row)
    told = " ".join(f"{each['channel']}: {_state(each, timezone, now)}" for each in rows)
    return f"{escape(what)} <span class='met'>{escape(told)}</span>"


def _state(row: Row, timezone: str, now: datetime) -> str:
    match row["state"]:
        case NoticeState.SENT:
            return f"told {moment(row['sent_at'], timezone)}."
        case NoticeState.UNCLEAR:
            return f"unclear whether it arrived. {row['error']}"
        case NoticeState.SETTLED:
            return f"not sent. {row['error']}"
        case NoticeState.WAITING:
            when = f"from {moment(row['due_at'], timezone)}" if row["due_at"] > now else "with the next run"
            tried = "once" if row["tries"] == 1 else f"{row['tries']} times"
            return f"tried {tried}, again {when}. {row['error']}" if row["tries"] else f"goes out {when}."
        case _:
            return "on its way."


def moment(at: datetime, timezone: str) -> str:
    """An instant as a reader of the journey says it: Wed 18 Nov 09:00."""
    there = at.astimezone(ZoneInfo(timezone))
    return f"{there:%a} {there.day} {there:%b %H:%M}"


def _test(here: Screen, row: Row) -> None:
    with st.spinner("Sending the test"):
        attempt(send_test, done="The test was taken.", settings=settings(), journey=here.id, channel=row["id"])
    st.rerun()


def _send_again(here: Screen, row: Row) -> None:
    with st.spinner("Sending"):
        sent = attempt(send_again, done="", settings=settings(), journey=here.id, channel=row["id"])
    for each in sent or []:
        st.toast("It was taken." if each.delivery.outcome == "taken" else each.delivery.why)
    if sent == []:
        st.toast("It goes out when the quiet hours end, or was not needed any more.")
    st.rerun()


@st.dialog("Add a channel", width="medium")
def new_channel(here: Screen) -> None:
    """A place where people are told."""
    with st.form("new_channel", border=False):
        values = _fields({"name": "", "team_id": None, "alerts": True, "digest": True}, "Address")
        save = st.form_submit_button("Add", type="primary")
    if save:
        finish(attempt(add_channel, done="Added. Send it a test.", journey=here.id, **values))


@st.dialog("Edit the channel", width="medium")
def edit_channel(here: Screen, row: Row) -> None:
    """What a channel is called, where it is, what it gets."""
    same = {"journey": here.id, "channel": row["id"], "revision": row["revision"]}
    with st.form("edit_channel", border=False):
        values = _fields(row, "New address; leave it empty to keep the one there is")
        save = st.form_submit_button("Save", type="primary")
    if save:
        finish(attempt(change_channel, **same, **values))
    if st.button("Take it away", type="tertiary", help="It goes to the bin; what waits for it is not sent any more"):
        finish(attempt(bin_channel, done="It is in the bin.", **same))


def _fields(row: Row, address: str) -> Row:
    left, right = st.columns(2)
    name = left.text_input("Name", row["name"], max_chars=120, placeholder="The team's Slack channel")
    team = pick(right, "Of the stages of", {**teams(), None: "Everyone: the whole journey"}, row["team_id"])
    url = st.text_input(address, type="password", max_chars=1000, autocomplete="off", placeholder="mailto://...")
    st.caption(KEPT)
    with st.expander("What an address looks like"):
        st.markdown(EXAMPLES)
    alerts = left.checkbox("New alerts, and those that nobody answers", row["alerts"])
    digest = right.checkbox("Monday's digest", row["digest"])
    return {"name": name, "url": url, "team": team, "alerts": alerts, "digest": digest}
