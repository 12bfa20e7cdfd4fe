"""How do files get damaged: by hands, by spreadsheet programs, by disks and by those who mean harm?

Everything is drawn from one source of chance, so that a number repeats a damage.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from random import Random

Table = list[list[str]]
Parts = dict[str, bytes]

HOSTILE = (
    *(
        "",
        " ",
        "-",
        "?",
        "n/a",
        "null",
        "None",
        "TRUE",
        "yes no",
        "'",
        '"',
        '""',
        "a\nb",
        "a\rb",
        "\x00",
        "\x07",
        "\u200b",
        "\u202e",
    ),
    *(
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "1e999",
        "-1e308",
        "1e308",
        "5e-324",
        "-0",
        "0",
        "-1",
        "1",
        "2",
        "1.5",
        "9" * 40,
    ),
    *(
        "9" * 5000,
        "0x10",
        "1_000",
        "1,5",
        "1500,50",
        "1.500,50",
        "£12",
        "12%",
        "1e5",
        "+3",
        "٣",
        "½",
        "১২",
        "2147483648",
    ),
    *(
        "18446744073709551616",
        "2026-02-29",
        "2024-02-29",
        "2028-02-29",
        "29/02/2026",
        "31/04/2026",
        "2026-03-29",
        "2026-10-25",
    ),
    *(
        "29/03/2026 01:30",
        "2026-10-25T01:30:00",
        "0001-01-01",
        "1899-12-31",
        "9999-12-31",
        "10000-01-01",
        "0000-00-00",
        "46000",
    ),
    *(
        "46000.5",
        "45,962",
        "2026-13-01",
        "02.11.26",
        "Nov-26",
        "24:00",
        "24:61",
        "25:00",
        "7:00",
        "07:00:00",
        "0700",
        "-01:00",
        "1:30",
    ),
    *(
        "0.3125",
        "99:99",
        "7am",
        "=1+1",
        "=SUM(A1:A9)",
        "+A1",
        "@x",
        "=cmd|' /C calc'!A0",
        "#REF!",
        "#N/A",
        "#DIV/0!",
        "../../x",
    ),
    *(
        "a=1",
        "a=1;a=2",
        "=;=",
        "morning=",
        "morning=nan",
        "morning=1e9;tea=-1",
        "mon tue mon",
        "xyz",
        "[1]",
        "{}",
        '{"a":1}',
        "<b>",
        "&amp;",
    ),
    *(
        "é" * 300,
        "x" * 40_000,
        "ﷺ",
        "😀",
        "e\u0301",
        "%s%n",
        "\ufeff",
        "\ufffe",
        "\ud7ff",
        "Robert'); DROP TABLE people;--",
        "  p1  ",
    ),
)
"""What stands where something else should: nothing, foreign digits, impossible days and times,
numbers out of range, formulas.
"""

RAW = (
    b"",
    b"\x00",
    b"\xff",
    b"\xc3",
    b'"',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"[",
    b"{",
    b"}",
    b"]",
    b"-1",
    b"1e999",
    b"nan",
    b"\xef\xbb\xbf",
)
ENCODINGS = ("cp1252", "utf-16", "utf-16-be", "utf-8-sig", "utf-32", "cp037")


def damaged_text(content: bytes, chance: Random) -> bytes:
    """Bytes cut, flipped, put in, swapped, doubled; or all of them in another encoding."""
    place, length = chance.randrange(len(content) + 1), chance.choice((0, 1, 1, 2, 5, 40, 400))
    match chance.randrange(8):
        case 0:
            return content[:place]
        case 1:
            return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]
        case 2:
            return content[place:]
        case 3:
            return content + content
        case 4:
            text = content.decode(errors="replace").replace("a", "é", 1)
            return text.encode(chance.choice(ENCODINGS), errors="replace")
        case 5:
            return content.replace(
                *chance.choice(
                    (
                        (b",", b";"),
                        (b"\n", b"\r"),
                        (b"\n", b"\r\n"),
                        (b".", b","),
                        (b",", b"\t"),
                        (b'"', b"'"),
                    )
                )
            )
        case 6:
            return content[:place] + chance.choice(HOSTILE).encode() + content[place + length :]
    return content[:place] + chance.choice(RAW) + content[place + length :]


def damaged_table(rows: Table, chance: Random) -> Table:
    """A table with a cell, a row or a column spoilt, doubled, swapped or gone."""
    rows = [list(row) for row in rows]
    if not rows:
        return [[chance.choice(HOSTILE)]]
    row, column = chance.randrange(len(rows)), chance.randrange(max(1, max(map(len, rows))))
    other = chance.randrange(max(1, max(map(len, rows))))
    match chance.randrange(12):
        case 0 | 1 | 2 | 3:
            _set(rows[row], column, chance.choice(HOSTILE))
        case 4:
            for line in rows:
                del line[column : column + 1]
        case 5:
            for line in rows:
                line.insert(other, line[column] if column < len(line) else "")
        case 6:
            _set(
                rows[0],
                column,
                chance.choice(
                    (
                        chance.choice(HOSTILE),
                        *rows[0][:2],
                        "".join(rows[0][-1:]).upper(),
                        "Comments",
                    )
                ),
            )
        case 7:
            rows.insert(row, rows[chance.randrange(len(rows))])
        case 8:
            del rows[row]
        case 9:
            for line in rows[1:]:
                _set(line, column, chance.choice(HOSTILE))
        case 10:
            rows = [[cell.replace(".", ",") for cell in line] for line in rows]
        case _:
            for line in rows:
                line[column : column + 1], line[other : other + 1] = (
                    line[other : other + 1],
                    line[column : column + 1],
                )
    return rows


def table_of(content: bytes) -> Table:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def csv_of(rows: Table, chance: Random) -> bytes:
    """A CSV file as some program writes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=chance.choice(",,,,;\t"),
        lineterminator=chance.choice(("\n", "\r\n", "\r")),
        quoting=chance.choice((0, 0, 0, 1)),
    )
    writer.writerows(rows)
    return out.getvalue().encode(
        chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1252")), errors="replace"
    )


