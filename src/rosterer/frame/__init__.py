"""How does every page that the product writes look, and what must each have?

One layout (landmarks, skip link, navigation, one heading), one stylesheet (tokens for light, dark
and forced colours, print), one wrapper of charts (words and a table of figures beside each).
Reports extend ``frame/layout.html``; so can the pages of the service.
"""

from rosterer.frame.charts import Figures, Panel, drawn
from rosterer.frame.pages import Chapter, page_environment

__all__ = ["Chapter", "Figures", "Panel", "drawn", "page_environment"]
