"""What a CKAN portal does on its nightly visit, run in an environment of its own: prints what it would store.

HEAD, then GET with the default Accept of `requests`; the first page's type is taken for all; pages are followed by
the parser's own `next_page`; each page is read by the real parser of ckanext-dcat.
"""

import json
import sys

import requests
from ckanext.dcat.processors import RDFParser


def harvest(address: str, root: str, site: str) -> list[dict]:
    found, media_type = [], None
    while address:
        requests.head(address, timeout=60).raise_for_status()
        answer = requests.get(address, timeout=60)
        answer.raise_for_status()
        media_type = media_type or answer.headers["Content-Type"].partition(";")[0]
        parser = RDFParser()
        parser.parse(answer.content.decode("utf-8"), media_type)
        found += parser.datasets()
        following = parser.next_page()
        address = following.replace(root, site) if following else None
    return found


if __name__ == "__main__":
    json.dump(harvest(*sys.argv[1:]), sys.stdout, ensure_ascii=False, sort_keys=True, default=str)
