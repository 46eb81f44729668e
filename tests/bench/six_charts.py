"""The bare page that ours are measured against: six line charts, nothing else."""

import gc

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource(show_spinner=False)
def _settled() -> None:
    gc.collect()
    gc.freeze()


_settled()
st.set_page_config(layout="wide")
st.title("Six charts")
days = list(range(90))
for place, column in enumerate(st.columns(3) * 2):
    figure = go.Figure(go.Scatter(x=days, y=[(day * (place + 3)) % 17 for day in days], mode="lines"))
    figure.update_layout(title=f"Series {place}", height=240)
    column.plotly_chart(figure, key=f"chart_{place}")
