"""In which forms can a plan be taken away?"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rosterer_api.scratch import for_a_while
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

ZIP = "application/zip"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Form:
    """A form of a plan: its media type, the end of its file's name, and who writes it into a
    folder.
    """

    media_type: str
    suffix: str
    write: Callable[[Case, Plan, Path], object]


def export(case: Case, plan: Plan, form: Form) -> bytes:
    """The file: what was written, or a zip of it where there are several files.

    Parameters
    ----------
    case
        With the names that may be shown, and no others.
    """
    with for_a_while("rosterer-export-") as folder:
        target = folder / "plan"
        target.mkdir()
        form.write(case, plan, target)
        if form.suffix != ".zip":
            return next(target.iterdir()).read_bytes()
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(target.iterdir()):
                archive.write(file, file.name)
        return content.getvalue()


def _csv(case: Case, plan: Plan, target: Path) -> None:
    from rosterer.files import save_plan

    save_plan(plan, target, case=case)


def _xlsx(case: Case, plan: Plan, target: Path) -> None:
    from rosterer.export.workbook import write_rota_workbook
    from rosterer.referee import judge

    write_rota_workbook(case, plan, judge(case, plan, show_names=True), target / "plan.xlsx")


def _ics(case: Case, plan: Plan, target: Path) -> None:
    from rosterer.export.calendars import write_calendars

    write_calendars(case, plan, target, datetime.now(UTC))


def _payroll(case: Case, plan: Plan, target: Path) -> None:
    from rosterer.export.payroll import write_payroll

    write_payroll(case, plan, target)


FORMS: Mapping[str, Form] = {
    "csv": Form(ZIP, ".zip", _csv),
    "xlsx": Form(WORKBOOK, ".xlsx", _xlsx),
    "ics": Form(ZIP, ".zip", _ics),
    "payroll": Form(ZIP, ".zip", _payroll),
}
