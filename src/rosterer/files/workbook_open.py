"""How is a workbook opened that a stranger sent?

It is a zip archive of XML: it can be damaged, no workbook at all, or made to unfold into more than
a machine holds. What is too large or declares XML entities is refused before anything is parsed.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from rosterer.files.faults import BadInput, Fault
from rosterer.files.workbook_repair import cells_alone, is_strict, without_extensions
from rosterer.files.workbook_rows import RowCount

if TYPE_CHECKING:
    from openpyxl import Workbook

SUFFIX = ".xlsx"
LARGEST_FILE = 50_000_000
"""Bytes; a case of ten thousand people with its history takes about twenty million."""
LARGEST_UNFOLDED = 400_000_000
"""Bytes of all parts together once unpacked; XML of worksheets packs to about a tenth."""
LARGEST_LAID_OUT = 60_000_000
"""Bytes of one sheet that is read with styles and merged cells, all in memory at once."""
LARGEST_RANGE = 100_000
"""Cells of one merged or linked range; a heading over a year of days has a few hundred."""
LARGEST_RATIO = 200
"""Unpacked over packed bytes of a part; honest sheets stay under forty, zip bombs exceed a
thousand.
"""
MOST_EMPTY_ROWS = 100_000
"""Rows of a sheet beyond those for which there are values; a format that was spread downwards
leaves some ten thousand, and a million takes as long to read as a large case.
"""
_RATIO_COUNTS_FROM = 1_000_000
_CHUNK = 1 << 20


def is_workbook(path: Path) -> bool:
    """Whether a name is that of a workbook."""
    return path.suffix.lower() == SUFFIX


@contextmanager
def opened(
    path: Path, *, is_streamed: bool, is_computed: bool = False, is_rich: bool = False
) -> "Iterator[Workbook]":
    """A workbook to read from; closed afterwards.

    Parameters
    ----------
    is_streamed
        Reads rows one after another without styles, merged cells and notes: for large tables.
    is_computed
        Gives the values that formulas had when the file was saved, instead of the formulas.
    is_rich
        Keeps how parts of a text look.

    Raises
    ------
    BadInput
        When there is no file, or it is no workbook that can be read safely.
    """
    content = _safe_content(path, can_unfold=not is_streamed)
    import openpyxl

    with warnings.catch_warnings():
        # openpyxl warns of parts of a workbook that it leaves out (extensions, drawings); none of
        # them hold values of cells
        warnings.simplefilter("ignore")

        def loaded(source: io.BytesIO) -> "Workbook":
            return openpyxl.load_workbook(
                source,
                read_only=is_streamed,
                data_only=is_computed,
                keep_links=False,
                rich_text=is_rich,
            )

        book = _first_readable(path, content, loaded)
        try:
            yield book
        except BadInput:
            raise
        except Exception as wrong:  # streamed sheets are parsed only while they are read
            raise _unreadable(path) from wrong
        finally:
            book.close()


def has_lost_styles(book: "Workbook") -> bool:
    """Whether a workbook could only be read without colours and notes."""
    return book in _BARE


_BARE: "WeakSet[Workbook]" = WeakSet()


def _first_readable(
    path: Path, content: io.BytesIO, loaded: "Callable[[io.BytesIO], Workbook]"
) -> "Workbook":
    """The workbook as it is, or else without extensions, or else its cells alone."""
    try:
        first = without_extensions if is_strict(content) else None
    except Exception:  # an archive too damaged to be looked into; what follows says so
        first = None
    for repaired in dict.fromkeys((first, without_extensions, cells_alone)):
        try:
            book = loaded(content if repaired is None else repaired(content))
        except Exception as wrong:  # a damaged workbook raises whatever the parser stumbles over
            failure = wrong
            continue
        if book.worksheets:
            if repaired is cells_alone:
                _BARE.add(book)
            return book
        failure = ValueError("no sheets")
    raise _unreadable(path) from failure


def _unreadable(path: Path) -> BadInput:
    remedy = "open it in a spreadsheet program and save it as .xlsx again"
    return BadInput([Fault(path.name, "is no workbook that can be read", remedy)])


def _safe_content(path: Path, *, can_unfold: bool) -> io.BytesIO:
    """The file in memory: openpyxl leaves a file open when it gives up on it."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise BadInput(
                [
                    Fault(
                        path.name,
                        f"has {size / 1e6:,.0f} MB",
                        f"a workbook has at most {LARGEST_FILE / 1e6:,.0f}",
                    )
                ]
            )
        content = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(content) as archive:
            _refuse_bomb(path, archive)
            _refuse_other_archive(path, archive)
            for part in archive.infolist():
                _refuse_odd_part(path, archive, part)
                if can_unfold:
                    _refuse_wide_ranges(path, archive, part)
        return content
    except OSError as refused:
        if isinstance(refused, FileNotFoundError):
            raise BadInput(
                [Fault(str(path), "does not exist", "give the name of a workbook")]
            ) from refused
        reason = refused.strerror or "damaged"
        raise BadInput(
            [
                Fault(
                    path.name,
                    f"cannot be read ({reason})",
                    "check that it is a file that you may open",
                )
            ]
        ) from refused
    except BadInput:
        raise
    except Exception as wrong:  # zipfile raises many kinds of errors for damaged archives
        remedy = "open it in a spreadsheet program and save it as .xlsx, without a password"
        message = f"is no .xlsx workbook, or a damaged one{_other_kind(path)}"
        raise BadInput([Fault(path.name, message, remedy)]) from wrong


