"""Are the postcode sectors real, in use, and small enough to carry?"""

import subprocess
import sys
from pathlib import Path

import pytest

import rosterer_models.library
from rosterer_models.library.build_sectors import Postcodes, rows
from rosterer_models.library.sectors import DERBY, find_sector, nearest_sectors, sectors, sectors_of

FOLDER = Path(rosterer_models.library.__file__).parent


def street(east: float, north: float, count: int = 24, authority: str = "E1") -> Postcodes:
    letters = [first + second for first in "ABDEF" for second in "GHJLN"][:count]
    return {unit: (east + 100 * number, north, authority) for number, unit in enumerate(letters)}


def test_the_city_of_derby_has_48_sectors() -> None:
    derby = sectors_of(DERBY)
    assert len(derby) == 48
    assert {sector.district for sector in derby} == {
        "DE1",
        "DE2",
        "DE21",
        "DE22",
        "DE23",
        "DE24",
        "DE3",
        "DE7",
        "DE72",
        "DE73",
        "DE74",
    }


def test_a_renumbered_sector_is_found_under_its_new_name() -> None:
    assert find_sector("DE2 6").sector == "DE21 6"
    assert find_sector("de216") == find_sector("DE21-6")


def test_every_successor_is_a_sector_in_use() -> None:
    names = {sector.sector: sector for sector in sectors()}
    successors = {sector.superseded_by for sector in sectors() if sector.superseded_by}
    assert successors
    assert all(names[name].superseded_by == "" for name in successors)


def test_northern_ireland_and_sectors_of_fewer_than_20_postcodes_are_left_out() -> None:
    assert all(
        sector.postcodes >= 20 and not sector.district.startswith("BT") for sector in sectors()
    )


def test_every_sector_lies_on_the_grid_of_great_britain() -> None:
    for sector in sectors():
        assert 50_000 < sector.easting < 660_000, sector
        assert 5_000 < sector.northing < 1_220_000, sector


def test_nearest_sectors_come_in_order_and_are_lived_in() -> None:
    centre = find_sector("DE1 1")
    near = nearest_sectors(centre.easting, centre.northing, 30)
    gaps = [
        (sector.easting - centre.easting) ** 2 + (sector.northing - centre.northing) ** 2
        for sector in near
    ]
    assert near[0] == centre
    assert gaps == sorted(gaps)
    assert "DE1 0" not in {
        sector.sector for sector in near
    }  # 397 postcodes on two coordinates: PO boxes


def test_a_sector_becomes_a_place_that_a_case_can_name() -> None:
    place = find_sector("DE21 6").place
    assert (place.place, place.kind, place.district) == ("DE21-6", "sector", "DE21")


def test_asking_for_an_unknown_sector_says_how_to_write_one() -> None:
    with pytest.raises(LookupError, match="DE21 6"):
        find_sector("ZZ9 9")


def test_the_table_is_small_and_its_notice_carries_every_attribution() -> None:
    assert (FOLDER / "sectors.csv.gz").stat().st_size < 200_000
    for text in (
        (FOLDER / "NOTICE").read_text(),
        (FOLDER.parents[2] / "docs/reference/postcodes.md").read_text(encoding="utf-8"),
    ):
        assert "Crown copyright and database right" in text
        assert "Royal Mail copyright and database right" in text
        assert (
            "Office for National Statistics licensed under the Open Government Licence v.3.0"
            in text
        )


def test_the_table_is_derived_by_mean_position_count_and_successor() -> None:
    old, new, other = street(1000, 5000), street(1010, 5000), street(90_000, 5000, authority="E2")
    table = {
        row[0]: row[1:]
        for row in rows({"ZZ2 6": old, "ZZ21 6": new, "ZZ22 6": other, "ZZ3 6": street(0, 0, 19)})
    }
    # 24 postcodes 100 m apart: mean 1000 + 100 × 23 / 2 = 2150.
    assert table["ZZ2 6"] == ("2150", "5000", "ZZ2", "24", "24", "ZZ21 6", "E1")
    assert table["ZZ21 6"][5] == ""
    assert table["ZZ22 6"][5:] == ("", "E2")
    assert "ZZ3 6" not in table  # 19 postcodes


def test_the_library_reaches_no_mathematics_and_no_tables() -> None:
    modules = ["holidays", "patterns", "prices", "rules", "sectors"]
    code = "import sys\n" + "\n".join(
        f"import rosterer_models.library.{module}" for module in modules
    )
    code += (
        "\nprint(sorted({'numpy', 'pandas', 'scipy', 'highspy', 'ortools', 'holidays'} & "
        "set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
