// The editor, as the pages of `gradlings web` need it: CodeMirror for Python, and nothing of ours
// that is not about editing. scripts/editor_bundle.py makes autograder/web/static/editor.js of it.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching, codeFolding, foldEffect, foldKeymap, foldGutter, HighlightStyle,
  indentOnInput, indentUnit, syntaxHighlighting,
} from "@codemirror/language";
import { unifiedMergeView } from "@codemirror/merge";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Colours are the page's, which knows of light and dark.
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.definitionKeyword, tags.moduleKeyword], class: "py-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "py-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "py-number" },
  { tag: [tags.comment, tags.docString], class: "py-comment" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "py-name" },
]);
const fromOutside = Annotation.define();

// Where the comments on top of a file that was handed out end: they are the task again, and below
// them is a line. 0 if there are none.
function endOfTask(doc) {
  for (let number = 1; number <= doc.lines; number++) {
    const { text, to } = doc.line(number);
    if (!text.startsWith("#")) return 0;
    if (/^# ─{20,}$/.test(text)) return to;
  }
  return 0;
}

// An editor in `parent`. `changed` is called after each change by the user, `words` has the texts.
export function makeEditor({ parent, text, words, nonce, describedBy, changed }) {
  const comparing = new Compartment(), locked = new Compartment();
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      EditorView.cspNonce.of(nonce),
      EditorView.contentAttributes.of({
        "aria-label": words.program, "aria-describedby": describedBy, spellcheck: "false",
        autocapitalize: "off", autocorrect: "off",
      }),
      EditorState.tabSize.of(4),
      EditorView.lineWrapping,
      indentUnit.of("    "),
      EditorState.phrases.of(words.phrases),
      lineNumbers(), highlightActiveLineGutter(), foldGutter(), history(), drawSelection(),
      indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(),
      codeFolding({ placeholderText: `… ${words.statement} …` }),
      syntaxHighlighting(colours),
      python(),
      // Tab indents; after Escape it leaves the editor, as CodeMirror has it for the keyboard's sake.
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, indentWithTab]),
      comparing.of([]), locked.of([]),
      EditorView.updateListener.of((update) => {
        const own = update.transactions.every((one) => !one.annotation(fromOutside));
        if (update.docChanged && own) changed();
      }),
    ],
  });
  const foldTask = () => {
    const { doc } = view.state;
    const end = endOfTask(doc);
    if (end > doc.line(1).to) view.dispatch({ effects: foldEffect.of({ from: doc.line(1).to, to: end }) });
  };
  foldTask();
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    // Another text, of which only what differs is replaced, so that the cursor stays where it is.
    setText(wanted) {
      const before = view.state.doc.toString();
      let from = 0;
      while (from < Math.min(before.length, wanted.length) && before[from] === wanted[from]) from++;
      let to = before.length, end = wanted.length;
      while (to > from && end > from && before[to - 1] === wanted[end - 1]) { to--; end--; }
      view.dispatch({
        changes: { from, to, insert: wanted.slice(from, end) }, annotations: fromOutside.of(true),
      });
    },
    foldTask,
    // Show what another version has instead, between the lines; null ends that.
    compareWith(other) {
      const shown = other === null ? [] : unifiedMergeView({ original: other, mergeControls: false });
      view.dispatch({ effects: comparing.reconfigure(shown) });
    },
    lock(yes) {
      view.dispatch({ effects: locked.reconfigure(yes ? EditorState.readOnly.of(true) : []) });
    },
  };
}
