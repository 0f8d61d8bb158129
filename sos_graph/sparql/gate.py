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
from typing import Literal, cast, get_args

from sos_graph.errors import QueryRefused, Sentence
from sos_graph.settings import Settings
from sos_graph.sparql.prologue import DatasetClause, Prologue, read_dataset, read_prologue
from sos_graph.sparql.tokens import Token, refuse, replace_escapes, tokenise
from sos_graph.sparql.wording import Wording, word_for_engine
from sos_graph.terms import NamedNode

__all__ = ["QUERY_WORDS", "Form", "Query", "admit", "choose_graphs"]

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]


@dataclass(frozen=True, slots=True)
class Query:
    """One query that may be asked: the text after its codepoint escapes, its form, what its FROM clauses name.

    `wording` is what the engine reads instead of the text; it has no FROM clauses.
    """

    text: str
    form: Form
    wording: Wording
    default_graphs: tuple[NamedNode, ...] = ()
    named_graphs: tuple[NamedNode, ...] = ()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORMS = frozenset(get_args(Form))
QUERY_WORDS = FORMS | _words(
    "BASE PREFIX FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET VALUES UNDEF DISTINCT REDUCED AS "
    "OPTIONAL GRAPH UNION MINUS FILTER BIND EXISTS NOT IN a TRUE FALSE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT "
    "SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE "
    "ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ "
    "NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL "
    "ISNUMERIC REGEX SUBSTR REPLACE"
)
UPDATE_WORDS = _words("LOAD CLEAR DROP CREATE ADD MOVE COPY INSERT DELETE DATA WITH USING INTO TO DEFAULT ALL")
OPERATORS = _words("| / ^ || && + - * , ; ! = != < > <= >= ?")
OPERATOR_WORDS = _words("OPTIONAL UNION MINUS FILTER BIND GRAPH EXISTS NOT IN")
OPENING = {")": "(", "}": "{", "]": "["}
BRACKETS = frozenset(OPENING.values())
NO_SERVICE = Sentence(
    "SERVICE bi poizvedbo poslal drugam; ta strežnik ne sprašuje nikogar.",
    "SERVICE would send the query elsewhere; this server asks nobody.",
)
NO_SERVICE_HINT = Sentence(
    "Vprašajte obe mesti posebej in združite odgovora, ali poizvedbo z SERVICE pošljite drugemu strežniku.",
    "Ask both places and join the answers, or send the query with its SERVICE to another server.",
)
UNKNOWN_WORD_HINT = Sentence(
    "Pred lokalnim imenom stoji predpona z dvopičjem, nizi so v narekovajih, spremenljivke se začnejo z »?«.",
    "A local name follows a prefix and a colon, strings stand in quotes, variables begin with '?'.",
)
TOO_MUCH_HINT = Sentence(
    "Poizvedbo razdelite; dolge sezname vrednosti navedite v VALUES.",
    "Divide the query; give long lists of values in VALUES.",
)
NO_FORM = Sentence("Tu bi se morala začeti poizvedba.", "A query should begin here.")
NO_FORM_HINT = Sentence(
    "Za napovedmi BASE in PREFIX stoji SELECT, ASK, CONSTRUCT ali DESCRIBE.",
    "After BASE and PREFIX comes SELECT, ASK, CONSTRUCT or DESCRIBE.",
)
SECOND_QUERY = Sentence("Tu se začne druga poizvedba.", "A second query begins here.")
SECOND_QUERY_HINT = Sentence("Pošljite vsako posebej.", "Send each on its own.")
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
    prologue = read_prologue(written, tokens)
    _check_words(written, tokens[prologue.length :], prologue)
    outside = _check_brackets(written, tokens, settings.query_depth)
    _check_operators(written, tokens, settings.query_operators)
    body = tokens[prologue.length].start if prologue.length < len(tokens) else len(written)
    form = _form(written, outside, body)
    clauses = tuple(read_dataset(tokens, prologue))
    moved = {token for clause in clauses for token in clause.tokens}
    rest = [token for token in tokens[prologue.length :] if token not in moved]
    return Query(
        written,
        form,
        word_for_engine(written, rest, prologue, settings.query_text),
        default_graphs=_chosen(written, (one for one in clauses if not one.is_named), graphs),
        named_graphs=_chosen(written, (one for one in clauses if one.is_named), graphs),
    )


def choose_graphs(iris: Iterable[str], graphs: Collection[str]) -> tuple[NamedNode, ...]:
    """The graphs that a request names (SPARQL 1.1 Protocol, 2.1.4); raises QueryRefused if one is not published."""
    chosen = tuple(iris)
    for iri in chosen:
        if iri not in graphs:
            what, hint = _unpublished(iri)
            raise QueryRefused(what, hint=hint)
    return tuple(NamedNode(iri) for iri in chosen)


