"""A GeoJSON file of an operator -> the boundaries of municipalities of a release, for the map.

The project carries no boundaries; whoever has some names the file (RFC 7946) and the property of its features in which
the code of the municipality stands, as one of its identifiers writes it.  What belongs to no municipality of the
release is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from sos_graph.errors import Sentence, SettingError
from sos_graph.release import Release
from sos_graph.store import Store
from sos_graph.terms import ADMS, RDF, SKOS, Literal, NamedNode
from sos_graph.web.telling.statements import lga

__all__ = ["LARGEST", "read_boundaries"]

LARGEST = 5_000_000
"""Bytes of a file that visitors can be expected to load."""
AREAS = {"Polygon", "MultiPolygon"}
NOTATION, IDENTIFIER = NamedNode(f"{SKOS.base}notation"), NamedNode(f"{ADMS.base}identifier")
MUNICIPALITY = lga("Municipality")

Feature = Mapping[str, object]


@lru_cache(maxsize=2)
def read_boundaries(release: Release, file: str, code: str) -> bytes:
    """The boundaries in a file, each with the IRI of its municipality, as GeoJSON.

    Raises SettingError for a file that cannot be read, is too large, holds anything but areas in degrees, or names no
    municipality of the release in the property `code`.
    """
    found = [one for feature in _features(file) if (one := _bounded(release.store, feature, file, code))]
    if not found:
        raise _wrong(
            file,
            Sentence(
                f"Lastnost »{code}« nobenega lika ne navaja šifre občine iz te izdaje.",
                f"The property '{code}' of no feature has the code of a municipality of this release.",
            ),
            "BOUNDARY_CODE",
            Sentence("V BOUNDARY_CODE vpišite ime lastnosti s šifro.", "Name the property with the code there."),
        )
    return json.dumps({"type": "FeatureCollection", "features": found}, separators=(",", ":")).encode() + b"\n"


def _features(file: str) -> Sequence[object]:
    """The features of a file."""
    try:
        text = Path(file).read_bytes()
        if len(text) > LARGEST:
            raise _wrong(
                file,
                Sentence("Datoteka je prevelika.", "The file is too large."),
                hint=Sentence(
                    f"Poenostavite meje, da bo imela največ {LARGEST} bajtov.",
                    f"Simplify the boundaries until it has at most {LARGEST} bytes.",
                ),
            )
        content = json.loads(text)
    except OSError:
        raise _wrong(file, Sentence("Datoteke ni mogoče prebrati.", "The file cannot be read.")) from None
    except ValueError:
        raise _wrong(file, Sentence("Datoteka ni JSON.", "The file is not JSON.")) from None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise _wrong(file, Sentence("Datoteka ni zbirka GeoJSON.", "The file is not a GeoJSON FeatureCollection."))
    return features


def _bounded(store: Store, feature: object, file: str, code: str) -> Feature | None:
    """A feature with the municipality that it bounds, or None where it bounds none of the release."""
    whole = feature if isinstance(feature, dict) else {}
    geometry, properties = whole.get("geometry"), whole.get("properties")
    if not isinstance(geometry, dict) or geometry.get("type") not in AREAS or not isinstance(properties, dict):
        raise _wrong(
            file, Sentence("Lik v datoteki ni območje.", "A feature in the file is no Polygon or MultiPolygon.")
        )
    if not all(_is_degrees(x, y) for x, y in _positions(geometry.get("coordinates"), file)):
        raise _wrong(
            file,
            Sentence("Koordinate niso stopinje WGS 84.", "The coordinates are not degrees of WGS 84."),
            hint=Sentence("Pretvorite jih v EPSG:4326.", "Convert them to EPSG:4326."),
        )
    municipality = _municipality(store, str(properties.get(code, "")), file)
    if municipality is None:
        return None
    return {"type": "Feature", "id": municipality.value, "properties": {}, "geometry": geometry}


def _positions(coordinates: object, file: str) -> Iterator[tuple[float, float]]:
    """Every position in nested coordinates."""
    if not isinstance(coordinates, list):
        raise _wrong(file, Sentence("Koordinate niso zapisane pravilno.", "The coordinates are not written properly."))
    numbers = [one for one in coordinates if isinstance(one, int | float)]
    if len(numbers) > 1:
        yield numbers[0], numbers[1]
        return
    for one in coordinates:
        yield from _positions(one, file)


def _is_degrees(x: float, y: float) -> bool:
    return -180 <= x <= 180 and -90 <= y <= 90  # noqa: PLR2004 - the whole earth


def _municipality(store: Store, code: str, file: str) -> NamedNode | None:
    """The municipality one of whose identifiers is a code."""
    identifiers = [quad.subject for quad in store.quads(None, NOTATION, Literal(code))]
    named = {
        quad.subject for one in identifiers if isinstance(one, NamedNode) for quad in store.quads(None, IDENTIFIER, one)
    }
    found = [one for one in named if isinstance(one, NamedNode) and any(store.quads(one, RDF.type, MUNICIPALITY))]
    if len(found) > 1:
        raise _wrong(
            file,
            Sentence(f"Šifra »{code}« pripada več občinam.", f"The code '{code}' is that of several municipalities."),
        )
    return next(iter(found), None)


def _wrong(file: str, what: Sentence, where: str = "BOUNDARIES", hint: Sentence | None = None) -> SettingError:
    usual = Sentence(f"Popravite datoteko {file} ali nastavitev.", f"Mend the file {file}, or the setting.")
    return SettingError(what, where=where, hint=hint or usual)
