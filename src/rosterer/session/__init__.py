"""What becomes of a plan when somebody changes it, edit by edit?"""

from rosterer.session.effect import Effect
from rosterer.session.refused import RefusedEditError
from rosterer.session.session import Session, session

__all__ = ["Effect", "RefusedEditError", "Session", "session"]
