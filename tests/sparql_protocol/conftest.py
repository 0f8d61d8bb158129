"""A real server in front of the small release, and requests to it exactly as they are written."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import pytest

from tests.http.conftest import releases
from tests.http.served import START, started

__all__ = ["releases"]


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def kind(self):
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)


@pytest.fixture(scope="session")
def address(releases):
    with started({"RELEASES": str(releases), "WEB_WORKERS": "1", "QUERY_WORKERS": "1"}) as (_, address):
        yield address


@pytest.fixture(scope="session")
def send(address):
    """Send a request over a socket: no header but Host and Content-Length goes along that is not named here."""

    def send(method, target, body=None, **headers):
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=START)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    return send


@pytest.fixture(scope="session")
def get(send):
    """The reply to a query by GET."""

    def get(query, accept=None, **parameters):
        target = "/sparql?" + urlencode({"query": query} | parameters, doseq=True)
        return send("GET", target, **({"Accept": accept} if accept else {}))

    return get
