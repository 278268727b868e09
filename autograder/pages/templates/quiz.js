"use strict";
// Checks answers against sealed keys, as autograder/quizzes/sealing.py seals them. What an answer
// means is opened by the answer itself; nothing in this page says which one is right.
const data = JSON.parse(document.getElementById("keys").textContent);
const bytes = (text) => new TextEncoder().encode(text);
const sha = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const joined = (...parts) => {
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
};
const hex = (data) => [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const keyOf = (salt, item, variant, answer) => sha(bytes([salt, item, variant, answer].join("\x1f")));
async function opened(key, sealed) {
  const text = Uint8Array.from(atob(sealed), (c) => c.charCodeAt(0));
  for (let block = 0; block * 32 < text.length; block++) {
    const counter = new Uint8Array(4);
    new DataView(counter.buffer).setUint32(0, block);
    const pad = await sha(joined(key, counter));
    for (let i = 0; i < 32 && block * 32 + i < text.length; i++) text[block * 32 + i] ^= pad[i];
  }
  return JSON.parse(new TextDecoder().decode(text));
}
async function told(question, answer) {
  const key = await keyOf(question.salt, question.item, String(question.variant), answer);
  const tag = hex(await sha(joined(key, bytes("tag")))).slice(0, 16);
  const found = question.sealed.find((pair) => pair[0] === tag);
  return found ? opened(key, found[1]) : { right: false };
}
// Reading what was typed; the same rules as autograder/quizzes/answers.py.
const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;
const plain = (text) => text.replaceAll("−", "-");
function neighbours(value, digits) {
  const scaled = value * 10 ** digits, near = Math.round(scaled);
  if (Math.abs(scaled - near) < 1e-6) return [near + 0];
  return [Math.floor(scaled), Math.ceil(scaled)].map((n) => n + 0);
}
function numbers(text, count) {
  const bare = plain(text).replace(/\btensor\b|\b(and|és)\b|[[\](){}]/g, " ").trim();
  for (const split of [/\s*;\s*/, /,\s+|\s+/, /\s*,\s*|\s+/]) {
    const parts = bare.split(split).map((part) => part.replace(/,+$/, "")).filter(Boolean);
    if (parts.length === count && parts.every((part) => NUMBER.test(part)))
      return parts.map((part) => Number(part.replace(",", ".")));
  }
  return null;
}
function readings(question, text) {
  if (question.kind === "number" || question.kind === "tensor") {
    const count = question.kind === "number" ? 1 : question.count;
    const found = numbers(text, count);
    if (found === null) return null;
    const each = found.map((value) => neighbours(value, question.digits));
    return each.reduce((all, near) => all.flatMap((a) => near.map((n) => [...a, n])), [[]])
      .map((all) => all.join(","));
  }
  if (question.kind === "shape") {
    const bare = text.replace(/(torch\.)?[Ss]ize/, "");
    if (!/^[[\](){}\d\s,;x×·]*$/.test(bare) || !/[\d()[\]]/.test(bare)) return null;
    return [(bare.match(/\d+/g) || []).map(Number).join(",")];
  }
  const line = text.match(/^\D*(\d{1,3})\D*$/);
  return line ? [String(Number(line[1]))] : null;
}
async function judged(question, form) {
  const chosen = [...form.querySelectorAll("input:checked")].map((input) => input.value);
  if (question.kind === "multiple") {
    const every = await Promise.all(question.options.map((id) => told(question, id)));
    const right = question.options.filter((_, i) => every[i].right);
    const good = chosen.filter((id) => right.includes(id)).length, bad = chosen.length - good;
    const credit = Math.max(0, (good - bad) / right.length);
    const say = question.options.flatMap((id, i) =>
      chosen.includes(id) === every[i].right ? [] : [{ ...every[i], right: false }]);
    return chosen.length ? { right: !bad && good === right.length, credit, say } : null;
  }
  let answers = chosen;
  if (question.kind === "order" || question.kind === "trace")
    answers = [[...form.querySelectorAll("li")].map((li) => li.dataset.id).join(",")];
  else if (form.querySelector("input[type=text]"))
    answers = readings(question, form.querySelector("input[type=text]").value.trim()) || [];
  if (!answers.length) return null;
  const every = await Promise.all(answers.map((answer) => told(question, answer)));
  const best = every.find((one) => one.right) || every.find((one) => one.misconception || one.feedback) || every[0];
  return { right: best.right, credit: best.right ? 1 : 0, say: [best] };
}
function line(text, kind) {
  const p = document.createElement("p");
  if (kind) p.className = kind;
  // What stands between backticks is code; nothing else is markup.
  text.split(/`([^`]+)`/).forEach((part, i) => {
    const node = i % 2 ? document.createElement("code") : document.createTextNode(part);
    if (i % 2) node.textContent = part;
    p.append(node);
  });
  return p;
}
for (const section of document.querySelectorAll("[data-question]")) {
  const question = data.questions[section.dataset.question], form = section.querySelector("form");
  const status = section.querySelector(".told");
  let tries = 0;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const verdict = await judged(question, form);
    if (verdict === null) return status.replaceChildren(line(data.words.unread, "idea"));
    tries += 1;
    const parts = [line((verdict.right ? "✓ " : verdict.credit ? "~ " : "✗ ") +
      (verdict.right ? data.words.right : verdict.credit ? data.words.partly : data.words.wrong), "verdict")];
    for (const one of verdict.say.slice(0, 3)) {
      const text = one.feedback ? one.feedback[data.language] : !one.right && data.sentences[one.misconception];
      if (text) parts.push(line(text, "idea"));
    }
    if (verdict.right || tries > 1) {
      const salt = await keyOf(question.salt, "", "0", "");
      parts.push(line((await opened(salt, question.explain))[data.language]));
    }
    status.replaceChildren(...parts);
  });
  for (const button of section.querySelectorAll(".order button"))
    button.addEventListener("click", () => {
      const li = button.closest("li");
      if (button.className === "up" && li.previousElementSibling) li.previousElementSibling.before(li);
      if (button.className === "down" && li.nextElementSibling) li.nextElementSibling.after(li);
      button.focus();
    });
}
