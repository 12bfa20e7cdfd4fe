"""What did somebody fill in, on a page of this service?"""

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from rosterer_api.auth.cookies import NAME, require_token, session_text
from rosterer_api.problems import ProblemError

TOKEN = "form"
"""The field that says that a form is this service's own."""
MOST_FIELDS = 2000
MOST_FIELD_BYTES = 256 * 1024
_KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def form_of(request: Request, cookie: str = NAME, *, files: int = 0) -> FormData:
    """The fields of a form that a page of this service sent.

    Parameters
    ----------
    cookie
        The name of the cookie to which the form belongs.
    files
        How many files it may carry.

    Raises
    ------
    ProblemError
        415 when it is no form, 400 when it cannot be read, 403 when it is of another site.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _KINDS:
        raise ProblemError(415, "unsupported-type", "send the form that stands on the page")
    try:
        form = await request.form(
            max_files=files, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD_BYTES
        )
    except ProblemError:
        raise
    except HTTPException as refused:
        if refused.status_code != 400:
            raise
        detail = "the form cannot be read, or holds more than it asks for; open the page again"
        raise ProblemError(400, "bad-request", detail) from refused
    try:
        require_token(form.get(TOKEN), session_text(request.scope, request.headers, cookie))
    except ProblemError:
        await form.close()
        raise
    return form


async def file_of(request: Request) -> tuple[str, bytes]:
    """The name and the content of the file that a form has brought; blank without one."""
    form = await form_of(request, files=1)
    try:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            return "", b""
        return upload.filename or "", await upload.read()
    finally:
        await form.close()


def text_of(form: FormData, name: str) -> str:
    """What stands in a field; blank where there is none."""
    found = form.get(name, "")
    return found if isinstance(found, str) else ""
