"""What the web workers of a server have counted, all together, and `/metrics`, where a monitor reads it (Prometheus).

Every web worker counts into files of its own in one folder, which the server names in PROMETHEUS_MULTIPROC_DIR before
it starts them, and whichever worker is asked adds up the files of all; without a folder it counts for itself.  What is
true of the moment (the release, its age, the processes) is looked up when somebody asks.

No label has a value that a visitor can choose: routes are patterns, and methods those of the site.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from sos_graph import __version__
from sos_graph.errors import NotPermitted, Sentence
from sos_graph.release import Release, written_at
from sos_graph.web.budgets import may_read_metrics
from sos_graph.web.operating.processes import processes_of
from sos_graph.web.site import current_site
from sos_graph.web.watched import METERS, Watched

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import GaugeMetricFamily

__all__ = ["FOLDER", "Meters", "blueprint", "mark_dead"]

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""The upper bounds of the histograms."""
blueprint = Blueprint("meters", __name__)


class Meters:
    """The counters of this process; at most one of it per process, as they share their files."""

    def __init__(self, server: int | None) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._server = server
        self._own = own = CollectorRegistry()
        self.requests = Counter("sos_graph_requests", "requests answered", ("route", "method", "status"), registry=own)
        self.request_seconds = Histogram(
            "sos_graph_request_seconds",
            "seconds until a request was answered",
            ("route",),
            buckets=SECONDS,
            registry=own,
        )
        self.running = Gauge(
            "sos_graph_requests_running", "requests being answered", multiprocess_mode="livesum", registry=own
        )
        self.kept = Counter("sos_graph_kept_responses", "requests answered from kept bytes", registry=own)
        self.kept_bytes = Gauge(
            "sos_graph_kept_bytes", "bytes of responses kept", multiprocess_mode="livesum", registry=own
        )
        self.queries = Counter("sos_graph_queries", "queries by what became of them", ("outcome",), registry=own)
        self.query_seconds = Histogram(
            "sos_graph_query_seconds", "seconds until a query was answered or ended", buckets=SECONDS, registry=own
        )

    def count(self, watched: Watched, method: str, seconds: float) -> None:
        """Count a request that has been answered, and its queries."""
        self.requests.labels(watched.route, method if method in METHODS else "other", str(watched.status)).inc()
        self.request_seconds.labels(watched.route).observe(seconds)
        if watched.is_kept:
            self.kept.inc()
        for outcome, lasted, _ in watched.queries:
            self.queries.labels(outcome).inc()
            if lasted:  # the gate turns queries away without asking anybody
                self.query_seconds.observe(lasted)

    def count_kept(self, route: str, method: str, status: str, seconds: Sequence[float]) -> None:
        """Count requests that kept bytes have answered, all of one kind."""
        self.requests.labels(route, method, status).inc(len(seconds))
        self.kept.inc(len(seconds))
        observed = self.request_seconds.labels(route)
        for one in seconds:
            observed.observe(one)

    def text(self, release: Release) -> bytes:
        """All that the processes have counted, and the moment, in the text format of Prometheus."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        asked: CollectorRegistry = self._own
        if os.environ.get(FOLDER):
            asked = CollectorRegistry()
            MultiProcessCollector(asked)  # type: ignore[no-untyped-call]
        return generate_latest(asked) + generate_latest(_of_moment(release, self._server))


def mark_dead(folder: Path) -> None:
    """Forget what processes that have ended were doing; what they had counted stays."""
    from prometheus_client.multiprocess import mark_process_dead

    for file in folder.glob("gauge_live*_*.db"):
        process = int(file.stem.rpartition("_")[2])
        if not Path(f"/proc/{process}").exists():
            mark_process_dead(process, str(folder))  # type: ignore[no-untyped-call]


def _of_moment(release: Release, server: int | None) -> CollectorRegistry:
    """A registry of what is true just now."""
    from prometheus_client import CollectorRegistry

    registry = CollectorRegistry()
    registry.register(_Moment(release, server))
    return registry


class _Moment:
    """What is looked up when somebody asks."""

    def __init__(self, release: Release, server: int | None) -> None:
        self._release = release
        self._server = server

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The release, its age, and the processes by what they do."""
        from prometheus_client.core import GaugeMetricFamily

        served = GaugeMetricFamily("sos_graph_release", "1 for the release served", labels=("release", "version"))
        served.add_metric((self._release.id, __version__), 1)
        yield served
        age = max(0.0, time.time() - written_at(self._release))
        yield GaugeMetricFamily("sos_graph_release_age_seconds", "seconds since the release was written", age)
        quads = self._release.manifest.quads
        yield GaugeMetricFamily("sos_graph_release_quads", "statements of the release", quads)
        if self._server is None:
            return
        count = GaugeMetricFamily("sos_graph_processes", "processes of the server", labels=("role",))
        size = GaugeMetricFamily("sos_graph_resident_bytes", "memory they hold, shared pages counted", labels=("role",))
        for role, found in processes_of(self._server).items():
            count.add_metric((role,), len(found))
            size.add_metric((role,), sum(one.resident for one in found))
        yield count
        yield size


@blueprint.get("/metrics")
def metrics() -> Response:
    """What the site has counted; raises NotPermitted for whoever is not among METRICS_READERS."""
    from prometheus_client import CONTENT_TYPE_LATEST

    site = current_site()
    if not may_read_metrics(request, site.settings):
        raise NotPermitted(
            Sentence("Števci niso za vse.", "The counters are not for everybody."),
            hint=Sentence("Upravljavec jih odpre z METRICS_READERS.", "The operator opens them with METRICS_READERS."),
        )
    if folder := os.environ.get(FOLDER):
        mark_dead(Path(folder))
    meters = request.environ.get(METERS) or Meters(None)
    response = Response(meters.text(site.release), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response
