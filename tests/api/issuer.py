"""Who vouches for people in a test? An OpenID Connect issuer on a loopback port, with keys of its
own.
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

AUDIENCE = "rosterer-api"


class FakeIssuer:
    """Publishes its keys, counts how often they are fetched, and signs whatever a test wants."""

    def __init__(self) -> None:
        self.keys = {"first": rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        self.fields: dict[str, Any] = {}
        """Of every key, instead of the usual ones; one that is None is left out."""
        self.fetched = 0
        self.asked = 0
        """However it went."""
        self.is_away = False
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked += 1
                if issuer.is_away:
                    self.send_error(500)
                    return
                if self.path == "/.well-known/openid-configuration":
                    content: dict[str, Any] = {
                        "issuer": issuer.url,
                        "jwks_uri": f"{issuer.url}/keys",
                    }
                else:
                    issuer.fetched += 1
                    content = {"keys": [issuer.public(name) for name in issuer.keys]}
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def public(self, name: str) -> dict[str, Any]:
        """A key as it is published."""
        shown = jwt.algorithms.RSAAlgorithm.to_jwk(self.keys[name].public_key(), as_dict=True)
        found = {**shown, "kid": name, "alg": "RS256", "use": "sig", **self.fields}
        return {field: value for field, value in found.items() if value is not None}

    def token(self, key: str = "first", header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A token for this service; a claim that is None is left out."""
        now = int(time.time())
        usual = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "u1",
            "iat": now,
            "exp": now + 300,
            "roles": ["rosterer.manager"],
        }
        kept = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        return jwt.encode(
            kept, self.keys[key], algorithm="RS256", headers={"kid": key, **(header or {})}
        )

    def close(self) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
