"""What the board shows of a journey, as the one JSON text that its component draws, made anew only after something was done."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

import polars as pl
import streamlit as st

from journey.analysis.emotion import HIGH, LOW, Fit
from journey.analysis.priority import MOST
from journey.analysis.triangulation import StageFeeling
from journey.domain.library import scale
from journey.domain.library import touchpoints as shelf
from journey.domain.words import PainStatus
from journey.routine.map_document import Kpi
from journey.store.readers import board as rows
from journey.store.readers import maps
from journey.store.readers.journeys import people, personas, teams
from journey.store.readers.journeys import stages as all_stages
from journey.store.readers.linkable import tickets
from journey.store.readers.tags import known_tags
from journey.store.tables import Stage
from journey.ui.board import items as cells
from journey.ui.board.items import Beside, Item, Named, by_thing, ref
from journey.ui.board.views import offered
from journey.ui.frame import Screen
from journey.ui.map.marks import Signal, felt, kpis, signals, understood_at
from journey.ui.runtime import engine

PAGES = {"action": "tuesday_blockers", "change": "friday_retrospective", "alert": "monday_review", "metric": "monday_review"}
"""Where what stands beside the map is looked at."""
READ = {
    "card": rows.cards, "pain_point": rows.pains, "opportunity": rows.opportunities, "step": rows.steps,
    "touchpoint": rows.touchpoints,
}  # fmt: skip
LABELS = {"card": "text", "pain_point": "title", "opportunity": "title", "step": "name", "touchpoint": "name"}


def map_of(here: Screen) -> str:
    """The map as it is now; two reads tell that nothing was done since, and then it is the very same text."""
    return _map_of(stands_for(here), here)


def as_now(here: Screen) -> Screen:
    """The screen with the stages as they are at this moment: what runs by itself was handed those of the page's last run."""
    whole = all_stages(engine(), here.id)
    return replace(
        here, stages=tuple(s for s in whole if not (here.view and here.view.stage_ids) or s.key in here.view.stage_ids)
    )


def stands_for(here: Screen) -> str:
    """What the map was made of: while this is the same, so is the map."""
    view = f"{here.view.slug} {here.view.revision}" if here.view else ""
    done = maps.lately(engine(), here.id)
    return f"{here.version} {done} {understood_at(here)} {here.week} {here.today} {view}"


@st.cache_resource(show_spinner=False, max_entries=64)
def _map_of(stamp: str, _here: Screen) -> str:
    here = as_now(_here)
    drawn = _drawn(here) | {"stamp": f"{crc32(stamp.encode()):08x}", "whole": not (here.view and here.view.stage_ids)}
    return json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))


def _drawn(here: Screen) -> dict[str, Any]:
    stages, lanes = here.stages, maps.lanes(engine(), here.id)
    on = [stage.key for stage in stages]
    stood = {table: read(engine(), here.id).filter(pl.col("stage_id").is_in(on)) for table, read in READ.items()}
    stood["pain_point"] = stood["pain_point"].filter(pl.col("status") != PainStatus.RESOLVED)
    raised, linked = signals(here), rows.links(engine(), here.id)
    named = {team.key: team.name for team in teams(engine())}
    beside = _beside(here, raised, linked, stood, named=named, lanes=cells.first_lanes(lanes))
    return {
        "journey": {"id": here.id, "name": here.journey.name, "slug": here.journey.slug},
        "scale": [{"at": at, "word": word} for at, word in scale(here.journey.scale).words], "ends": [LOW, HIGH],
        "personas": [{"id": one.key, "name": one.name} for one in personas(engine(), here.id)],
        "teams": [{"id": id, "name": name} for id, name in named.items()],
        "people": [{"id": one.key, "name": one.name} for one in people(engine())],
        "tags": known_tags(engine(), here.id), "views": offered(here.id), "save": True,
        "shelf": [{"name": one.name, "channel": one.channel, "own": one.own} for one in shelf()],
        "stages": _stages(here, raised, stood, named),
        "lanes": cells.with_a_curve(
            [{"ref": ref("lane", one.key), "rev": one.revision, "name": one.name, "kind": one.kind.value, "shown": one.shown}
             for one in lanes]
        ),
        "items": cells.stood(stood, beside), "handoffs": _handoffs(stages, linked, named),
    }  # fmt: skip


