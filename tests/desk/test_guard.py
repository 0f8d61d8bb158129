"""Who may ask the desk."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.desk.visitor import Visitor


def test_the_printed_address_opens_the_desk_once(address):
    first, second = Visitor(address), Visitor(address)

    assert (first.status, urlsplit(first.url).query) == (200, "")
    assert second.status == 403
    assert "This browser has no key of the desk." in second.page
    first.get("/")
    assert first.status == 200


def test_nobody_without_the_key_gets_a_file_of_the_desk(address):
    stranger = Visitor(address.partition("?")[0] + "?ticket=guessed")

    for path in ("/", "/workbook.xlsx", "/drafts/1", "/assets/site.css"):
        stranger.get(path)
        assert stranger.status == 403, path


@pytest.mark.parametrize("name", ["attacker.example", "localhost", "127.0.0.1", "[::1]", "127.0.0.1.attacker.example"])
def test_another_name_for_this_machine_is_refused(visitor, name):
    port = urlsplit(visitor.origin).port

    visitor.get("/", Host=f"{name}:{port}" if name != "127.0.0.1" else name)

    assert visitor.status == 403
    assert "Miza odgovarja samo na naslovu" in visitor.page


@pytest.mark.parametrize("origin", ["https://attacker.example", "null", "http://127.0.0.1:1", "http://localhost"])
def test_a_form_on_a_page_of_another_site_changes_nothing(visitor, origin):
    visitor.post("/drafts", files=[("a.xlsx", b"x")], Origin=origin)

    assert visitor.status == 403
    assert "Zahteva ni prišla s strani te mize." in visitor.page


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_browser_that_says_where_a_form_comes_from_is_believed(visitor, site):
    visitor.post("/drafts", files=[("a.xlsx", b"x")], Sec_Fetch_Site=site)

    assert visitor.status == 403


def test_a_page_of_another_site_cannot_even_ask(visitor):
    visitor.get("/", Sec_Fetch_Site="cross-site")

    assert visitor.status == 403


def test_a_form_without_the_proof_of_this_run_is_refused(visitor):
    visitor.proof = "guessed"

    visitor.post("/drafts", files=[("a.xlsx", b"x")])

    assert visitor.status == 403
    assert "The form is not from this desk." in visitor.page


def test_no_other_site_may_read_or_frame_a_page(visitor):
    visitor.get("/")

    assert visitor.headers["Access-Control-Allow-Origin"] is None
    assert "frame-ancestors 'none'" in visitor.headers["Content-Security-Policy"]
    assert visitor.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert visitor.headers["Cache-Control"] == "no-store"


def test_the_desk_listens_on_this_machine_alone(address):
    port = urlsplit(address).port
    here = next((one[4][0] for one in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)), "127.0.0.1")
    if here.startswith("127."):
        here = "127.0.0.2"

    with pytest.raises(OSError, match=r"refused|timed out|unreachable"), socket.create_connection((here, port), 5):
        pass


def test_every_page_speaks_both_languages_and_asks_nobody_else(visitor):
    slovene, english = visitor.get("/?lang=sl"), visitor.get("/?lang=en")

    assert "Prenesi preglednico" in slovene
    assert "Download workbook" in english
    assert "http" not in slovene + english
