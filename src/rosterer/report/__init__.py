"""How is a plan told to people?"""

from rosterer.report.html import report_page, write_report

__all__ = ["report_page", "write_report"]
