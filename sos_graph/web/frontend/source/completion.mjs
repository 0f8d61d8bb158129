// What stands before the cursor -> what may follow: variables of the query, terms of the vocabulary, words of SPARQL.
// A term is found by its name and by its label; the prefix that it needs is declared with it.
const MOST = 60;
const KEYWORDS = (
  "ASK BASE BIND BY COALESCE CONCAT CONSTRUCT CONTAINS COUNT DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP " +
  "HAVING IF IN LANG LIMIT MAX MIN MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REGEX SELECT STR STRSTARTS SUM " +
  "UNION VALUES WHERE YEAR"
).split(" ");

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function declaring(prefix, iri) {
  const needed = new RegExp(`^\\s*PREFIX\\s+${prefix}:`, "im");
  return (view, completion, from, to) => {
    const changes = [{ from, to, insert: completion.label }];
    const line = `PREFIX ${prefix}: <${iri}>\n`;
    const isThere = needed.test(view.state.doc.toString());
    if (!isThere) changes.unshift({ from: 0, insert: line });
    view.dispatch({ changes, selection: { anchor: from + completion.label.length + (isThere ? 0 : line.length) } });
  };
}

function variables(context, word) {
  const others = context.state.doc.toString().match(/[?$]\w+/g) ?? [];
  const names = [...new Set(others)].filter((name) => name !== word.text && name.startsWith(word.text));
  return { from: word.from, options: names.sort().map((label) => ({ label })), filter: false };
}

function prefixes(known, word, words) {
  const begun = word.text.replace(/^PREFIX\s+/i, "");
  const found = Object.entries(known.prefixes).filter(([name]) => name.startsWith(begun));
  const options = found.map(([name, iri]) => ({ label: `${name}: <${iri}>`, detail: words.prefix }));
  return { from: word.to - begun.length, options, filter: false };
}

function ranked(found, sought) {
  return found
    .map(([name, kind, label]) => ({ name, kind, label, local: folded(name.slice(name.indexOf(":") + 1)) }))
    .filter((one) => [folded(one.name), one.local, folded(one.label)].some((text) => text.includes(sought)))
    .sort((a, b) => b.local.startsWith(sought) - a.local.startsWith(sought) || a.name.localeCompare(b.name))
    .slice(0, MOST);
}

export function completeFrom(terms, words) {
  return async (context) => {
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) return variables(context, variable);
    const known = await terms();
    const declaration = context.matchBefore(/\bPREFIX\s+[\w-]*/i);
    if (declaration) return prefixes(known, declaration, words);
    const word = context.matchBefore(/[\p{L}][\p{L}\w-]*:?[\p{L}\w-]*/u);
    if (!word && !context.explicit) return null;
    const sought = folded(word?.text ?? "");
    const keywords = sought.includes(":") || !sought ? [] : KEYWORDS.filter((one) => one.toLowerCase().startsWith(sought));
    const options = ranked(known.terms, sought).map(({ name, kind, label }) => ({
      label: name,
      detail: `${label} (${words[kind]})`,
      apply: declaring(name.split(":")[0], known.prefixes[name.split(":")[0]]),
    }));
    return { from: word?.from ?? context.pos, options: [...keywords.map((label) => ({ label })), ...options], filter: false };
  };
}
