"""What a site of files cannot do, test by test of those that the application passes, and why.

A test that is listed here and passes all the same fails: the list says no more than is so.
"""

from __future__ import annotations

PROGRAM = "needs the program: 503"
EARLY = "nginx refuses the address before it looks at the method: 400"
PACKED = "files are packed ahead, so Vary names Accept-Encoding too"
ASKING = ("/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=", "/sparql?query=%FF", "/sparql?query=x&query=y")
NEEDY = (*ASKING, "/sparql?update=x", "/search", "/search?q=x&kind=none", "/health/live", "/health/ready", "/metrics",
         "/doc/association/xx-one?release=none")  # fmt: skip
STRANGE = ("/doc/%00/x", "/doc/../../etc/passwd", "/data/..%2f..%2f/etc/passwd")
CANNOT = {
    **{f"test_every_answer_is_meant[{path}]": PROGRAM for path in NEEDY},
    **{f"test_a_wrong_method_is_told_the_right_ones[{path}]": PROGRAM for path in NEEDY},
    **{f"test_a_wrong_method_is_told_the_right_ones[{path}]": EARLY for path in STRANGE},
    "test_a_negotiated_document_says_what_it_varies_by": PACKED,
    "test_no_page_has_a_dead_link_to_this_site": "every page links to the search",
    "test_search_finds_names_without_their_marks": PROGRAM,
}
