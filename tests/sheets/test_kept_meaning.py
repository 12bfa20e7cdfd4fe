"""Is every shape read with its right value, and asked about where its meaning would be lost?"""

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rosterer.sheets import Imported, Mapping, QuestionsError, import_rota
from tests.sheets.rotas import MONDAY, TODAY, Cell, dates, saved

WEEK = dates(7)


def csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, mapping: Mapping | None = None, *, accepts_loss: bool = False) -> Imported:
    return import_rota(path, mapping or Mapping(), today=TODAY, accepts_loss=accepts_loss)


def asked(path: Path, mapping: Mapping | None = None) -> str:
    with pytest.raises(QuestionsError) as questions:
        read(path, mapping)
    return str(questions.value)


def duties(imported: Imported) -> dict[str, list[str]]:
    """By person the days of November and hours of their duties."""
    hours = {
        one.shift: " ".join(one.spells) or f"{one.start}-{one.end}" for one in imported.case.shifts
    }
    days: dict[str, list[str]] = {one.name or one.person: [] for one in imported.case.people}
    names = {one.person: one.name or one.person for one in imported.case.people}
    for piece in imported.plan.duties:
        days[names[piece.person]].append(f"{piece.date.day} {hours[piece.shift]}")
    return days


def away(imported: Imported) -> list[tuple[str, int, int, str]]:
    return [
        (row.person, row.first_day.day, row.last_day.day, row.kind)
        for row in imported.case.absences
    ]


def paid(imported: Imported) -> list[float]:
    """Paid hours of each duty."""
    minutes = {one.shift: one.paid_minutes for one in imported.case.shifts}
    return [minutes[piece.shift] / 60 for piece in imported.plan.duties]


def test_weeks_side_by_side_with_totals_between_are_all_read(tmp_path: Path) -> None:
    heads = [f"{day:02d}/11/2026" for day in range(2, 9)]
    later = [f"{day:02d}/11/2026" for day in range(9, 16)]
    path = csv(
        tmp_path / "rota.csv",
        f"Name,{','.join(heads)},Hours,{','.join(later)},Hours\n"
        "Asha Patel,D,D,,,N,N,,48,,,D,D,,,N,36\n"
        "Ben Osei,,,D,D,,,N,36,N,,,,D,D,,36\n",
    )
    imported = read(path)
    assert imported.case.days == 14
    assert [text.split()[0] for text in duties(imported)["Asha Patel"]] == [
        "2",
        "3",
        "6",
        "7",
        "11",
        "12",
        "15",
    ]
    assert len(imported.plan.duties) == 13


def test_other_people_beside_the_first_are_other_people(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *WEEK, "Name", *WEEK],
        ["Ann", "D", *[None] * 6, "Bob", None, "N"],
    ]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert duties(imported) == {"Ann": ["2 07:00-19:30"], "Bob": ["3 19:00-07:30"]}


@pytest.mark.parametrize(
    ("cell", "spells"),
    [
        ("07:00-15:00 14:00-22:30", "07:00-15:00 and 14:00-22:30"),
        ("E/L", "E .*and L .*"),
        ("D/N", "D .*and N .*"),
        ("E\nL", "E .*and L .*"),
    ],
)
def test_spells_in_a_cell_that_overlap_are_asked_about_and_never_halved(
    tmp_path: Path, cell: str, spells: str
) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Asha", cell, "D"], ["Ben", "D"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    with pytest.raises(QuestionsError, match=f"Rota!B2.*{spells} are two spells of work"):
        read(path)
    lost = read(path, accepts_loss=True)
    assert duties(lost)["Asha"] == ["3 07:00-19:30"]
    assert [loss.where for loss in lost.plan.losses] == ["rota.xlsx, Rota!B2"]
    answered = read(path, Mapping(codes={cell: "07:00-22:00 break 240"}))
    assert duties(answered)["Asha"] == ["2 07:00-22:00", "3 07:00-19:30"]
    assert answered.plan.losses == ()
    split = read(path, Mapping(codes={cell: "07:00-11:00 17:00-22:30 break 30"}))
    assert duties(split)["Asha"] == ["2 07:00-11:00 17:00-22:30/30", "3 07:00-19:30"]


