"""How does one get a realistic case without anybody's data?"""

from rosterer.generate.build import FIRST_DAY, generate, generate_with_report
from rosterer.generate.report import GeneratorReport
from rosterer.generate.sizes import Family, Load

__all__ = ["FIRST_DAY", "Family", "GeneratorReport", "Load", "generate", "generate_with_report"]