def _beside(
    here: Screen, raised: Sequence[Signal], linked: pl.DataFrame, stood: Mapping[str, pl.DataFrame], *, named: Mapping[int, str],
    lanes: Mapping[str, str],
) -> Beside:  # fmt: skip
    pains = stood["pain_point"]
    alerts: dict[Named, list[Item]] = defaultdict(list)
    behind = {alert: pain for pain, alert in pains.select("id", "alert_id").iter_rows() if alert is not None}
    for signal in raised:
        for key in (("touchpoint", signal.touchpoint_id), ("pain_point", behind.get(signal.id))):
            if key[1] is not None:
                alerts[key[0], key[1]].append(cells.listed(signal.mark, _page(here, "alert", signal.id)))
    since, until = here.week.bounds(here.journey.timezone)
    new = frozenset(maps.added(engine(), here.id, since=since, until=until).iter_rows())
    said = rows.comments(engine(), here.id)
    return Beside(
        teams=named, lanes=lanes, tags=by_thing(rows.tags(engine(), here.id), "name"),
        links=_links(here, linked, stood), alerts=alerts,
        comments={(row["subject"], row["subject_id"]): {"open": row["open"], "all": row["all"]} for row in said.to_dicts()},
        # a map that was drawn this week has nothing that stands out as new
        new=new if 2 * len(new) <= sum(frame.height for frame in stood.values()) else frozenset(),
    )  # fmt: skip


def _links(here: Screen, linked: pl.DataFrame, stood: Mapping[str, pl.DataFrame]) -> dict[Named, list[Item]]:
    """What each thing is linked to, from both its ends, and the work that names it."""
    chances = stood["opportunity"]
    ends = [((one, id), (other, its), kind) for one, id, other, its, kind in linked.drop("id").iter_rows()]
    ends += [(("opportunity", id), ("pain_point", pain), "") for id, pain in chances.select("id", "pain_id").iter_rows() if pain]
    told: dict[Named, str] = {
        (table, id): said for table, frame in stood.items() for id, said in frame.select("id", LABELS[table]).iter_rows()
    }
    for subject, id, said, pain, chance in rows.work(engine(), here.id).iter_rows():
        told[subject, id] = said
        ends += [((subject, id), (table, its), "") for table, its in (("pain_point", pain), ("opportunity", chance)) if its]
    outside: dict[str, set[int]] = defaultdict(set)
    for table, id in (end for one, other, _ in ends for end in (one, other) if end not in told):
        outside[table].add(id)
    told |= rows.titles(engine(), outside)
    ticket = tickets(engine(), here.id)
    found: dict[Named, list[Item]] = defaultdict(list)
    for one, other, kind in ends:
        for at, to in ((one, other), (other, one)):
            link = {"ref": ref(*to), "kind": kind, "said": told.get(to, "")[:120], "href": _page(here, *to)}
            found[at].append(link | ({"ticket": ticket[to[1]]} if to[0] == "action" and to[1] in ticket else {}))
    return found


def _page(here: Screen, table: str, id: int) -> str:
    """Where something is looked at that does not stand on the map; "" for what does."""
    if table in ("verbatim", "conversation"):
        item = f"{'v' if table == 'verbatim' else 'c'}{id}"
        return f"wednesday_listening?{urlencode({**here.address, 'item': item})}"
    return f"{PAGES[table]}?{urlencode({**here.address, table: id})}" if table in PAGES else ""


