"""How do cases and plans get in and out of files?"""

from rosterer.files.case_tables import check_case
from rosterer.files.cases import load_case, save_case
from rosterer.files.faults import BadInput, Fault
from rosterer.files.plans import load_plan, save_plan

__all__ = ["BadInput", "Fault", "check_case", "load_case", "load_plan", "save_case", "save_plan"]
