// The desk: an editor whose text is saved to the learner's file, and the answers to it.
import { draftsOf, dropDraft, forgetDraft, keepDraft } from "./drafts.js";
import { makeEditor } from "./editor.js";
import { ask, dataIn, on, one, savingFirst, showStatus, tell, write } from "./shell.js";

const exercise = one("desk").dataset.exercise, place = `/exercises/${exercise}`;
const words = dataIn("words");
// Milliseconds without typing until the text is saved, and until it is checked as well.
const SAVE_AFTER = 700, CHECK_AFTER = 2200, RETRY_AFTER = 3000;

// What the file holds as far as we know: its text, and the digest that names it.
let file = dataIn("kept");
// The file's version and ours, while they are at odds.
let conflict = null;
let saving = Promise.resolve(true), checks = 0, pauses = [], retry;

const editor = makeEditor({
  parent: one("editor"), text: file.text, words, describedBy: "keys",
  nonce: document.documentElement.dataset.nonce,
  changed: () => {
    keepDraft(exercise, editor.text(), file.digest);
    one("answers").classList.add("stale");
    say("unsaved");
    pause();
  },
});

function say(word) {
  one("state").textContent = words[word] ?? word;
  one("state").dataset.state = word;
}

// A sentence about the program that stays until the next one; of a failure, until something works.
let failed = false;
function notice(sentence, { failure = false, place = "" } = {}) {
  failed = failure;
  write(one("notice"), sentence, place);
  one("notice").hidden = !sentence;
}
function fail({ status, told }) {
  if (status === 0) return offline();
  say("unsaved");
  notice(told, { failure: true });
}

function pause() {
  pauses.forEach(clearTimeout);
  pauses = [setTimeout(save, SAVE_AFTER), setTimeout(() => check(), CHECK_AFTER)];
}

const isSaved = () => editor.text() === file.text;

// Save what is typed; saves wait for each other. Resolves to whether the file now holds it.
function save(options = {}) {
  saving = saving.then(() => saveNow(options));
  return saving;
}

async function saveNow({ keepOther = false, last = false } = {}) {
  if (conflict && !keepOther) return false;
  if (isSaved() && !keepOther) return true;
  if (file.problem) return false;
  const text = editor.text();
  say("saving");
  // Half a character, as of a cut emoji, is no text to anybody else.
  const order = { text: text.toWellFormed?.() ?? text, based_on: file.digest, keep_other: keepOther };
  const answer = await ask("PUT", place, order, last ? { keepalive: text.length < 20000 } : {});
  if (answer.ok) {
    file = { text, digest: answer.digest, problem: "" };
    if (isSaved()) forgetDraft(exercise);
    else keepDraft(exercise, editor.text(), file.digest);
    say(isSaved() ? "saved" : "unsaved");
    if (failed) notice("");
    return true;
  }
  if (answer.status === 409) openConflict(answer);
  else fail(answer);
  return false;
}

function offline() {
  say("offline");
  checkLater();
}
function checkLater() {
  clearTimeout(retry);
  retry = setTimeout(() => check({ anew: false }), RETRY_AFTER);
}
// Another page of ours has had a newer text checked: this page shows that text, too, once it knows of it.
function askAgain() {
  say(isSaved() ? "saved" : "unsaved");
  checkLater();
}

// Both versions are shown, and whichever is not taken is kept in a file of its own.
function openConflict(theirs) {
  conflict = theirs;
  say("unsaved");
  notice("");
  write(one("copy"), theirs.told, theirs.copy);
  one("conflict").hidden = false;
  editor.compareWith(theirs.text);
  if (theirs.problem) tell(theirs.problem);
}

function closeConflict() {
  conflict = null;
  one("conflict").hidden = true;
  editor.compareWith(null);
  editor.focus();
}

one("mine").addEventListener("click", async () => {
  file = { text: conflict.text, digest: conflict.digest, problem: conflict.problem };
  closeConflict();
  await save({ keepOther: true });
  check();
});
one("theirs").addEventListener("click", async () => {
  // Since the conflict was seen more may have been typed, and more may have been saved outside.
  const copied = await ask("PUT", place, { text: editor.text(), based_on: "" });
  if (copied.status !== 409 && !copied.ok) return fail(copied);
  const theirs = conflict;
  closeConflict();
  take(theirs);
  await lookAgain();
  check({ anew: false });
});

