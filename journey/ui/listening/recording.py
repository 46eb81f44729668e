"""The recording of a conversation, played beside its text: from where the import found it, or chosen here for this session."""

from __future__ import annotations

import streamlit as st

from journey.errors import UnreadableFile
from journey.sources.sound import MOST, Sound, read_sound, sound
from journey.store.readers.talk import recording_of
from journey.ui.runtime import engine, literal

TYPES = ["wav", "mp3", "m4a", "mp4", "aac", "ogg", "oga", "opus", "flac", "webm"]
NOT_REDACTED = "The recording is as it was made: what was removed from the text can be heard in it."


def player(conversation_id: int) -> bool:
    """Draw the player where there is a recording; whether turns can be played. One that can't be found says so."""
    playing = _chosen(conversation_id)
    if playing is None and (path := recording_of(engine(), conversation_id)):
        try:
            playing = read_sound(path)
        except UnreadableFile as gone:
            st.caption(literal(str(gone)))
    if playing is None:
        return False
    with st.container(key="recording"):  # the pane finds the player by this name
        st.audio(playing.data, format=playing.kind, alt="The recording of this conversation")
    st.caption(f"Press a time to hear it from there. {NOT_REDACTED}")
    return True


def _chosen(conversation_id: int) -> Sound | None:
    """The recording that somebody chose in this session, if it is this conversation's; no other is kept."""
    id, chosen = st.session_state.get("_recording", (None, None))
    return chosen if id == conversation_id else None


def choose_recording(conversation_id: int) -> None:
    """Offer to choose the recording from the reader's own machine."""
    with st.popover("Add its recording", icon=":material/mic:", type="tertiary"):
        given = st.file_uploader(
            "A recording of this conversation", type=TYPES, key=f"sound_{conversation_id}", max_upload_size=MOST >> 20
        )
        st.caption("It is played in this session only and never stored.")
        if given is None:
            return
        try:
            st.session_state["_recording"] = (conversation_id, sound(given.getvalue()))
        except UnreadableFile as refused:
            st.error(literal(str(refused)))
            return
    st.rerun()
