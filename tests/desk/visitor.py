"""A stock client at the desk: it holds cookies, follows redirects and sends forms, as a browser does."""

from __future__ import annotations

import re
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

__all__ = ["Visitor"]

LINE = b"\r\n"
BOUNDARY = "between-the-parts"
PATIENCE = 300
"""Seconds after which an answer is given up; the machine may be busy."""


class Visitor:
    """Somebody at the desk; `status`, `page` and `headers` are those of the last answer."""

    def __init__(self, address: str):
        parts = urlsplit(address)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))
        self.get(f"{parts.path}?{parts.query}")

    def get(self, path, **headers):
        return self._ask(Request(self._at(path), headers=_named(headers)))

    def post(self, path, fields=(), files=(), **headers):
        """Send a form with the proof of the last page that had one."""
        parts = [("proof", self.proof), *fields]
        if files:
            body = b"".join(_part(name, value.encode()) for name, value in parts)
            body += b"".join(_part("workbook", content, name) for name, content in files) + f"--{BOUNDARY}--".encode()
            kind = f"multipart/form-data; boundary={BOUNDARY}"
        else:
            body, kind = urlencode(parts).encode(), "application/x-www-form-urlencoded"
        headers = {"Origin": self.origin, "Content-Type": kind} | _named(headers)
        return self._ask(Request(self._at(path), body, headers))

    def bring(self, name, content, language="sl"):
        """Bring in a workbook, and wait until its page is there."""
        self.get(f"/?lang={language}")
        self.post(f"/drafts?lang={language}", files=[(name, content)])
        return self.wait(f"/drafts/{self.url.split('/drafts/')[1]}")

    def wait(self, path):
        """The page at a path, when it waits for nothing any more."""
        while True:
            page = self.get(path)
            if 'class="button"' not in page and "Strani se še pripravljajo" not in page:
                return page

    def _at(self, path):
        return path if path.startswith("http") else self.origin + path

    def _ask(self, request):
        try:
            answer = self._opener.open(request, timeout=PATIENCE)
        except HTTPError as error:
            answer = error
        with answer:
            self.status, self.headers, self.url = answer.status, answer.headers, answer.url
            self.body = answer.read()
        self.page = self.body.decode("utf-8", "replace")
        if proof := re.search(r'name="proof" value="([^"]+)"', self.page):
            self.proof = proof[1]
        return self.page


def _named(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _part(name, content, filename=None):
    what = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename else "")
    return LINE.join([f"--{BOUNDARY}".encode(), f"Content-Disposition: {what}".encode(), b"", content, b""])