@pytest.mark.parametrize(
    ("cell", "spells", "hours"),
    [
        ("07:00-11:00 17:00-22:30", "07:00-11:00 17:00-22:30", 9.5),
        ("7-11/4-8", "07:00-11:00 16:00-20:00", 8),
        ("07:00-09:00\n12:00-13:00\n22:00-06:00", "07:00-09:00 12:00-13:00 22:00-06:00", 11),
        # Over midnight, to the minute at which the first began.
        ("07:00-11:00 22:00-07:00", "07:00-11:00 22:00-07:00", 13),
    ],
)
def test_spells_in_a_cell_that_follow_one_another_are_one_duty(
    tmp_path: Path, cell: str, spells: str, hours: float
) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Asha", cell, "D"], ["Ben", "D"]]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert duties(imported)["Asha"] == [f"2 {spells}", "3 07:00-19:30"]
    assert paid(imported)[0] == hours


def test_spells_of_more_than_a_day_are_asked_about(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *WEEK],
        ["Asha", "07:00-11:00 22:00-07:30", "D"],
        ["Ben", "D"],
    ]
    assert "two spells of work" in asked(saved(tmp_path / "rota.xlsx", ("Rota", rows)))


def test_a_unit_counts_heads_in_the_bands_of_the_spells_alone(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *WEEK],
        ["Asha", "07:00-11:00 17:00-22:00"],
        ["Ben", "11:00-17:00"],
    ]
    case = read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case
    split = next(one for one in case.shifts if one.spells)
    assert sorted(split.contact) == ["0700-1100", "1700-2200"]


def test_two_spells_in_a_list_are_one_duty_and_a_row_that_stands_twice_is_read_once(
    tmp_path: Path,
) -> None:
    twice = (
        "Name,Date,Start,End\nBen,2026-11-02,07:00,15:00\nBen,2026-11-02,07:00,15:00\n"
        "Ben,2026-11-04,16:00,24:00\n"
    )
    imported = read(csv(tmp_path / "list.csv", twice))
    assert duties(imported) == {"Ben": ["2 07:00-15:00", "4 16:00-00:00"]}
    assert any("stands twice" in note.text for note in imported.notes)
    split = read(csv(tmp_path / "spells.csv", twice + "Ben,2026-11-02,17:00,20:00\n"))
    assert duties(split) == {"Ben": ["2 07:00-15:00 17:00-20:00", "4 16:00-00:00"]}
    path = csv(tmp_path / "both.csv", twice + "Ben,2026-11-02,14:00,20:00\n")
    assert "two spells of work" in asked(path)
    assert duties(read(path, accepts_loss=True)) == {"Ben": ["4 16:00-00:00"]}


def test_spells_that_touch_are_one_duty(tmp_path: Path) -> None:
    text = "Name,Date,Start,End\nBen,2026-11-02,07:00,11:00\nBen,2026-11-02,11:00,13:00\n"
    imported = read(csv(tmp_path / "list.csv", text))
    assert duties(imported) == {"Ben": ["2 07:00-13:00"]}


def test_a_legend_without_a_heading_beats_custom_and_is_nobody(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Elm Lodge", "November 2026"],
        ["Name", *range(1, 9)],
        [None, *"SMTWTFSS"],
        ["Asha Patel", "D", "D", None, None, "S"],
        ["Ben Osei", None, "S", "D"],
        [],
        ["Holiday 08:00 - 22:00", *[None] * 4, "D = long turn 08:00 - 22:00"],
        ["Standby 18:00 - 08:00", *[None] * 4, "S = asleep in the house 22:00 - 08:00"],
        ["First week", *[None] * 4, "A = office 09:00 - 16:30"],
    ]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert duties(imported) == {
        "Asha Patel": ["1 08:00-22:00", "2 08:00-22:00", "5 22:00-08:00"],
        "Ben Osei": ["2 22:00-08:00", "3 08:00-22:00"],
    }


