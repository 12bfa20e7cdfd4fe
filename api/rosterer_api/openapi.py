"""What has the service promised? ``python -m rosterer_api.openapi > api/openapi.json`` writes the
contract down.
"""

import json

from rosterer_api.app import contract


def contract_text() -> str:
    """The published contract as it stands in the repository."""
    return json.dumps(contract(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(contract_text(), end="")
