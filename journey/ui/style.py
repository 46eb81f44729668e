"""The few rules of style that the theme cannot say: the frame's row, quieter chrome, focus that is seen."""

import streamlit as st

from journey.charts.theme import VARIABLES

CSS = """
<style>
.stApp { VARIABLES }
[data-testid="stAppDeployButton"], footer { display: none; }
.block-container { max-width: 1280px; padding-top: 4.25rem; }
[data-testid="stHeading"] h1 { padding: 0; }
.st-key-frame { border-bottom: 1px solid var(--border); padding-bottom: .5rem; }
.st-key-frame p { white-space: nowrap; }
.st-key-frame > div:last-child { margin-left: auto; }
.st-key-weekstep button p { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.st-key-actions, .st-key-storylist, .st-key-gaplist, .st-key-asklist, .st-key-metlist,
[class*='st-key-changelist_'] {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; column-gap: 1rem;
}
.st-key-closeday { border-top: 1px solid var(--border); margin-top: 2rem; padding-top: 1rem; }
.st-key-drill { scroll-margin-top: 4rem; }
.st-key-drill:focus-visible { outline: none; }
.st-key-daymarks a { padding: .1rem .4rem; text-decoration: none; }
[data-testid="stCaptionContainer"] { opacity: 1 !important; color: var(--muted) !important; }
button[data-variant="segmented_control"][data-selected="true"] p { color: var(--primary); }
button kbd { color: inherit !important; opacity: 1 !important; }
:focus-visible { outline: 3px solid var(--primary); outline-offset: 2px; }
@media (max-width: 640px) {
  .block-container { padding-left: 1rem; padding-right: 1rem; }
  .st-key-frame > div:last-child { margin-left: 0; }
  [data-testid="stPopoverBody"] {
    inset: auto 8px 8px !important; transform: none !important; max-width: none !important; max-height: 75dvh !important;
  }
}
</style>
"""


def apply() -> None:
    """Put the rules on the page."""
    st.html(CSS.replace("VARIABLES", VARIABLES))
