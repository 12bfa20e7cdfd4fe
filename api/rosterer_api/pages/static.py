"""Which files does a browser fetch beside a page? A few, all of them this service's own."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response

from rosterer.frame import page_environment
from rosterer_api.problems import not_found

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FRAME = "frame.css"
"""The stylesheet of everything that the product writes, reports and pages."""
_PARTS = ("tokens", "style", "narrow", "print")
router = APIRouter()


@router.get("/static/{name}")
async def get_static(name: str) -> Response:
    """A stylesheet, a script or a picture."""
    file = file_of(name)
    if file is None:
        raise not_found("file", name[:80])
    return Response(file, media_type=KINDS[Path(name).suffix])


@cache
def _files() -> dict[str, bytes]:
    """Everything that can be fetched; nothing else of the disk is ever looked at."""
    found = {one.name: one.read_bytes() for one in FOLDER.iterdir() if one.suffix in KINDS}
    loader = page_environment("rosterer_api.pages").loader
    assert loader is not None
    environment = page_environment("rosterer_api.pages")
    parts = [loader.get_source(environment, f"frame/{part}.css")[0] for part in _PARTS]
    return {**found, FRAME: "\n".join(parts).encode()}


def file_of(name: str) -> bytes | None:
    """A file by its name."""
    return _files().get(name)
