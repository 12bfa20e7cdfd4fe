"""How is a unit called where there is room for four letters: in the cells of a rota?"""

from rosterer_models.vocabulary.case import Case

OWN_UNIT = "-unit"
"""Behind the id of a team: the unit that an imported rota gives it."""
LONGEST = 4
"""Letters of a code that fit into a day of four weeks on A4."""

_DAYS_WITH_IDS, _LONGEST_ID = 14, 9
"""Days of a rota whose cells have room for ids of so many letters, behind a shift and a stroke."""


def own_unit_of(case: Case, team: str) -> str:
    """The unit of a team that works in one place alone; a code without a unit means it there. Blank
    for other teams.
    """
    own = f"{team}{OWN_UNIT}"
    return next((unit.unit for unit in case.units if unit.unit == own and unit.kind == "team"), "")


def unit_codes(case: Case) -> dict[str, str]:
    """The code of each unit: its own ``short``; where that is blank, the id if it is as short, or
    its first letters; no two alike.
    """
    codes = {unit.unit: unit.short for unit in case.units if unit.short}
    for unit in case.units:
        if unit.unit not in codes:
            codes[unit.unit] = _free(unit.unit, set(codes.values()))
    return codes


def codes_by_name(case: Case) -> dict[str, str]:
    """Short codes by the names of units, where they differ; a team's own unit needs none."""
    own, codes = {own_unit_of(case, team.team) for team in case.teams}, unit_codes(case)
    named = {
        unit.name or unit.unit: codes[unit.unit] for unit in case.units if unit.unit not in own
    }
    return {name: code for name, code in named.items() if name != code}


def sheet_codes(case: Case) -> dict[str, str]:
    """What stands behind the stroke in the cells of a workbook: the unit's ``short`` or its id;
    beyond two weeks, or where an id is long, short codes, so that a sheet still fits on paper.
    """
    is_wide = case.days > _DAYS_WITH_IDS or any(
        len(unit.unit) > _LONGEST_ID for unit in case.units if unit.kind != "team"
    )
    if is_wide:
        return unit_codes(case)
    return {unit.unit: unit.short or unit.unit for unit in case.units}


def _free(unit: str, taken: set[str]) -> str:
    """The shortest that nobody has: the id, three letters of it, then those with a number."""
    if len(unit) <= LONGEST and unit not in taken:
        return unit
    letters = "".join(letter for letter in unit if letter.isalnum())
    tries = [letters[:3], *(f"{letters[:2]}{number}" for number in range(2, 100))]
    return next((code for code in tries if code not in taken), unit)
