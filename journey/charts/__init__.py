"""Frames to plotly figures and SVG, one file a chart; theme.py holds colour and type once."""
