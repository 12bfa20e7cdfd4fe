"""How does one get a realistic case without anybody's data?"""

from rosterer.generate.build import generate
from rosterer.generate.sizes import Load

__all__ = ["Load", "generate"]
