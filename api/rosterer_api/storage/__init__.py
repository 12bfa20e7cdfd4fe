"""Where does the service keep what it must not lose?"""

from rosterer_api.storage.database import Database, open_database
from rosterer_api.storage.ids import new_id

__all__ = ["Database", "new_id", "open_database"]
