"""What does the service remember of a case besides the case?"""

from collections.abc import Mapping, Sequence
from typing import Any

from rosterer_api.storage import new_id
from rosterer_api.storage.documents import packed
from rosterer_api.storage.tables import CaseRow
from rosterer_models.vocabulary.case import Case


def case_row(
    case: Case,
    created_by: str,
    *,
    parent: str | None = None,
    changes: Sequence[Mapping[str, Any]] = (),
    external_id: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> CaseRow:
    """A row for a case that is sound."""
    return CaseRow(
        id=new_id("case"),
        name=case.name,
        fingerprint=case.fingerprint,
        created_by=created_by,
        parent=parent,
        changes=[dict(change) for change in changes],
        about={
            "first_day": case.first_day.isoformat(),
            "days": case.days,
            "people": len(case.people),
            "referrals": len(case.referrals),
            "units": len(case.units),
            "teams": sorted(team.team for team in case.teams),
        },
        external_id=external_id,
        meta=dict(metadata or {}),
        document=packed(case.model_dump_json()),
    )
