"""How is a workbook read that another program wrote, over which the reader of workbooks stumbles?

Its cells are sound; what it says of styles, rules and drawings is not. Those are put right, or else
left out, and the cells with their number formats stay.
"""

import io
import re
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _MAIN.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""Names of the strict form of the format, and those that readers know."""
_EXTENSIONS = re.compile(rb"<((?:\w+:)?extLst)\b[^>]*?(?:/>|>.*?</\1\s*>)", re.DOTALL)
_BESIDE_CELLS = re.compile(
    rb"<((?:\w+:)?(?:conditionalFormatting|dataValidations|legacyDrawing|drawing|tableParts|"
    rb"hyperlinks|autoFilter|sheetProtection|oleObjects|controls|pageSetup|headerFooter))\b"
    rb"[^>]*?(?:/>|>.*?</\1\s*>)",
    re.DOTALL,
)
_HEAD = 2000
"""Bytes at the beginning of a part, in which its namespaces stand."""
_STYLES, _BOOK = "xl/styles.xml", "xl/workbook.xml"
_NAMES = re.compile(rb"<((?:\w+:)?definedNames)\b.*?</\1\s*>", re.DOTALL)
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxml'
    b'formats.org/package/2006/metadata/core-properties"/>'
)


def is_strict(content: io.BytesIO) -> bool:
    """Whether a workbook is in the strict form, of which readers see no cell."""
    with zipfile.ZipFile(content) as archive:
        for name in archive.namelist():
            with archive.open(name) as part:
                if _STRICT[0][0] in part.read(_HEAD):
                    return True
    return False


def without_extensions(content: io.BytesIO) -> io.BytesIO:
    """The workbook without what programs added to the format, in the form that readers know."""
    return _changed(content, lambda name, part: _EXTENSIONS.sub(b"", _plain(name, part)))


def cells_alone(content: io.BytesIO) -> io.BytesIO:
    """The workbook with the values, places and number formats of its cells, and nothing else."""
    return _changed(content, _bare)


def _changed(content: io.BytesIO, change: Callable[[str, bytes], bytes]) -> io.BytesIO:
    out = io.BytesIO()
    content.seek(0)
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in dict.fromkeys(old.namelist()):
            part = old.read(name)
            is_xml = name.casefold().endswith((".xml", ".rels"))
            new.writestr(name, change(name, part) if is_xml else part)
    out.seek(0)
    return out


def _plain(name: str, part: bytes) -> bytes:
    for strict, plain in _STRICT:
        part = part.replace(strict, plain)
    return part


def _bare(name: str, part: bytes) -> bytes:
    part = _EXTENSIONS.sub(b"", _plain(name, part))
    if name == _STYLES:
        return _number_formats(part)
    if name == _BOOK:
        return _NAMES.sub(b"", part)
    if name == "docProps/core.xml":
        return _CORE
    return _BESIDE_CELLS.sub(b"", part) if name.startswith("xl/worksheets/") else part


def _number_formats(styles: bytes) -> bytes:
    """The styles with nothing but the format of numbers, which tells dates from numbers."""
    root = ElementTree.fromstring(styles)
    kept = [
        (one.get("numFmtId", "0"), one.get("formatCode", "General"))
        for one in root.iter(f"{{{_MAIN}}}numFmt")
    ]
    used = [one.get("numFmtId", "0") for one in root.iterfind(f"{{{_MAIN}}}cellXfs/{{{_MAIN}}}xf")]
    plain = ElementTree.Element("styleSheet", {"xmlns": _MAIN})
    if kept:
        formats = ElementTree.SubElement(plain, "numFmts", {"count": str(len(kept))})
        for number, code in kept:
            about = {"numFmtId": number, "formatCode": code}
            ElementTree.SubElement(formats, "numFmt", about)
    for group, child in (("fonts", "font"), ("fills", "fill"), ("borders", "border")):
        one = ElementTree.SubElement(ElementTree.SubElement(plain, group, {"count": "1"}), child)
        if child == "fill":
            ElementTree.SubElement(one, "patternFill", {"patternType": "none"})
    for group, numbers in (("cellStyleXfs", ["0"]), ("cellXfs", used or ["0"])):
        element = ElementTree.SubElement(plain, group, {"count": str(len(numbers))})
        for number in numbers:
            about = {"numFmtId": number, "fontId": "0", "fillId": "0", "borderId": "0"}
            ElementTree.SubElement(element, "xf", about)
    written: bytes = ElementTree.tostring(plain, encoding="utf-8", xml_declaration=True)
    return written
