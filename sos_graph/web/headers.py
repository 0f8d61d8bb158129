"""What every response carries, whatever it is: protection in the browser, and permission for other sites to read it.

Everything here is public and read-only, so any origin may read it, without credentials (Fetch, 3.2).
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Flask, Response, request

from sos_graph.release import Release, written_at
from sos_graph.web.site import current_site
from sos_graph.web.watched import watched_in

__all__ = ["CONTENT_SECURITY_POLICY", "add_headers", "say_changed"]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Language, Retry-After, Allow, Content-Range, "
    "RateLimit, RateLimit-Policy, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Release, X-Request-ID",
}
ONLY_BY_TLS = "max-age=31536000"
"""A year, in which a browser asks no more without TLS; said where the public address has it (RFC 6797)."""
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match, Prefer, Range, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}


def add_headers(app: Flask) -> None:
    """Let an application put these headers on each of its responses."""
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    site = current_site()
    if watched := watched_in(request.environ):
        watched.route = request.url_rule.rule if request.url_rule else ""
        watched.release = site.release.id
    present = {name for name, _ in response.headers}
    response.headers.extend([(name, value) for name, value in ALWAYS.items() if name not in present])
    response.headers["X-Release"] = site.release.id
    if site.settings.public_url.startswith("https:"):
        response.headers["Strict-Transport-Security"] = ONLY_BY_TLS
    if request.method == "OPTIONS" and response.status_code < 400:  # noqa: PLR2004 - any success
        response.headers.update(PREFLIGHT)
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
    return response


def say_changed(response: Response, release: Release) -> Response:
    """The response with the moment at which its release was written; 304 for whoever names that very moment.

    Only that moment will do: after a roll-back the release served is older than the copy that a visitor holds, and
    still another (RFC 9110, 13.1.3 lets the server take the date as a name).  A tag, where one is sent, counts alone.
    """
    changed = datetime.fromtimestamp(written_at(release), UTC)
    if response.status_code not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        return response
    response.last_modified = changed
    is_held = request.method in {"GET", "HEAD"} and request.if_modified_since == changed
    if is_held and "If-None-Match" not in request.headers and response.status_code == HTTPStatus.OK:
        response.status_code = HTTPStatus.NOT_MODIFIED
        response.set_data(b"")
        for name in ("Content-Type", "Content-Length", "Content-Language", "Link"):
            response.headers.pop(name, None)
    return response
