"""How does a manager's own spreadsheet become a case and a plan that can be checked?"""

from rosterer.sheets.mapping import Mapping, load_mapping
from rosterer.sheets.notes import Note, told
from rosterer.sheets.questions import NoDutyKnownError, QuestionsError
from rosterer.sheets.read import Imported, import_rota

__all__ = [
    "Imported",
    "Mapping",
    "NoDutyKnownError",
    "Note",
    "QuestionsError",
    "import_rota",
    "load_mapping",
    "told",
]
