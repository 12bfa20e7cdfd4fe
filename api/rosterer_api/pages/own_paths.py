"""Where may somebody be led after signing in? Only to pages of this service."""

from urllib.parse import urlsplit

HOME = "/"
LONGEST = 500
_NOT_AGAIN = ("/sign-in", "/sign-out", "/v1")


def own_path(text: str) -> str:
    """A path of this service; the first page where the text is none.

    Browsers drop tabs and line ends from addresses and take ``\\`` for ``/``, so that ``/\\host``
    leads to another host.
    """
    is_plain = len(text) <= LONGEST and text.isascii() and text.isprintable() and "\\" not in text
    if not is_plain or not text.startswith("/") or text.startswith("//"):
        return HOME
    try:
        parts = urlsplit(text)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or parts.path.startswith(_NOT_AGAIN):
        return HOME
    return text