def _chosen(text: str, clauses: Iterable[DatasetClause], graphs: Collection[str]) -> tuple[NamedNode, ...]:
    chosen = []
    for clause in clauses:
        if clause.iri not in graphs:
            raise refuse(text, clause.tokens[-1].start, *_unpublished(clause.iri))
        chosen.append(NamedNode(clause.iri))
    return tuple(chosen)


def _decode(text: str | bytes, limit: int) -> str:
    try:
        raw = text.encode() if isinstance(text, str) else text
        written = raw.decode()
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise QueryRefused(
            Sentence(
                f"Besedilo poizvedbe ni veljaven UTF-8 (mesto {error.start}).",
                f"The text of the query is not valid UTF-8 (position {error.start}).",
            ),
            hint=Sentence("Pošljite ga v kodiranju UTF-8.", "Send it in UTF-8."),
        ) from error
    if len(raw) > limit:
        raise QueryRefused(
            Sentence(
                f"Besedilo poizvedbe ima {len(raw)} bajtov, dovoljenih je {limit}.",
                f"The text of the query has {len(raw)} bytes, {limit} are allowed.",
            ),
            hint=Sentence(
                "Poizvedbo razdelite ali vzemite celotne podatke iz izpisov (/data/).",
                "Divide the query, or take the whole data from the dumps (/data/).",
            ),
        )
    return written


def _check_words(text: str, tokens: Sequence[Token], prologue: Prologue) -> None:
    for token in tokens:
        word = token.keyword
        if token.kind == "name":
            prologue.iri_of(token)
        if not word or word in QUERY_WORDS:
            continue
        if word == "SERVICE":
            raise refuse(text, token.start, NO_SERVICE, NO_SERVICE_HINT)
        if word in UPDATE_WORDS:
            what = Sentence(
                f"»{word}« spreminja podatke, tu pa jih ni mogoče spreminjati.",
                f"'{word}' changes data, and data cannot be changed here.",
            )
            raise refuse(text, token.start, what, ONLY_QUERIES)
        what = Sentence(f"»{token.text}« ni beseda jezika SPARQL 1.1.", f"'{token.text}' is not a word of SPARQL 1.1.")
        raise refuse(text, token.start, what, UNKNOWN_WORD_HINT)


def _check_brackets(text: str, tokens: Sequence[Token], limit: int) -> tuple[Token, ...]:
    """The tokens outside all brackets; raises QueryRefused where brackets do not match or nest too deep."""
    opened: list[Token] = []
    outside: list[Token] = []
    for token in tokens:
        if token.text in BRACKETS:
            opened.append(token)
        elif token.text in OPENING:
            _close(text, opened, token)
        elif not opened:
            outside.append(token)
        if len(opened) > limit:
            raise refuse(text, token.start, *_too_deep(limit))
    if opened:
        raise refuse(text, opened[-1].start, *_unmatched(opened[-1].text))
    return tuple(outside)


def _close(text: str, opened: list[Token], token: Token) -> None:
    if not opened or opened.pop().text != OPENING[token.text]:
        raise refuse(text, token.start, *_unmatched(token.text))


def _check_operators(text: str, tokens: Sequence[Token], limit: int) -> None:
    count = 0
    for token in tokens:
        count += token.text in OPERATORS or token.keyword in OPERATOR_WORDS or _is_signed(token)
        if count > limit:
            what = Sentence(
                f"Poizvedba ima več kot {limit} operatorjev.", f"The query has more than {limit} operators."
            )
            raise refuse(text, token.start, what, TOO_MUCH_HINT)


def _is_signed(token: Token) -> bool:
    """Whether a number brings its operator along: the lexer reads ``1-1`` as two numbers."""
    return token.kind == "number" and token.text[0] in "+-"


def _form(text: str, outside: Sequence[Token], body: int) -> Form:
    """The form of the only query; `body` is the offset at which it begins."""
    forms = [token for token in outside if token.keyword in FORMS]
    if not forms or forms[0].start != body:
        raise refuse(text, min(body, len(text)), NO_FORM, NO_FORM_HINT)
    if len(forms) > 1:
        raise refuse(text, forms[1].start, SECOND_QUERY, SECOND_QUERY_HINT)
    return cast("Form", forms[0].keyword)


def _unpublished(iri: str) -> tuple[Sentence, Sentence]:
    return (
        Sentence(f"Graf <{iri}> tu ni objavljen.", f"The graph <{iri}> is not published here."),
        Sentence(
            "Grafe izpiše SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }; od drugod se nič ne nalaga.",
            "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists the graphs; nothing is loaded from elsewhere.",
        ),
    )


def _too_deep(limit: int) -> tuple[Sentence, Sentence]:
    return (
        Sentence(f"Oklepaji so gnezdeni več kot {limit} ravni.", f"Brackets nest more than {limit} levels deep."),
        TOO_MUCH_HINT,
    )


def _unmatched(bracket: str) -> tuple[Sentence, Sentence]:
    return (
        Sentence(f"Oklepaj »{bracket}« nima para.", f"The bracket '{bracket}' has no match."),
        Sentence("Preverite oklepaje.", "Check the brackets."),
    )