def test_words_of_a_key_that_say_no_hours_are_not_overruled_by_custom(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "R", "D"], ["Key"], ["R", "Reserve"]]
    assert "'Reserve' of R" in asked(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    rows[-1] = ["R", "Rest day"]
    assert duties(read(saved(tmp_path / "rest.xlsx", ("Rota", rows)))) == {"Ann": ["3 07:00-19:30"]}


def test_a_list_of_visits_with_two_carers_in_a_cell(tmp_path: Path) -> None:
    text = (
        "Date,Day,Client,Shift Start,Shift End,Duration,Workers,Ratio\n"
        '2026-11-02,Monday,C1,07:00,09:00,2h,"Petra, Owen",2:1\n'
        "2026-11-02,Monday,C2,15:00,21:00,6h,Asha,1:1\n"
        '2026-11-03,Tuesday,C1,22:30,06:30,8h,"Lena, Rhys",2:1\n'
    )
    imported = read(csv(tmp_path / "visits.csv", text))
    assert duties(imported) == {
        "Petra": ["2 07:00-09:00"],
        "Owen": ["2 07:00-09:00"],
        "Asha": ["2 15:00-21:00"],
        "Lena": ["3 22:30-06:30"],
        "Rhys": ["3 22:30-06:30"],
    }
    assert paid(imported) == [2, 2, 6, 8, 8]
    second = text + '2026-11-02,Monday,C1,09:30,15:30,6h,"Owen, Gail",2:1\n'
    assert duties(read(csv(tmp_path / "second.csv", second)))["Owen"] == [
        "2 07:00-09:00 09:30-15:30"
    ]
    third = text + '2026-11-02,Monday,C1,08:30,15:30,7h,"Owen, Gail",2:1\n'
    said = asked(csv(tmp_path / "third.csv", third))
    assert "Owen, 2026-11-02: 07:00-09:00 and 08:30-15:30 are two spells" in said


def test_a_comma_between_surname_and_first_name_is_one_person(tmp_path: Path) -> None:
    text = 'Name,Date,Shift\n"Patel, Asha",2026-11-02,D\n"Osei, Ben",2026-11-02,D\n'
    assert [*duties(read(csv(tmp_path / "list.csv", text)))] == ["Patel, Asha", "Osei, Ben"]


def test_shifts_down_and_names_in_the_cells(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        [None, *dates(4)],
        ["Early 07:00-15:00", "Asha", "Asha", "Ben", "Ben, Cara"],
        ["Night 22:00-07:30", "Cara", "VACANT", "Agency", "Dan"],
    ]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert (
        duties(imported)
        == {
            "Asha": ["2 07:00-15:00", "3 07:00-15:00"],
            "Ben": ["4 07:00-15:00", "5 07:00-15:00"],
            "Cara": ["5 07:00-15:00", "2 22:00-07:30"],
            "Dan": ["5 22:00-07:30"],
        }
        or len(imported.plan.duties) == 7
    )
    assert (imported.num_unfilled("vacant"), imported.num_unfilled("agency")) == (1, 1)


def test_dates_down_and_shifts_across_with_names_in_the_cells(tmp_path: Path) -> None:
    text = (
        "Date,Early 07:00-15:00,Late 14:30-22:30\n02/11/2026,Asha,Ben\n03/11/2026,Asha,Cara\n"
        "04/11/2026,Ben,Cara\n05/11/2026,Ben,Asha\n"
    )
    imported = read(csv(tmp_path / "rota.csv", text))
    assert {name: len(days) for name, days in duties(imported).items()} == {
        "Asha": 3,
        "Ben": 3,
        "Cara": 2,
    }


def test_posts_whose_hours_nobody_says_are_asked_about(tmp_path: Path) -> None:
    text = (
        "Date,Day reg,Night reg\n02/11/2026,Asha,Ben\n03/11/2026,Asha,Cara\n"
        "04/11/2026,Ben,Cara\n05/11/2026,Ben,Asha\n"
    )
    path = csv(tmp_path / "rota.csv", text)
    assert "'Day reg' hold names, and nobody knows the hours" in asked(path)
    codes = {"DAY REG": "08:00-20:00", "NIGHT REG": "20:00-08:00"}
    assert len(read(path, Mapping(codes=codes)).plan.duties) == 8


def times_below(path: Path, rows: Sequence[Sequence[Cell]], merged: Sequence[str]) -> Path:
    saved(path, ("Rota", rows))
    book = load_workbook(path)
    for cells in merged:
        book["Rota"].merge_cells(cells)
    book.save(path)
    return path


def test_an_activity_left_of_each_day_tells_leave_from_duties(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", None, "Mon 2 Nov 2026", None, None, "Tue 3 Nov 2026", None],
        [None, None, "Start", "End", None, "Start", "End"],
        ["Asha", "Visits\nMeeting", "07:00\n11:00", "11:00\n12:00", "Visits", "08:00", "14:00"],
        ["Ben", "Holiday", "00:00", "23:59", "Visits", "08:00", "14:00"],
    ]
    path = times_below(tmp_path / "rota.xlsx", rows, ["C1:D1", "F1:G1"])
    imported = read(path)
    assert duties(imported) == {
        "Asha": ["2 07:00-12:00", "3 08:00-14:00"],
        "Ben": ["3 08:00-14:00"],
    }
    assert away(imported) == [("Ben", 2, 2, "leave")]
    rows[2][2:4] = ["07:00\n16:00", "12:00\n21:00"]
    path = times_below(tmp_path / "spells.xlsx", rows, ["C1:D1", "F1:G1"])
    assert duties(read(path))["Asha"] == ["2 07:00-12:00 16:00-21:00", "3 08:00-14:00"]
    rows[2][2:4] = ["07:00\n11:00", "12:00\n21:00"]
    path = times_below(tmp_path / "overlap.xlsx", rows, ["C1:D1", "F1:G1"])
    assert "Rota!C3: Asha, 2026-11-02: 07:00-12:00 and 11:00-21:00 are two spells" in asked(path)


def test_starts_above_ends_with_leave_between(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(4)],
        [None, "Mon", "Tue", "Wed", "Thu"],
        ["Asha", time(7), time(7), None, time(19)],
        [None, time(19, 30), time(19, 30), None, time(7, 30)],
        ["Ben", "AL", "AL", time(7), None],
        [None, None, None, time(15), None],
    ]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert duties(imported) == {
        "Asha": ["2 07:00-19:30", "3 07:00-19:30", "5 19:00-07:30"],
        "Ben": ["4 07:00-15:00"],
    }
    assert away(imported) == [("Ben", 2, 3, "leave")]
    rows[5][3] = None
    assert "'07:00' is a code" in asked(saved(tmp_path / "half.xlsx", ("Rota", rows)))


