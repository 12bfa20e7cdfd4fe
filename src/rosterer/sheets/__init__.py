"""How does a manager's own spreadsheet become a case and a plan that can be checked?"""

from rosterer.sheets.mapping import Mapping, load_mapping
from rosterer.sheets.notes import Note, told
from rosterer.sheets.read import Imported, NoDutyKnownError, import_rota

__all__ = ["Imported", "Mapping", "NoDutyKnownError", "Note", "import_rota", "load_mapping", "told"]
