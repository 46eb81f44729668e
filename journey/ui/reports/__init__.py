"""Reports on the screen: Friday's preview of the week's, and every other kind on a page of their own."""

from journey.ui.reports.part import report_part

__all__ = ["report_part"]