def test_length_and_overtime_are_what_is_paid(tmp_path: Path) -> None:
    parts = ["Start", "Finish", "Length", "O/T"]
    rows: list[list[Cell]] = [
        ["Name", MONDAY, *[None] * 3, date(2026, 11, 3), *[None] * 3],
        [None, "Monday", *[None] * 3, "Tuesday"],
        [None, *parts, *parts],
        ["Full-time staff"],
        ["Asha", 800, 1630, 7.5, None, 800, 1740, 7.5, 1.5],
        ["Ben", "S/L", "S/L", 7.5, None, 1300, 2120, 7.5, None],
        ["VACANCY", 800, 1630, 7.5, None, "-", "-", 0, None],
    ]
    merged = ["B1:E1", "F1:I1", "B2:E2", "F2:I2"]
    imported = read(times_below(tmp_path / "rota.xlsx", rows, merged))
    assert [*duties(imported)] == ["Asha", "Ben"]
    assert paid(imported) == [7.5, 9, 7.5]
    assert away(imported) == [("Ben", 2, 2, "sickness")]
    assert imported.num_unfilled("vacant") == 1
    rows[5] = ["Ben", "-", "-", 0, 0.5, 1300, 2120, 7.5, None]
    said = asked(times_below(tmp_path / "overtime.xlsx", rows, merged))
    assert "Rota!E6: Ben, 2026-11-02: overtime without a start and an end" in said


def test_a_joined_duty_over_sixteen_hours_or_with_words_is_asked_about(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", MONDAY, None, date(2026, 11, 3), None],
        [None, "Start", "End", "Start", "End"],
        ["Asha", "16:00", "11:00", "07:00", "late"],
    ]
    said = asked(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert "16:00-11:00 is a duty of 19 hours" in said
    assert "'07:00 and late' are no start and end" in said


def test_vacancies_and_agency_are_need_and_no_people(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *WEEK],
        ["Asha", "D", "D", None, None, "N", "N"],
        ["VACANT", "D", None, "D", None, "D"],
        ["Agency", None, "D", None, "D", None, "D"],
        ["Cover required", None, "N", *[None] * 4, "N"],
    ]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert [*duties(imported)] == ["Asha"]
    assert (imported.num_unfilled("vacant"), imported.num_unfilled("agency")) == (5, 3)
    monday = [
        row
        for row in imported.case.cover
        if row.band.startswith("0700") and (not row.weekdays or "mon" in row.weekdays)
    ]
    assert sum(row.heads for row in monday) == 2
    assert {row.short_hour for row in imported.case.cover} == {None, 60}