// Show the file's text instead of ours, which was saved or is kept elsewhere.
function take({ text, digest, problem = "" }) {
  file = { text, digest, problem };
  editor.setText(text);
  editor.lock(Boolean(problem));
  tell(problem);
  forgetDraft(exercise);
}

// The file has, or may have, another content than we know of.
async function lookAgain() {
  await saving;
  const now = await ask("GET", place);
  if (!now.ok || conflict || now.digest === file.digest) return;
  if (now.text === editor.text() && !now.problem) {
    take(now);
  } else if (isSaved()) {
    take(now);
    editor.foldTask();
    notice(words.outside);
    check({ anew: false });
  } else {
    save();  // It is refused, and both versions are shown.
  }
}

// Save, check, and show the answer unless another check was begun since.
async function check({ anew = true } = {}) {
  pauses.forEach(clearTimeout);
  if (!(await save()) && !file.problem) return;
  const number = ++checks;
  say("checking");
  one("feedback").setAttribute("aria-busy", "true");
  const answer = await ask("POST", `${place}/check`, { anew });
  if (number !== checks) return;
  one("feedback").removeAttribute("aria-busy");
  if (answer.overtaken) return askAgain();
  if (!answer.ok) return fail(answer);
  one("feedback").innerHTML = answer.html;  // escaped by the server
  one("told").textContent = answer.told;
  const stale = !isSaved() || (answer.digest && answer.digest !== file.digest);
  one("answers").classList.toggle("stale", stale);
  showStatus(answer);
  say(isSaved() ? "saved" : "unsaved");
}

one("check").addEventListener("click", () => check());
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    check();
  }
});
one("hint").addEventListener("click", async () => {
  const answer = await ask("POST", `${place}/hint`);
  if (!answer.ok) return fail(answer);
  one("hints").innerHTML = answer.html;  // escaped by the server
  one("hints").lastElementChild.scrollIntoView({ block: "nearest" });
});
// Resolves to whether the learner agrees; Escape says no.
function agreed(question, yes) {
  one("ask-what").textContent = question;
  one("ask-yes").textContent = yes;
  one("ask").returnValue = "";
  one("ask").showModal();
  return new Promise((resolve) => {
    one("ask").addEventListener("close", () => resolve(one("ask").returnValue === "yes"), { once: true });
  });
}

one("feedback").addEventListener("click", async ({ target }) => {
  if (target.id !== "solutions") return;
  const { question } = target.dataset;
  if (question && !(await agreed(question, words.solutions_yes))) return;
  const answer = await ask("POST", `${place}/solutions`);
  if (!answer.ok) return fail(answer);
  target.hidden = true;
  one("ways").innerHTML = answer.html;  // escaped by the server
  one("ways").querySelector("h3").focus();
});
one("reset").addEventListener("click", async () => {
  if (!(await agreed(words.reset, words.reset_yes))) return;
  if (!(await save()) && !file.problem) return;  // The copy would not have it.
  const answer = await ask("POST", `${place}/reset`);
  if (!answer.ok) return fail(answer);
  take(answer);
  editor.foldTask();
  notice(`${words.reset_done} ${answer.told}`, { place: answer.copy });
  check();
});

on("listening", () => (isSaved() ? lookAgain() : check({ anew: false })));
on("changed", (news) => {
  if (news.exercise === exercise && news.digest !== file.digest) lookAgain();
});
on("silence", () => { if (!isSaved()) offline(); });
savingFirst(save);
document.addEventListener("visibilitychange", () => { if (document.hidden) save({ last: true }); });

// What was typed before a page was closed comes back, if it was not saved; of several versions, from
// several tabs, the first one does, and a copy of each of the others is kept.
async function recover() {
  const found = await draftsOf(exercise), copies = [];
  const isKept = (draft) => draft.text === file.text;
  found.filter(isKept).forEach(dropDraft);
  const [newest, ...others] = found.filter((draft) => !isKept(draft));
  for (const draft of others) {
    const { status, told } = await ask("PUT", place, { text: draft.text, based_on: "" });
    if (status === 409) { dropDraft(draft); copies.push(told); }
  }
  if (newest) {
    editor.setText(newest.text);
    file = { text: null, digest: newest.basedOn, problem: "" };  // What it was then, we do not know.
    keepDraft(exercise, newest.text, newest.basedOn);
    if (!newest.own) dropDraft(newest);
  }
  notice([newest ? words.restored : "", ...copies].join(" ").trim());
}

if (file.problem) take(file);
else await recover();
check({ anew: false });
