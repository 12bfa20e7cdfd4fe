"""What does a test need to go through the pages as a browser does, without one?"""

import html
import re
from collections.abc import Mapping
from typing import Any

import httpx

from rosterer_api.auth.roles import Role
from tests.api.web import Web

TOKEN = re.compile(r'name="form" value="([0-9a-f]{64})"')


class Visitor:
    """Somebody with a browser, who keeps cookies and follows links, but runs no script."""

    def __init__(self, web: Web, **headers: str) -> None:
        self.web = web
        usual = {"Accept": "text/html,*/*;q=0.8"}
        self.client = web.adopted(
            httpx.Client(
                base_url=web.url, headers={**usual, **headers}, timeout=60, trust_env=False
            )
        )

    def get(self, path: str) -> httpx.Response:
        """A page."""
        return self.client.get(path)

    def token(self, path: str) -> str:
        """What the forms of a page carry."""
        found = TOKEN.search(self.get(path).text)
        assert found, f"{path} has no form"
        return found[1]

    def send(
        self, form: str, path: str, fields: Mapping[str, Any] | None = None, **more: Any
    ) -> httpx.Response:
        """Send a form of a page."""
        return self.client.post(path, data={"form": self.token(form), **(fields or {})}, **more)

    def sign_in(self, key: str, wanted: str = "/") -> httpx.Response:
        """Type a key."""
        return self.send("/sign-in", "/sign-in", {"key": key, "next": wanted})

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """The page to which a form has led."""
        assert answer.status_code == 303, words(answer)
        return self.get(answer.headers["location"])


def signed_in(web: Web, role: Role = "administrator", **fields: Any) -> Visitor:
    """A visitor with a new key of a role."""
    visitor = Visitor(web)
    assert visitor.sign_in(web.key(role, **fields)).status_code == 303
    return visitor


def words(answer: httpx.Response) -> str:
    """What somebody reads on a page."""
    text = re.sub(r"<[^>]+>", " ", answer.text.partition("<body>")[2])
    return html.unescape(" ".join(text.split()))


def heading(answer: httpx.Response) -> str:
    """The one question of a page."""
    found = re.findall(r"<h1>(.*?)</h1>", answer.text, re.DOTALL)
    assert len(found) == 1, found
    return html.unescape(found[0])