def _stages(here: Screen, raised: Sequence[Signal], stood: Mapping[str, pl.DataFrame], named: Mapping[int, str]) -> list[Item]:
    stages = here.stages
    feelings, measured, chips = _persona_feelings(here), felt(here, stages), kpis(here)
    hurts = _heat(stood["pain_point"])
    most = max(hurts.values(), default=(0, "", 0))[0] or 1
    steps = {
        stage.key: [
            {"ref": ref("step", row["id"]), "rev": row["revision"], "name": row["name"]}
            for row in stood["step"].filter(stage_id=stage.key).iter_rows(named=True)
        ]
        for stage in stages
    }
    return [
        {
            "ref": ref("stage", stage.key), "rev": stage.revision, "name": stage.name, "description": stage.description,
            "team": stage.team_id, "teamName": named.get(stage.team_id or 0, ""), "future": stage.future.value,
            "assumed": stage.assumed_emotion, "futureEmotion": stage.future_emotion, **_measured(measured[stage.key]),
            "felt": feelings.get(stage.key, {}), "kpis": [_kpi(here, one) for one in chips.get(stage.key, ())],
            "alerts": [cells.listed(one.mark, _page(here, "alert", one.id)) for one in raised if one.stage_id == stage.key],
            "heat": round(hurts.get(stage.key, (0, "", 0))[0] / most, 3), "heatSaid": hurts.get(stage.key, (0, "", 0))[1],
            "steps": steps[stage.key],
        }
        for stage in stages
    ]  # fmt: skip


def _measured(feeling: StageFeeling) -> Item:
    found, gap = feeling.measured, feeling.gap
    known = {"mean": found.mean, "low": found.low, "high": found.high, "n": found.n} if found else None
    named = {"fit": gap.fit.value, "said": gap.sentence} if gap.fit is not Fit.UNASSUMED or known else None
    return {"measured": known, "gap": named, "assumedStanding": feeling.standing.value}


def _persona_feelings(here: Screen) -> dict[int, Item]:
    found: dict[int, Item] = defaultdict(dict)
    for row in rows.persona_feelings(engine(), here.id).iter_rows(named=True):
        known = {"ref": ref("persona_feeling", row["id"]), "rev": row["revision"]}
        found[row["stage_id"]][f"{row['persona_id']}"] = known | {"assumed": row["assumed"], "future": row["future"]}
    return found


def _kpi(here: Screen, one: Kpi) -> Item:
    target = f"target {one.target} {'missed' if one.missed else 'met'}" if one.target else ""
    said = ", ".join(filter(None, [f"{one.metric.name} {one.value}", "" if one.state == "calm" else one.state, target]))
    return {
        "name": one.metric.name, "value": one.value, "target": one.target, "state": one.standing, "said": said,
        "href": _page(here, "metric", one.metric.key),
    }  # fmt: skip


def _heat(pains: pl.DataFrame) -> dict[int, tuple[float, str, int]]:
    """How much hurts at each stage: the scores of its open pain points together, in words, and how many they are."""
    score = pl.col("severity") * pl.col("frequency") * pl.col("impact")
    found = (
        pains.with_columns(score=score)
        .group_by("stage_id")
        .agg(pl.col("score").sum(), pl.col("score").max().alias("worst"), pl.len().alias("n"))
    )
    return {
        row["stage_id"]: (
            float(row["score"]),
            f"{row['n']} open pain point{'' if row['n'] == 1 else 's'}, the worst scores {row['worst']} of {MOST}",
            row["n"],
        )
        for row in found.iter_rows(named=True)
    }


def _handoffs(stages: Sequence[Stage], linked: pl.DataFrame, named: Mapping[int, str]) -> list[Item]:
    """Where work passes on: as people linked it, and between neighbouring stages of different teams."""
    drawn = [
        {"from": ref(row["subject"], row["subject_id"]), "to": ref(row["other"], row["other_id"]), "said": "", "linked": True}
        for row in linked.filter(kind="hand-off").iter_rows(named=True)
    ]
    passed = {(one["from"], one["to"]) for one in drawn}
    for one, other in pairwise(stages):
        if one.team_id and other.team_id and one.team_id != other.team_id:
            ends = (ref("stage", one.key), ref("stage", other.key))
            said = f"{named.get(one.team_id, '')} hands over to {named.get(other.team_id, '')}"
            drawn += [] if ends in passed else [{"from": ends[0], "to": ends[1], "said": said, "linked": False}]
    return drawn
