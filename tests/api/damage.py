"""How can a body be damaged on its way in? By bytes, by values, by files inside; each by dice that
fall the same every time.
"""

import copy
import io
import json
import random
import zipfile
from typing import Any

ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1,
    10**9,
    2**63,
    10**400,
    -0.0,
    1e308,
    float("inf"),
    float("nan"),
    "",
    " ",
    "=1+1",
    "../../x",
    "x" * 70,
    "x" * 100_000,
    "\x00",
    "\ud800",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "24:00",
    "Europe/Nowhere",
    "..",
    [],
    {},
    [[]],
    [None] * 3,
    {"": {}},
)
ODD_TEXTS = (
    b"",
    b",",
    b'"',
    b"\n",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"1e999",
    b"-1",
    b"9" * 400,
    b"=cmd()",
    b"2026-13-01",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"]]>",
    b"<v>1e400</v>",
)


def damaged_bytes(body: bytes, dice: random.Random) -> bytes:
    """Some bytes altered, left out, put in, or all after a place cut off."""
    found = bytearray(body)
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        if not found:
            break
        at = dice.randrange(len(found))
        match dice.randrange(5):
            case 0:
                found[at] = dice.randrange(256)
            case 1:
                found[at] ^= 1 << dice.randrange(8)
            case 2:
                del found[at : at + dice.choice((1, 2, 10, 100))]
            case 3:
                found[at:at] = dice.choice(ODD_TEXTS)
            case _:
                end = at + dice.choice((1, 10, 100))
                found[at:at] = found[at:end]
    return bytes(found[: dice.randrange(len(found) + 1)]) if dice.random() < 0.1 else bytes(found)


def damaged_json(document: dict[str, Any], dice: random.Random) -> bytes:
    """Some values replaced, left out, doubled or moved."""
    found = copy.deepcopy(document)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        _alter(found, dice)
    return json.dumps(found).encode()


def damaged_zip(body: bytes, dice: random.Random) -> bytes:
    """A file inside damaged, lost, doubled or renamed, and all packed again as if nothing had
    happened.
    """
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        files = [(info.filename, archive.read(info)) for info in archive.infolist()]
    at = dice.randrange(len(files))
    name, content = files[at]
    match dice.randrange(8):
        case 0:
            del files[at]
        case 1:
            files.append((f"copy-{name}", content))
        case 2:
            files[at] = (
                dice.choice(("", "a/", "\u00e9", "x" * 300, "people\\", "..")) + name[::-1],
                content,
            )
        case 3:
            files[at] = (name, files[dice.randrange(len(files))][1])
        case _:
            files[at] = (name, damaged_bytes(content, dice))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def _alter(document: dict[str, Any], dice: random.Random) -> None:
    place: Any = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = dice.choice(keys)
        if isinstance(place[key], dict | list) and place[key] and dice.random() < 0.8:
            place = place[key]
            continue
        match dice.randrange(6):
            case 0:
                del place[key]
            case 1 if isinstance(place, list):
                place.append(copy.deepcopy(place[key]))
            case 1:
                place[f"{key}-more"] = place[key]
            case 2:
                other = dice.choice(keys)
                place[key], place[other] = place[other], place[key]
            case _:
                place[key] = copy.deepcopy(dice.choice(ODD_VALUES))
        return