@pytest.mark.parametrize("name", ["Bank", "Open shifts", "Unfilled 2", "HCA (vacant)", "TBC"])
def test_other_words_for_work_that_nobody_does(tmp_path: Path, name: str) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "D"], [name, None, "D"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert read(path).num_unfilled("vacant") == 1
    assert [*duties(read(path, Mapping(rows={name: "person"})))] == ["Ann", name]


def test_duties_of_a_day_and_a_night(tmp_path: Path) -> None:
    text = "Name,Date,Start,End\nAsha,02/11/2026,08:00,08:00\nBen,03/11/2026,09:00,17:00\n"
    imported = read(csv(tmp_path / "list.csv", text))
    assert duties(imported) == {"Asha": ["2 08:00-08:00"], "Ben": ["3 09:00-17:00"]}
    assert paid(imported) == [24, 7.5]


@pytest.mark.parametrize("cell", ["o/c", "AL/D", "R/O", "D/hub", "half day AL", "07:00-15:00 OFF"])
def test_what_is_only_half_known_is_asked_about(tmp_path: Path, cell: str) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "D", cell]]
    assert "Rota!C2" in asked(saved(tmp_path / "rota.xlsx", ("Rota", rows)))


def test_a_doubtful_code_is_read_as_unconfirmed(tmp_path: Path) -> None:
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", [["Name", *WEEK], ["Ann", "D?"]])))
    assert any("D? is read as D, unconfirmed" in note.text for note in imported.notes)


def test_a_column_of_duties_under_no_date_is_asked_about_and_totals_are_not(
    tmp_path: Path,
) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(4), "31/11/2026", "Total"],
        ["Ann", "D", "D", "", "", "D", 36],
    ]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert "column '31/11/2026' holds codes" in asked(path)
    corrected = Mapping(cells={"Rota!F1": "06/11/2026"})
    assert len(read(path, corrected).plan.duties) == 3
    assert len(read(path, Mapping(columns={"31/11/2026": "ignore"})).plan.duties) == 2


def test_a_row_of_duties_without_a_name_is_asked_about_and_one_of_words_is_not(
    tmp_path: Path,
) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "D"], [None, None, "N", "N"]]
    assert "no name below 'Ann'" in asked(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    rows[2] = [None, None, "Staff meeting"]
    assert len(read(saved(tmp_path / "words.xlsx", ("Rota", rows))).plan.duties) == 1


def test_names_keep_their_letters_and_ids_are_readable(tmp_path: Path) -> None:
    names = ["Zoë O’Brien", "Łukasz Żak", "José Núñez", "Ольга", "李娜"]
    rows: list[list[Cell]] = [["Name", *WEEK], *[[name, "D"] for name in names]]
    people = read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case.people
    assert [person.name for person in people] == names
    assert [person.person for person in people] == [
        "Zoe-OBrien",
        "Lukasz-Zak",
        "Jose-Nunez",
        "Olga",
        "LiNa",
    ]


def test_people_of_one_name_with_other_numbers_are_other_people(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Name", "Staff no", *WEEK], ["Ann", 7, "D"], ["Ann", 8, "D"]]
    people = read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case.people
    assert [(one.person, one.name) for one in people] == [("7", "Ann"), ("8", "Ann")]


def test_what_was_answered_stays_in_the_next_mapping(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "D", "Q7"], ["Pool", "D", "W5"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    given = Mapping(rows={"Pool": "vacant"}, codes={"Q7": "leave"}, year=2026)
    with pytest.raises(QuestionsError) as questions:
        read(path, given)
    text = questions.value.mapping
    assert "year = 2026" in text
    assert '"Q7" = "leave"' in text
    assert '"Pool" = "vacant"' in text
    assert '# "W5" = "…"' in text


def test_columns_of_leave_beside_the_names_are_asked_about(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Leave from", "Leave left", *WEEK],
        ["Ann", None, 12, "D"],
        ["Bob", "03/11/2026", 10, "D"],
    ]
    said = asked(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert "column 'Leave from'" in said
    assert "Leave left" not in said


def test_a_row_of_a_list_that_says_swapped_is_asked_about(tmp_path: Path) -> None:
    text = "Date,Name,Shift,Status\n2026-11-02,Ann,E,Fine\n2026-11-02,Bob,L,Swapped with Cat\n"
    assert "'Swapped with Cat'" in asked(csv(tmp_path / "list.csv", text))
