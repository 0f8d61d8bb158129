"""The golden list: spellings of municipalities, associations, networks and people, and what they mean."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from sos_graph.reconcile import Query, reconcile
from tests.reconcile.golden import spellings

SURE = 70.0
"""The score from which on the first candidate counts as an answer."""


@pytest.fixture(scope="module")
def answers(scope):
    """Each spelling with what is answered: an identifier, none or ambiguous, and what is matched without asking."""
    found = []
    for one in spellings():
        matches = reconcile(scope, Query(one.written, (one.type,) if one.type else (), 5), "en")
        sure = [match for match in matches if match.score >= SURE]
        tied = len(sure) > 1 and sure[0].score == sure[1].score
        answer = "ambiguous" if tied else sure[0].id if sure else "none"
        found.append((one, answer, [match.id for match in matches if match.match]))
    return found


def test_the_list_is_long_and_has_every_kind_of_spelling():
    listed = spellings()
    by_hand = [one for one in listed if one.why not in {"one mistake", "capitals", "code"}]
    meant = Counter(one.meant if one.meant in {"none", "ambiguous"} else "thing" for one in listed)
    assert len(listed) >= 400
    assert len(by_hand) >= 100
    assert meant["none"] >= 30
    assert meant["ambiguous"] >= 5


def test_the_first_candidate_is_the_right_one(answers, capsys):
    answered = [(one, answer) for one, answer, _ in answers if answer not in {"none", "ambiguous"}]
    wrong = [(one, answer) for one, answer in answered if answer != one.meant]
    meant = [one for one, _, _ in answers if one.meant not in {"none", "ambiguous"}]
    precision, recall = 1 - len(wrong) / len(answered), (len(answered) - len(wrong)) / len(meant)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(answers)} spellings: precision@1 {precision:.4f}, found {recall:.4f}\n")
    assert precision >= 0.99, wrong
    assert recall >= 0.97, [(one, answer) for one, answer, _ in answers if answer != one.meant]


def test_nothing_is_matched_automatically_that_is_not_meant(answers):
    false = [(one, matched) for one, _, matched in answers if matched and matched != [one.meant]]
    assert false == []


def test_what_is_written_exactly_is_matched_automatically(answers):
    exact = {"capitals", "no marks", "no marks, no capitals", "English, no marks", "acronym with country"}
    unmatched = [one for one, _, matched in answers if one.why in exact and one.meant != "none" and not matched]
    assert len(unmatched) <= 0.02 * len(answers), unmatched


def test_mistakes_and_other_cases_are_never_matched_automatically(answers):
    loose = ("one mistake", "locative", "genitive", "letter missing", "letters exchanged")
    assert [one for one, _, matched in answers if one.why.startswith(loose) and matched] == []
