// A field of text -> an editor of SPARQL beside it: colours, completion from the vocabulary of the site, marked faults.
// It lives in a shadow tree, because there its styles are sheets made by script, which a strict policy allows.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { completeFrom } from "./completion.mjs";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--spruce)", fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--clay)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--ink)", fontWeight: "600" },
]);

const looks = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--sheet)", fontSize: ".9rem", borderRadius: ".25rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--code)", lineHeight: "1.5", minHeight: "20rem", maxHeight: "70vh" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "0" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--spruce)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--spruce) 25%, transparent)",
  },
  ".cm-fault": { textDecoration: "underline wavy var(--clay)", textUnderlineOffset: ".25em", fontWeight: "700" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--soft)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--code)", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--spruce)",
    color: "var(--on-spruce)",
  },
  ".cm-completionDetail": { fontFamily: "var(--text)", fontStyle: "normal", opacity: "1", marginInlineStart: "1em" },
});

const setFault = StateEffect.define();
const faults = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) if (effect.is(setFault)) return effect.value;
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function placeOf(state, line, column) {
  if (line > state.doc.lines) return undefined;
  const { from, to, text } = state.doc.line(line);
  const start = Math.min(from + column - 1, to);
  const length = text.slice(start - from).match(/^(\w+:?\w*|\S)/)?.[0].length ?? 0;
  return { from: start, to: start + length };
}

export function openEditor(host, { text, words, terms, changed, run }) {
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        autocompletion({ override: [completeFrom(terms, words)], icons: false }),
        // Tab is bound to nothing: it leaves the editor, as it leaves any other field.
        keymap.of([
          { key: "Mod-Enter", run: () => (run(), true) },
          ...completionKeymap,
          ...defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"),
          ...historyKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": `${words.label}. ${words.help}` }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
        looks,
        faults,
      ],
    }),
  });
  return {
    focus: () => view.focus(),
    write(newText) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: newText } });
    },
    mark(line, column) {
      const place = placeOf(view.state, line, column);
      if (!place) return;
      const marks = place.to > place.from ? Decoration.set(Decoration.mark({ class: "cm-fault" }).range(place.from, place.to)) : Decoration.none;
      view.dispatch({ effects: setFault.of(marks), selection: { anchor: place.from }, scrollIntoView: true });
    },
  };
}
