"""A client that speaks JSON, signs in with a real token and knows the contract's address."""

from typing import Any

from django.test import Client

from accounts.models import User
from accounts.services.tokens import create_token

BASE = "/api/v1/"


class Api:
    """``Api(user)`` calls as that person, ``Api()`` as anybody."""

    def __init__(self, user: User | None = None, *, read_only: bool = False, **headers: str) -> None:
        self.http = Client(raise_request_exception=False)
        self.headers = headers
        if user is not None:
            _token, key = create_token(user=user, name="tests", read_only=read_only)
            self.headers["Authorization"] = f"Token {key}"

    def get(self, path: str, query: Any = None, **headers: str):
        return self.http.get(BASE + path, query, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, *, version: int | None = None, **headers: str):
        return self._write(self.http.post, path, body, version, headers)

    def patch(self, path: str, body: Any, *, version: int | None = None, **headers: str):
        return self._write(self.http.patch, path, body, version, headers)

    def delete(self, path: str, *, version: int | None = None, **headers: str):
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self.http.delete(BASE + path, headers=self._headers(headers))

    def upload(self, path: str, body: dict[str, Any], **headers: str):
        return self.http.post(BASE + path, body, headers=self._headers(headers))

    def _write(self, method, path, body, version, headers):
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return method(
            BASE + path,
            {} if body is None else body,
            content_type="application/json",
            headers=self._headers(headers),
        )

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Accept-Language": "en", **self.headers, **named}
