"""How does a case or a plan come in over the network, without harm?

A body is JSON, a zip of CSV files, or a workbook. It is written to a folder of its own while it
arrives. Before anything is unpacked, the names, the number and the size of what is inside are
looked at.
"""

import errno
import lzma
import zipfile
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from rosterer.files import BadInput, Fault
from rosterer_api.bodies import require_sound_document
from rosterer_api.problems import ErrorItem, ProblemError, bad_request
from rosterer_api.readings import Readings
from rosterer_api.scratch import for_a_while
from rosterer_api.settings import Settings

JSON, ZIP = "application/json", "application/zip"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE = "application/octet-stream"
"""Any of the others, told apart by its content: programs that were generated know no other file."""
SUFFIXES = {JSON: ".json", ZIP: ".zip", WORKBOOK: ".xlsx", FILE: ""}
PLAIN = (".json", ".csv")
"""Ends of files that are no zip files."""
_SEND = "send JSON, a zip of CSV files, or a workbook"
WORKBOOK_PART = "[Content_Types].xml"
"""Every workbook has it, and no table is called so."""
MOST_ENTRIES = 200
LONGEST_NAME = 100
MOST_EXPANSION = 200
"""A file inside a zip may be so many times its packed size; tables of zeros pack to a hundredth,
bombs to a thousandth.
"""
USUAL_EXPANSION = 10
"""Tables are packed to about a tenth."""
SMALL_BYTES = 1_000_000
"""Below this size any expansion is harmless."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    LookupError,
    OSError,
    ValueError,
)
"""What unpacking a damaged zip file may raise."""
Read = TypeVar("Read")


async def read_upload(request: Request, settings: Settings, read: Callable[[Path], Read]) -> Read:
    """What the body of a request holds.

    Raises
    ------
    BadInput
        When it is no sound case or plan.
    ProblemError
        415 when it is of another type, 422 when there is none.
    """
    async with _received(request) as file:
        return await _read_in_turn(request, file, settings, read)


async def read_file(
    request: Request, name: str, content: bytes, settings: Settings, read: Callable[[Path], Read]
) -> Read:
    """What a file holds that a form has brought, or that was kept of one.

    Parameters
    ----------
    name
        What it is called while it is read: plain, without a folder; without an end it is told apart
        by its content.

    Raises
    ------
    BadInput
        When it cannot be read.
    """
    if not content:
        raise BadInput([Fault("the file", "is empty, or none was chosen", "choose a file")])
    with for_a_while("rosterer-upload-") as folder:
        file = folder / name
        await run_in_threadpool(file.write_bytes, content)
        file = file if file.suffix else await run_in_threadpool(_told_apart, file)
        return await _read_in_turn(request, file, settings, read)


async def _read_in_turn(
    request: Request, file: Path, settings: Settings, read: Callable[[Path], Read]
) -> Read:
    readings: Readings = request.app.state.service.readings
    who = request.scope["principal"].id
    size = file.stat().st_size * (1 if file.suffix in PLAIN else USUAL_EXPANSION)
    look = partial(_read, file, settings, read)
    return await readings.read(who, request.is_disconnected, look, size)


@asynccontextmanager
async def _received(request: Request) -> AsyncIterator[Path]:
    kind = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if kind not in SUFFIXES:
        raise ProblemError(415, "unsupported-type", f"send one of: {', '.join(SUFFIXES)}")
    with for_a_while("rosterer-upload-") as folder:
        file = folder / f"body{SUFFIXES[kind]}"
        with file.open("wb") as target:
            async for chunk in request.stream():
                target.write(chunk)
        if file.stat().st_size == 0:
            raise bad_request([ErrorItem(detail="the request has no body", remedy=_SEND)])
        yield file if file.suffix else await run_in_threadpool(_told_apart, file)


def _told_apart(file: Path) -> Path:
    """The same file under a name that says what it is."""
    suffix = ".json"
    if zipfile.is_zipfile(file):
        with suppress(*BROKEN), zipfile.ZipFile(file) as archive:
            suffix = ".xlsx" if WORKBOOK_PART in archive.namelist() else ".zip"
    return file.rename(file.with_suffix(suffix))


def _read(file: Path, settings: Settings, read: Callable[[Path], Read]) -> Read:
    if file.suffix == ".json":
        require_sound_document(file.read_bytes())
        return read(file)
    if file.suffix in PLAIN:
        return read(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _look_at(archive, settings.max_body_bytes)
            if file.suffix == ".zip":
                file = _unpacked(archive, file.parent / "unpacked")
    except BROKEN as broken:
        # Places in a damaged file may lie before its start; every other failure of the system is
        # not the file's.
        if isinstance(broken, OSError) and broken.errno not in (None, errno.EINVAL):
            raise
        raise BadInput(
            [Fault(file.name, "is no sound zip file", "pack it again, without a password")]
        ) from broken
    return read(file)


def _unpacked(archive: zipfile.ZipFile, folder: Path) -> Path:
    folder.mkdir()
    for entry in archive.infolist():
        # Only the last part of a name counts, so nothing is written outside; zipfile reads no more
        # than is declared.
        name = PurePosixPath(entry.filename).name
        if name and not entry.is_dir():
            (folder / name).write_bytes(archive.read(entry))
    return folder


def _look_at(archive: zipfile.ZipFile, most_bytes: int) -> None:
    entries = archive.infolist()
    faults = []
    if len(entries) > MOST_ENTRIES:
        faults.append(
            Fault("body", f"holds {len(entries)} files", f"a zip file may hold {MOST_ENTRIES}")
        )
    if sum(entry.file_size for entry in entries) > most_bytes:
        faults.append(Fault("body", f"unpacks to more than {most_bytes} bytes", "send less"))
    names = set()
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            faults.append(
                Fault(entry.filename[:80], "would be written outside its folder", "use plain names")
            )
        if len(path.name) > LONGEST_NAME:
            faults.append(
                Fault(
                    entry.filename[:80],
                    "has a longer name than any table",
                    "use the names of the tables",
                )
            )
        if (
            path.name
            and not entry.is_dir()
            and archive.filename
            and not archive.filename.endswith((".xlsx", ".xlsm"))
        ):
            if path.name in names:
                faults.append(
                    Fault(entry.filename[:80], "is in the zip file twice", "leave one out")
                )
            names.add(path.name)
        if entry.file_size > SMALL_BYTES and entry.file_size > MOST_EXPANSION * max(
            1, entry.compress_size
        ):
            faults.append(
                Fault(
                    entry.filename[:80],
                    "unpacks to far more than it is",
                    "pack it with ordinary settings",
                )
            )
    if faults:
        raise BadInput(faults)