def damaged_file(content: bytes, chance: Random) -> bytes | None:
    """A CSV file spoilt as a table or as bytes; or gone."""
    kind = chance.randrange(20)
    if kind == 0:
        return None
    if kind < 5:
        return damaged_text(content, chance)
    return csv_of(damaged_table(table_of(content), chance), chance)


def damaged_document(document: object, chance: Random) -> object:
    """A JSON value in which something is another value, gone, or there twice."""
    odd: tuple[object, ...] = (
        None,
        True,
        [],
        {},
        [[]],
        [None],
        {"a": {}},
        0,
        -1,
        2**70,
        1e308,
        float("nan"),
        float("inf"),
        *HOSTILE[:40],
    )
    if isinstance(document, dict) and document and chance.random() < 0.93:
        key = chance.choice(sorted(document))
        match chance.randrange(12):
            case 0:
                return {name: value for name, value in document.items() if name != key}
            case 1:
                return {**document, chance.choice(HOSTILE): document[key]}
            case 2:
                return {
                    (chance.choice(HOSTILE) if name == key else name): value
                    for name, value in document.items()
                }
        return {**document, key: damaged_document(document[key], chance)}
    if isinstance(document, list) and document and chance.random() < 0.9:
        place = chance.randrange(len(document))
        match chance.randrange(10):
            case 0:
                return document[:place] + document[place + 1 :]
            case 1:
                return [*document, document[place]]
            case 2:
                return document[place]
        return [
            *document[:place],
            damaged_document(document[place], chance),
            *document[place + 1 :],
        ]
    return chance.choice((*odd, chance.choice(HOSTILE)))


