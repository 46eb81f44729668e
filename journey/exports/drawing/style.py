"""The colours and sizes of a map that is exported: the light scheme, for paper and slides."""

from __future__ import annotations

from journey.charts.theme import ARROWS, LIGHT
from journey.domain.words import LaneKind

GROUND, SECOND, BAND, BORDER, FAINT, _, AXIS, GREY, MUTED, TEXT = LIGHT.ink
PAPER, PRIMARY = LIGHT.surface, LIGHT.primary
BETTER, WORSE, WATCH, _OTHER = LIGHT.series[6:]
FUTURE = LIGHT.series[2]
PERSONAS = (LIGHT.series[3], LIGHT.series[4], LIGHT.series[5], LIGHT.series[1])
"""One each for the curves of the first four personas, and from the start again."""
STATES = {"better": BETTER, "worse": WORSE, "watch": WATCH, "calm": MUTED}
MARKS = ARROWS

MARGIN, LANE, CARD, GAP = 28.0, 140.0, 178.0, 9.0
"""Pixels: around the picture, the lane names' column, a card's width, between two cards."""
TITLE, SCOPE, STAGE, STEP, NAME, BODY, SMALL = 26.0, 12.0, 15.0, 11.5, 12.0, 11.0, 9.5

LANE_TINTS = {LaneKind.PAIN: "#FBF1EC", LaneKind.OPPORTUNITY: "#ECF3F6"}
"""Rows of these kinds are told apart by their ground; the others take turns of paper and ground."""
CARD_EDGES = {LaneKind.PAIN: "#D58061", LaneKind.OPPORTUNITY: "#6CA7C1"}
