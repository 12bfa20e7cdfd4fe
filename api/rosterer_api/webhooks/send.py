"""How is one message sent, and when does it count as taken?

One deadline holds for all of it: the name, the connection, the message and the answer. The
connection goes to the address that was judged; the certificate must still be that of the host.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from rosterer_api.webhooks.addresses import RefusedAddressError, Resolver
from rosterer_api.webhooks.sign import SIGNATURE_HEADER, signature

ANSWER_SECONDS = 5.0
_UNSHARED = httpx.Limits(max_connections=None, max_keepalive_connections=0)
"""No connection serves a second message: two hosts may share an address and not a certificate."""


@dataclass(frozen=True)
class Message:
    """What is sent, where to, and how it is signed."""

    id: str
    webhook: str
    url: str
    secrets: tuple[str, ...]
    headers: dict[str, str]
    event: str
    payload: dict[str, Any]
    attempts: int
    sequence: int | None
    created: float

    @property
    def body(self) -> bytes:
        """The message as it goes over the wire."""
        document = {
            "id": self.id,
            "event": self.event,
            "created": self.created,
            "attempt": self.attempts,
            "sequence": self.sequence,
            "content": self.payload,
        }
        return json.dumps(document).encode()


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt."""

    status: int | None
    reason: str | None
    """Why it does not count as delivered; None when it does."""


class Send(Protocol):
    """Whatever delivers a message."""

    async def __call__(self, message: Message) -> Outcome:
        """Deliver it, or say why not."""


class Sender:
    """Sends over HTTP."""

    def __init__(
        self, *, allow_private: bool, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._resolver = Resolver(allow_private=allow_private)
        self._client = httpx.AsyncClient(
            timeout=None,  # one deadline holds for everything
            follow_redirects=False,
            trust_env=False,
            limits=_UNSHARED,
            transport=transport,
        )

    async def __call__(self, message: Message) -> Outcome:
        """Deliver a message, or say why not, by the deadline."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._post(message)
        except TimeoutError:
            return Outcome(None, f"no answer came within {ANSWER_SECONDS:g} seconds")
        except RefusedAddressError as refused:
            return Outcome(None, str(refused))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as failure:
            return Outcome(None, f"the message did not get through ({type(failure).__name__})")

    async def close(self) -> None:
        """Give everything back."""
        await self._client.aclose()

    async def _post(self, message: Message) -> Outcome:
        address = await self._resolver.address(message.url)
        url, body = httpx.URL(message.url), message.body
        headers = {
            **message.headers,
            "Host": url.netloc.decode(),
            "Content-Type": "application/json",
            "User-Agent": "rosterer",
            SIGNATURE_HEADER: signature(message.secrets, body, int(time.time())),
        }
        request = self._client.build_request(
            "POST",
            url.copy_with(host=address),
            content=body,
            headers=headers,
            extensions={"sni_hostname": url.host},
        )
        answer = await self._client.send(request, stream=True)
        await answer.aclose()  # the body of the answer is nobody's concern
        if answer.is_success:
            return Outcome(answer.status_code, None)
        return Outcome(answer.status_code, f"the receiver answered {answer.status_code}")
