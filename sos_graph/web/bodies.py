"""The body of a request -> its bytes, within a time, so that visitors who send slowly hold up nobody else.

A body is read by one of a few threads kept for that, while the thread of the request waits no longer than the time
allowed.  When all of them are busy a body is refused at once; requests without a body never meet this door.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge, RequestTimeout

from sos_graph.errors import QueryUnavailable, Sentence

__all__ = ["BodyReader"]


class BodyReader:
    """Reads bodies, at most `readers` at a time, each within `seconds`."""

    def __init__(self, readers: int, seconds: float) -> None:
        self._seconds = seconds
        self._free = BoundedSemaphore(readers)
        self._threads = ThreadPoolExecutor(readers, thread_name_prefix="body")

    def read(self, request: Request) -> bytes:
        """The whole body of a request.

        Raises RequestTimeout where it does not come in time, RequestEntityTooLarge where it is larger than allowed,
        and QueryUnavailable where too many bodies are being read already.
        """
        if (request.content_length or 0) > (request.max_content_length or 0):
            raise RequestEntityTooLarge
        if not self._free.acquire(blocking=False):
            raise QueryUnavailable(
                Sentence("Preveč poizvedb prihaja hkrati.", "Too many queries are arriving at once."),
                hint=Sentence("Poskusite znova ali uporabite GET.", "Try again, or use GET."),
            )
        reading = self._threads.submit(request.stream.read)
        reading.add_done_callback(lambda _: self._free.release())
        try:
            return reading.result(self._seconds)
        except TimeoutError:
            raise RequestTimeout from None
