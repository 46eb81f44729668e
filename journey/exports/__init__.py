"""Frames and figures to bytes that leave the product."""
