"""Pages of bodies and posts: who sat where on a day, how many seats are filled, and mandates whose ends stay open."""

from __future__ import annotations

import re

BOARD = "/doc/body/xx-board"
LEAGUE = "/doc/association/xx-two"


def _section(text, name):
    found = re.search(rf'<section[^>]*aria-labelledby="{name}">.*?</section>', text, re.DOTALL)
    assert found, name
    return found[0]


def _names(text):
    return set(re.findall(r"(?:Ana Prva|Bor Drugi|Cita Tretja|Dan Četrti|Eva Peta|Filip Šesti)", text))


def test_a_board_shows_those_whom_the_sources_name_last(page):
    shown = _section(page(BOARD), "organisation")
    assert _names(shown) == {"Ana Prva", "Bor Drugi", "Cita Tretja", "Dan Četrti"}


def test_a_board_on_a_day_shows_the_term_of_that_day(page):
    shown = _section(page(f"{BOARD}?on=2017-06-01"), "organisation")
    assert _names(shown) == {"Eva Peta"}
    assert 'class="state not_known"' in shown


def test_who_was_seen_before_and_after_a_day_is_attested_on_it(page):
    shown = _section(page(f"{BOARD}?on=2021-06-01"), "organisation")
    assert re.search(r"Bor Drugi.{0,200}state attested", shown, re.DOTALL)
    assert re.search(r"Ana Prva.{0,200}state not_known", shown, re.DOTALL)


def test_seats_are_told_against_the_rule_of_the_day_and_both_rules_are_named(page):
    shown = _section(page(BOARD), "organisation")
    assert "known holders: 1, seats by the rule: 2 · no known holder: 1" in shown
    assert "known holders: 3, seats by the rule: 2 · more than the rule: 1" in shown
    assert shown.count('class="vacant" x=') == 1
    assert shown.count('class="beyond" x=') == 1
    assert {"Seats: 2", "Seats: 5"} <= set(re.findall(r"Seats: \d", shown))


def test_on_a_day_near_an_older_rule_that_rule_counts(page):
    shown = _section(page(f"{BOARD}?on=2016-06-01"), "organisation")
    assert "known holders: 1, seats by the rule: 5 · no known holder: 4" in shown


def test_nobody_who_has_left_is_shown_as_the_last_holder(page):
    shown = _section(page(LEAGUE), "organisation")
    president = shown.partition("President</bdi>")[2].partition("</ul>")[0]
    assert _names(president) == {"Ana Prva"}


def test_an_end_that_no_source_gives_fades_and_one_that_a_source_gives_does_not(page):
    shown = _section(page("/doc/post/xx-president"), "mandates")
    rows = {
        name: row for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", shown, re.DOTALL) for name in _names(row)
    }
    assert 'class="fade-out"' in rows["Ana Prva"]
    assert 'class="known"' not in rows["Ana Prva"]
    assert 'class="known"' in rows["Eva Peta"]
    assert 'class="fade-out"' not in rows["Eva Peta"]


def test_every_mandate_stands_in_words_beside_its_bar_and_undated_ones_apart(page):
    shown = _section(page(BOARD), "mandates")
    dated, _, undated = shown.partition('class="undated"')
    assert _names(undated) == {"Filip Šesti"}
    assert _names(dated) == {"Ana Prva", "Bor Drugi", "Cita Tretja", "Dan Četrti", "Eva Peta"}
    assert dated.count('<svg class="bar "') == dated.count("from 1 January 2020</span>") + 1
    assert dated.index("Term of 2016") < dated.index("Term of 2020")


def test_every_place_on_a_drawing_is_inside_it(page):
    shown = _section(page(BOARD), "mandates")
    places = [float(one) for one in re.findall(r'(?:x|x1|cx)="([\d.]+)%"', shown)]
    widths = [(float(x), float(w)) for x, w in re.findall(r'x="([\d.]+)%" y="5" width="([\d.]+)%"', shown)]
    assert len(places) > 20
    assert all(0 <= one <= 100 for one in places)
    assert all(x + width <= 100.01 for x, width in widths)


def test_an_association_is_drawn_with_what_its_list_says(page):
    shown = _section(page(LEAGUE), "organisation")
    listed, _, drawn = shown.partition('<svg class="boxes"')
    for name in ("Board", "North", "South", "Panel", "Member from the north"):
        assert name in listed
        assert name.split()[0] in drawn
    assert drawn.count('class="beyond"') == 0
    assert drawn.count('class="vacant" cx=') == 1


def test_a_person_has_a_timeline_of_posts_and_no_second_table_of_them(page):
    text = page("/doc/person/eva")
    assert "President" in _section(text, "mandates")
    assert 'id="holding"' not in text


def test_the_pages_have_no_style_or_handler_that_the_policy_forbids(page):
    for path in (BOARD, LEAGUE, "/doc/post/xx-president", "/disputes", "/sources", "/doc/dispute/xx-size"):
        assert not re.search(r"<[^>]+\s(style|on\w+)=", page(path)), path
