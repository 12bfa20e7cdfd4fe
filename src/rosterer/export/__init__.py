"""How does a plan get into spreadsheets, calendars and payroll?"""

from rosterer.export.calendars import what_stays, write_calendars
from rosterer.export.payroll import write_payroll
from rosterer.export.workbook import write_rota_workbook

__all__ = ["what_stays", "write_calendars", "write_payroll", "write_rota_workbook"]
