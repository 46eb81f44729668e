"""Begin: look at the demo, or start a journey of your own."""

import streamlit as st

from journey.config import settings
from journey.errors import JourneyError
from journey.routine.bin import restore
from journey.routine.journeys import add_journey
from journey.store.readers.audit import binned_journeys
from journey.store.readers.journeys import journeys
from journey.ui.runtime import attempt, engine, literal, said, today

st.title("Run your customer journey, week by week", anchor=False)
st.markdown(
    "Monday finds what moved. Tuesday decides who acts. Wednesday listens to customers. Thursday changes the map. "
    "Friday asks whether it worked. Everything stays on this machine."
)
said()


def open_journey(slug: str) -> None:
    """Go to the journey's week."""
    st.session_state["at_journey"] = slug
    st.switch_page("pages/week.py")


demo, own = st.columns(2, gap="large")
with demo:
    st.header("Explore the demo", anchor=False)
    st.markdown(
        "Fourteen months of a software company's onboarding: events, tickets, surveys and calls, a map in its third version, "
        "two teams that disagree, and six weeks of routine."
    )
    known = {row.slug: row for row in journeys(engine())}
    lost = [] if known else binned_journeys(engine())
    existing = next((row for row in known.values() if row.demo), None)
    if existing and st.button("Open the demo", icon=":material/explore:"):
        open_journey(existing.slug)
    if not existing and st.button("Explore the demo", icon=":material/explore:", type="primary"):
        with st.spinner("Building fourteen months of a journey. This takes about 20 seconds."):
            from journey.demo.build import build

            try:
                made = build(engine(), settings(), today=today())
            except JourneyError as refusal:
                st.error(literal(str(refusal)))
                st.stop()
        open_journey(made.slug)

if lost:
    st.header("In the bin", anchor=False)
    for one in lost:
        if st.button(f"Restore {literal(one.name)}", key=f"restore_{one.id}", icon=":material/restore_from_trash:"):
            back = attempt(restore, done="Restored.", journey=one.id, subject="journey", id=one.id)
            if back is None:
                st.rerun()
            open_journey(next(row.slug for row in journeys(engine()) if row.id == one.id))

with own:
    st.header("Start my journey", anchor=False)
    with st.form("own", border=False):
        name = st.text_input("What is the journey called?", placeholder="Onboarding", max_chars=120)
        stages = st.text_area(
            "Its stages in order, one a line. You can change them later.", "Discover\nDecide\nStart\nUse\nRenew", height=160
        )
        zone = st.text_input("Its time zone", st.context.timezone or "UTC", help="Weeks begin here on Monday 0:00.")
        begin = st.form_submit_button("Start my journey", icon=":material/add:")
    if begin:
        names = tuple(line.strip() for line in stages.splitlines() if line.strip())
        row = attempt(add_journey, done="", name=name, timezone=zone.strip(), stages=names)
        if row is None:
            st.rerun()
        else:
            open_journey(row.slug)
