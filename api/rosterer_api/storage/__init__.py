"""Where does the service keep what it must not lose?"""

from rosterer_api.storage.database import Database, is_away, open_database
from rosterer_api.storage.ids import new_id

__all__ = ["Database", "is_away", "new_id", "open_database"]
