"""Does a night when the clocks change stand on the same date wherever a rota is shown?"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rosterer.export import write_calendars, write_payroll, write_rota_workbook
from rosterer.referee import judge
from rosterer.report.rota import team_pages
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from tests.cases import small_case
from tests.export.test_calendars import events


@pytest.mark.parametrize("offset", [0, 3, 6])
@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "Pacific/Honolulu"])
@pytest.mark.parametrize("night", [date(2026, 10, 24), date(2027, 3, 27)])
def test_a_night_is_on_the_same_date_in_grid_calendar_workbook_and_payroll(
    tmp_path: Path, night: date, zone: str, offset: int
) -> None:
    case = small_case(first_day=night - timedelta(days=offset), zone=zone)
    plan = Plan(duties=(DutyPiece(person="ben", date=night, shift="N", place="hub"),))
    assert dates_of_the_grid(case, plan) == [night]

    write_calendars(case, plan, tmp_path, datetime(2026, 10, 1, tzinfo=UTC))
    (event,) = events(tmp_path / "ben.ics").values()
    assert event.decoded("dtstart").date() == night
    assert event.decoded("dtstart").hour == 19

    write_rota_workbook(case, plan, judge(case, plan), tmp_path / "rota.xlsx")
    book = load_workbook(tmp_path / "rota.xlsx")
    row = next(cells for cells in book["Rota"].iter_rows() if cells[0].value == "ben")
    (column,) = (cell.column for cell in row if cell.value == "N/hub")
    assert str(book["Rota"].cell(3, column).value).endswith(f"\n{night.day} {night:%b}")
    assert book["Days"]["A2"].value.date() == night

    write_payroll(case, plan, tmp_path)
    assert f",{night.isoformat()},Sat,N," in (tmp_path / "payroll.csv").read_text()


def dates_of_the_grid(case: Case, plan: Plan) -> list[date]:
    (page,) = team_pages(case, plan, show_names=False)
    row = next(row for row in page.rows if row.person == "ben")
    return [
        heading.date
        for heading, cell in zip(page.headings, row.cells, strict=True)
        if cell.shift == "N"
    ]
