"""Request -> the language of its pages: `?lang=` when it names one of ours, else what the browser prefers.

Slovene is given to whoever asks for it, English to everybody else (RFC 9110, 12.5.4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sos_graph.errors import Language
from sos_graph.negotiation import negotiate_language
from sos_graph.web.site import current_site
from sos_graph.web.telling.speech import Speaker

if TYPE_CHECKING:
    from flask import Request

__all__ = ["LANGUAGES", "address_in", "speaker_for"]

LANGUAGES: tuple[Language, ...] = ("sl", "en")


def speaker_for(request: Request) -> Speaker:
    """The speaker that answers a request."""
    for language in LANGUAGES:
        if request.args.get("lang") == language:
            return Speaker(current_site(), language, chosen=True)
    return Speaker(current_site(), negotiate_language(request.headers.get("Accept-Language"), LANGUAGES, "en"))


def address_in(request: Request, language: Language) -> str:
    """The relative address of the page that was asked for, in a language."""
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return "?" + urlencode([*others, ("lang", language)])