def parts_of(book: bytes) -> Parts:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def book_of(parts: Mapping[str, bytes]) -> bytes:
    """A workbook of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_ROW = re.compile(rb"<row .*?</row>", re.DOTALL)


def damaged_book(book: bytes, parts: Parts, chance: Random) -> bytes:
    """A workbook with a cell, a row, a sheet or some bytes spoilt."""
    match chance.randrange(10):
        case 0:
            place = chance.randrange(len(book))
            return chance.choice(
                (
                    book[:place],
                    book[:place] + bytes([chance.randrange(256)]) + book[place + 1 :],
                    book[place:],
                )
            )
        case 1:
            victim = chance.choice(sorted(parts))
            return book_of({name: content for name, content in parts.items() if name != victim})
        case 2:
            victim = chance.choice(sorted(parts))
            return book_of({**parts, victim: damaged_text(parts[victim], chance)})
    victim = chance.choice(
        [name for name in sorted(parts) if name.startswith("xl/worksheets/sheet")]
    )
    spoil: Callable[[bytes, Random], bytes] = chance.choice(
        (_odd_cell, _odd_cell, _odd_cell, _odd_cell, _odd_row)
    )
    return book_of({**parts, victim: spoil(parts[victim], chance)})


def _odd_cell(sheet: bytes, chance: Random) -> bytes:
    cells = list(_CELL.finditer(sheet))
    if not cells:
        return sheet.replace(
            b"<sheetData/>", b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        )
    cell = chance.choice(cells)
    return sheet[: cell.start()] + _cell(cell[1], chance) + sheet[cell.end() :]


def _cell(place: bytes, chance: Random) -> bytes:
    """A cell of any kind that a program may write: text, number, date, formula, error, truth; or of
    none.
    """
    text = chance.choice(HOSTILE).replace("&", "&amp;").replace("<", "&lt;").encode()
    text = (
        text.replace(b"\x00", b"&#0;")
        if chance.random() < 0.5
        else re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", text)
    )
    number = chance.choice(
        (
            b"46000",
            b"46000.3125",
            b"0.5",
            b"60",
            b"61",
            b"2958466",
            b"-1",
            b"1e308",
            b"1E+999",
            b"NaN",
            b"9" * 40,
            b"",
            b"x",
        )
    )
    place = chance.choice(
        (
            place,
            place,
            place,
            place,
            place,
            b"A1",
            b"XFD1048576",
            b"a1",
            b"1A",
            b"$B$2",
            b"ZZZ9",
            b"A0",
        )
    )
    return b'<c r="%s"' % place + chance.choice(
        (
            b' t="inlineStr"><is><t>%s</t></is></c>' % text,
            b' t="inlineStr"><is><r><t>%s</t></r><r><t>b</t></r></is></c>' % text,
            b' t="str"><v>%s</v></c>' % text,
            b' t="s"><v>%s</v></c>' % number,
            b"><v>%s</v></c>" % number,
            b' s="%s"><v>%s</v></c>'
            % (chance.choice((b"0", b"1", b"2", b"3", b"999", b"-1")), number),
            b' t="d"><v>%s</v></c>' % text,
            b' t="b"><v>%s</v></c>' % number,
            b' t="e"><v>#REF!</v></c>',
            b' t="zz"><v>1</v></c>',
            b"><f>SUM(A1:A9)</f><v>%s</v></c>" % number,
            b'><f t="shared" si="0" ref="A1:A9">A1</f></c>',
            b"/>",
        )
    )


def _odd_row(sheet: bytes, chance: Random) -> bytes:
    rows = list(_ROW.finditer(sheet))
    if not rows:
        return sheet
    row = chance.choice(rows)
    number = chance.choice((b"0", b"-1", b"1048576", b"1048577", b"9" * 20, b"x", b"2"))
    new = chance.choice(
        (
            b"",
            row[0] + row[0],
            row[0].replace(b"<row ", b'<row hidden="1" ', 1),
            re.sub(rb'<row r="\d+"', b'<row r="' + number + b'"', row[0], count=1),
            b"<row>" + row[0].partition(b">")[2],
        )
    )
    return sheet[: row.start()] + new + sheet[row.end() :]


def _set(line: list[str], column: int, value: str) -> None:
    line += [""] * (column + 1 - len(line))
    line[column] = value
