// What was typed and is not saved yet, kept in this browser: a server may be killed, a lid closed.
// Each tab has drafts of its own, or one would overwrite what another could not save; and so has each
// learner of a class, as several may use this browser one after the other.
const { root, owner } = document.documentElement.dataset;
const PREFIX = `gradlings${root}/${owner && `~${encodeURIComponent(owner)}/`}`, TAB = "gradlings-tab";
const lockOf = (tab) => `gradlings-tab/${tab}`;

// Some browsers keep nothing for a page; then a draft lives as long as the page.
function attempt(action) {
  try { return action(); } catch { return null; }
}

// A name for this tab that stays when it is loaded again. A duplicated tab gets another: the first
// one holds the lock of that name for as long as it is open.
async function claimed() {
  const before = attempt(() => sessionStorage.getItem(TAB));
  for (const tab of [before, crypto.getRandomValues(new Uint32Array(2)).join("")]) {
    if (tab && (await isFree(tab))) {
      attempt(() => sessionStorage.setItem(TAB, tab));
      return tab;
    }
  }
  return "";
}
const isFree = (tab) => !navigator.locks || new Promise((resolve) => {
  navigator.locks.request(lockOf(tab), { ifAvailable: true }, (lock) => {
    resolve(Boolean(lock));
    return lock && new Promise(() => {});  // held until the tab is closed
  });
});
const TAB_NAME = await claimed();
const keyOf = (exercise, tab) => `${PREFIX}${exercise}/${tab}`;

export const keepDraft = (exercise, text, basedOn) => attempt(() =>
  localStorage.setItem(keyOf(exercise, TAB_NAME), JSON.stringify({ text, basedOn, at: Date.now() })));
export const forgetDraft = (exercise) => attempt(() => localStorage.removeItem(keyOf(exercise, TAB_NAME)));

// The drafts of an exercise that no other open tab has: this tab's own first, then the newest.
export async function draftsOf(exercise) {
  const held = new Set((await navigator.locks?.query())?.held.map((lock) => lock.name));
  const start = keyOf(exercise, ""), found = [];
  for (const key of attempt(() => Object.keys(localStorage)) ?? []) {
    const tab = key.slice(start.length), own = tab === TAB_NAME;
    if (!key.startsWith(start) || (held.has(lockOf(tab)) && !own)) continue;
    const draft = attempt(() => JSON.parse(localStorage.getItem(key)));
    if (typeof draft?.text === "string") found.push({ ...draft, key, own });
  }
  return found.sort((a, b) => b.own - a.own || b.at - a.at);
}
export const dropDraft = ({ key }) => attempt(() => localStorage.removeItem(key));
