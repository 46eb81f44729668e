"""Thursday: what changes on the map?"""

import streamlit as st

from journey.domain.words import Weekday
from journey.ui.board import asked_for, board
from journey.ui.board.begin import begin
from journey.ui.board.below import feelings, latest
from journey.ui.board.files import files
from journey.ui.board.parts import PARTS
from journey.ui.board.proposed import drawer
from journey.ui.board.versions import versions
from journey.ui.days import close_day
from journey.ui.frame import open_part, screen
from journey.ui.good.pains import pain_points
from journey.ui.good.personas import personas
from journey.ui.good.readiness import readiness
from journey.ui.library import library
from journey.ui.map.wide import wide
from journey.ui.paths import paths_part
from journey.ui.paths.future import future_part
from journey.ui.workshop import workshop

here = screen(
    "Thursday: the map", "What did we learn that changes the map? Answer what the week of {reviewed} brings, then save a version."
)
wide()
part = open_part(PARTS)

if part == "board" and not here.stages:
    begin(here)
elif part == "board":
    asked = asked_for(here)
    with st.container(key="thursday"):
        board(here, asked)
        drawer(here)
    feelings(here)
    latest(here)
if part == "future":
    future_part(here)
if part == "paths":
    paths_part(here)
if part == "pains":
    pain_points(here)
if part == "personas":
    personas(here)
if part == "check":
    readiness(here)
if part == "workshop":
    workshop(here)
if part == "library":
    library(here)
if part == "versions":
    versions(here)
if part == "files":
    files(here)

close_day(here, Weekday.THURSDAY)