_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old .xls workbook, or one with a password"),
    (b"<html", "a web page"),
    (b"<!doctype html", "a web page"),
    (b"<?xml", "an XML document"),
    (b"%pdf", "a PDF"),
    (b"{\\rtf", "a text document"),
)


def _other_kind(path: Path) -> str:
    """What a file is that is called a workbook, by how it begins."""
    try:
        with path.open("rb") as stream:
            begins = stream.read(200).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    except OSError:
        return ""
    return next(
        (f" (it is {kind})" for start, kind in _OTHER_KINDS if begins.startswith(start)), ""
    )


def _refuse_other_archive(path: Path, archive: zipfile.ZipFile) -> None:
    """Other documents are zip archives too."""
    names = set(archive.namelist())
    kind = next(
        (
            kind
            for name, kind in (
                ("content.xml", "an OpenDocument spreadsheet (.ods)"),
                ("Index/Document.iwa", "a Numbers document"),
                ("word/document.xml", "a text document (.docx)"),
                ("xl/workbook.bin", "a binary workbook (.xlsb)"),
            )
            if name in names
        ),
        "",
    )
    if kind and "xl/workbook.xml" not in names:
        remedy = "open it in a spreadsheet program and save it as .xlsx"
        raise BadInput([Fault(path.name, f"is {kind}, no .xlsx workbook", remedy)])


def _refuse_bomb(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unfolded = sum(part.file_size for part in parts)
    swollen = [
        part
        for part in parts
        if part.file_size > _RATIO_COUNTS_FROM
        and part.file_size > LARGEST_RATIO * max(1, part.compress_size)
    ]
    if unfolded > LARGEST_UNFOLDED or swollen or len(parts) > 10_000:
        message = f"unpacks to {unfolded / 1e6:,.0f} MB, which no honest workbook of its size does"
        raise BadInput([Fault(path.name, message, "copy its cells into a new workbook")])


def _refuse_odd_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """XML entities can unfold into anything, and no spreadsheet program writes them; rows without
    a value take hardly a byte each and long to read.
    """
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    last, rows = b"", RowCount()
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if (
                b"<!DOCTYPE" in last + chunk
                or b"<!ENTITY" in last + chunk
                or (not last and b"\x00" in chunk[:4])
            ):
                raise BadInput(
                    [
                        Fault(
                            path.name,
                            f"declares XML entities in {part.filename}",
                            "copy its cells into a new workbook",
                        )
                    ]
                )
            last = chunk[-16:]
            rows.read(chunk)
    if rows.num_empty > MOST_EMPTY_ROWS:
        message = f"has {rows.num_empty:,} rows without a value in {part.filename}"
        raise BadInput([Fault(path.name, message, "copy its cells into a new workbook")])


_RANGE = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*\bref\s*=\s*[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"
)


def _refuse_wide_ranges(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """openpyxl makes every cell of a merged or linked range; a range over a whole sheet would be
    seventeen billion.
    """
    if not part.filename.lower().startswith("xl/worksheets/") or not part.filename.lower().endswith(
        ".xml"
    ):
        return
    if part.file_size > LARGEST_LAID_OUT:
        message = f"has a sheet of {part.file_size / 1e6:,.0f} MB"
        raise BadInput([Fault(path.name, message, "copy the rota alone into a new workbook")])
    for left, top, right, bottom in _RANGE.findall(archive.read(part)):
        if (abs(_column(right) - _column(left)) + 1) * (
            abs(int(bottom) - int(top)) + 1
        ) > LARGEST_RANGE:
            where = f"{left.decode()}{top.decode()}:{right.decode()}{bottom.decode()}"
            raise BadInput(
                [
                    Fault(
                        path.name,
                        f"merges or links the cells {where}",
                        "unmerge them, or copy the rota alone",
                    )
                ]
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
