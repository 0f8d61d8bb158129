"""A visitor's text -> a `Query` that may go to the engine, or QueryRefused.

What enters is text or bytes and the graphs that are published; what leaves is a query in a wording that the engine
can read in one way only.  In the grammar of SPARQL 1.1 a bare word can only be a keyword, so whether a text asks for
SERVICE or an update is decided on its tokens, never by searching it: the word may stand in strings, comments, IRIs,
variables and prefixed names.  Refused are

- texts over the limits of length, of nested brackets and of operators: each of them crashes or stalls the engine,
- SERVICE and everything of SPARQL Update: this endpoint only answers, and asks nobody,
- words that SPARQL 1.1 does not know, prefixes that are not declared, brackets that do not match,
- no query at all, or more than one,
- FROM and FROM NAMED with a graph that is not published: the engine would answer "nothing", which is untrue.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sos_graph.errors import QueryRefused, Sentence
from sos_graph.settings import Settings
from sos_graph.sparql.prologue import Prologue, read_prologue
from sos_graph.sparql.tokens import Token, refuse, replace_escapes, tokenise
from sos_graph.sparql.wording import Wording, word_for_engine
from sos_graph.terms import NamedNode

__all__ = ["Form", "Query", "admit", "choose_graphs"]

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]


@dataclass(frozen=True, slots=True)
class Query:
    """One query that may be asked: the text after its codepoint escapes, its form, whether it has FROM clauses.

    `wording` is what the engine reads instead of the text.
    """

    text: str
    form: Form
    own_dataset: bool
    wording: Wording


FORMS = frozenset(get_args(Form))
QUERY_WORDS = FORMS | frozenset(
    "BASE PREFIX FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET VALUES UNDEF DISTINCT REDUCED AS "
    "OPTIONAL GRAPH UNION MINUS FILTER BIND EXISTS NOT IN a TRUE FALSE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT "
    "SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE "
    "ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ "
    "NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL "
    "ISNUMERIC REGEX SUBSTR REPLACE".split()
)
UPDATE_WORDS = frozenset(
    "LOAD CLEAR DROP CREATE ADD MOVE COPY INSERT DELETE DATA WITH USING INTO TO DEFAULT ALL".split()
)
OPERATORS = frozenset("| / ^ || && + - * , ; ! = != < > <= >= ?".split())
OPERATOR_WORDS = frozenset("OPTIONAL UNION MINUS FILTER BIND GRAPH EXISTS NOT IN".split())
CLOSING = {"(": ")", "{": "}", "[": "]"}
ONLY_QUERIES = Sentence(
    "Podatke spreminja samo nova izdaja; tu lahko samo sprašujete (SELECT, ASK, CONSTRUCT, DESCRIBE).",
    "Data change by a new release only; here you can only ask (SELECT, ASK, CONSTRUCT, DESCRIBE).",
)


def admit(text: str | bytes, settings: Settings, graphs: Collection[str]) -> Query:
    """The query that a visitor's text holds; `graphs` are the IRIs of the published graphs.

    Raises QueryRefused for everything the module's first lines name.
    """
    written = replace_escapes(_decode(text, settings.query_text))
    tokens = tuple(tokenise(written))
    _check_words(written, tokens)
    _check_brackets(written, tokens, settings.query_depth)
    _check_operators(written, tokens, settings.query_operators)
    prologue = read_prologue(written, tokens)
    form = _form(written, tokens)
    chosen = tuple(_dataset(written, tokens, prologue))
    for token, iri in chosen:
        if iri not in graphs:
            raise refuse(written, token.start, *_unpublished(iri))
    wording = word_for_engine(written, tokens, prologue, settings.query_text)
    return Query(written, form, bool(chosen), wording)


def choose_graphs(iris: Iterable[str], graphs: Collection[str]) -> tuple[NamedNode, ...]:
    """The graphs that a request names (SPARQL 1.1 Protocol, 2.1.4); raises QueryRefused if one is not published."""
    chosen = tuple(iris)
    for iri in chosen:
        if iri not in graphs:
            what, hint = _unpublished(iri)
            raise QueryRefused(what, hint=hint)
    return tuple(NamedNode(iri) for iri in chosen)


def _decode(text: str | bytes, limit: int) -> str:
    try:
        raw = text.encode() if isinstance(text, str) else text
        written = raw.decode()
    except UnicodeError as error:
        raise QueryRefused(
            Sentence(
                f"Besedilo poizvedbe ni veljaven UTF-8 (mesto {error.start}).",
                f"The text of the query is not valid UTF-8 (position {error.start}).",
            )
            if isinstance(error, UnicodeDecodeError | UnicodeEncodeError)
            else Sentence("", "")
        ) from error
    if len(raw) > limit:
        raise QueryRefused(
            Sentence(
                f"Besedilo poizvedbe ima {len(raw)} bajtov, dovoljenih je {limit}.",
                f"The text of the query has {len(raw)} bytes, {limit} are allowed.",
            ),
            hint=Sentence(
                "Poizvedbo razdelite ali vzemite celotne podatke iz izpisa (/data/).",
                "Divide the query, or take the whole data from the dumps (/data/).",
            ),
        )
    return written
