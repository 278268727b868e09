// What was typed and is not saved yet, kept in this browser: a server may be killed, a lid closed.
const KEY = `gradlings${document.documentElement.dataset.root}/`;

// Some browsers keep nothing for a page; then a draft lives as long as the page.
function attempt(action) {
  try { return action(); } catch { return null; }
}
export const keepDraft = (exercise, text, basedOn) =>
  attempt(() => localStorage.setItem(KEY + exercise, JSON.stringify({ text, basedOn })));
export const forgetDraft = (exercise) => attempt(() => localStorage.removeItem(KEY + exercise));
export const draftOf = (exercise) => attempt(() => JSON.parse(localStorage.getItem(KEY + exercise)));
