"use strict";
// A table's lines: those of a large class that do not fit are texts in a noscript behind it, which
// cost a browser nothing; they become lines when somebody sorts, looks for a student or turns the page.
class Lines {
  constructor(table) {
    const next = table.parentElement.nextElementSibling;
    this.body = table.tBodies[0];
    this.rest = next && next.localName === "noscript" ? next : null;
    this.size = this.rest ? this.body.rows.length : Infinity;
    this.lines = [...this.body.rows];
    this.fits = () => true;
    this.drawn = () => {};
  }
  all() {
    if (this.rest) {
      const place = document.createElement("template");
      place.innerHTML = this.rest.textContent;
      this.lines.push(...place.content.querySelectorAll("tbody tr"));
      this.rest.remove();
      this.rest = null;
    }
    return this.lines;
  }
  // Shows what fits, from the line with this number on.
  draw(first, size = this.size) {
    const found = this.all().filter(this.fits);
    const shown = found.slice(first, first + size);
    this.body.replaceChildren(...shown);
    this.drawn(first, shown.length, found.length);
  }
}
const tables = new Map();
const linesOf = (table) => {
  if (!tables.has(table)) tables.set(table, new Lines(table));
  return tables.get(table);
};
// Sorting: a click on a column's button; numbers by data-sort, texts as the language orders them.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th"), row = head.parentElement, table = head.closest("table");
    const index = [...row.children].indexOf(head);
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of row.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (line) => {
      const cell = line.children[index];
      return cell.dataset.sort === undefined ? cell.textContent.trim() : Number(cell.dataset.sort);
    };
    const order = new Intl.Collator(table.closest("[lang]").lang);
    const lines = linesOf(table);
    // A cell is read once, not at each of the ten thousand comparisons in a large class.
    const sorted = lines.all().map((line) => [value(line), line]).sort(([x], [y]) => {
      const sign = typeof x === "number" ? x - y : order.compare(x, y);
      return down ? -sign : sign;
    });
    lines.lines = sorted.map(([, line]) => line);
    lines.draw(0);
  });
}
// Languages: all are in the page; without this script all are shown, one after the other.
const switches = [...document.querySelectorAll(".languages button")];
const show = (language) => {
  const parts = [...document.querySelectorAll("main[lang]")];
  for (const part of parts) part.hidden = part.lang !== language;
  for (const one of switches) one.setAttribute("aria-pressed", String(one.value === language));
  document.documentElement.lang = language;
  document.documentElement.dir = parts.find((part) => !part.hidden).dir;
};
for (const one of switches) one.addEventListener("click", () => show(one.value));
if (switches.length) {
  document.querySelector(".languages").hidden = false;
  show(switches[0].value);
}
// Finding students: by any words of their names, ids and addresses, and by section or group.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
for (const box of document.querySelectorAll(".find")) {
  const lines = linesOf(box.nextElementSibling.querySelector("table"));
  const search = box.querySelector("input"), group = box.querySelector("select");
  const shown = box.querySelector("[data-shown]"), turn = box.querySelector(".turn");
  const [back, on] = turn.querySelectorAll("button"), place = turn.querySelector("span");
  const known = new Map();  // what is looked through is prepared once, not at each key
  const textOf = (line) => {
    if (!known.has(line)) known.set(line, [plain(line.dataset.find), JSON.parse(line.dataset.groups)]);
    return known.get(line);
  };
  let at = 0;
  lines.drawn = (first, count, found) => {
    at = first;
    shown.textContent = shown.dataset.shown.replace("{shown}", found).replace("{all}", shown.dataset.all);
    place.textContent = `${first + 1}–${first + count}`;
    turn.hidden = count === found;
    back.disabled = first === 0;
    on.disabled = first + count >= found;
  };
  const find = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    lines.fits = (line) => {
      const [text, groups] = textOf(line);
      const inGroup = !group || !group.value || groups.includes(group.value);
      return inGroup && words.every((word) => text.includes(word));
    };
    lines.draw(0);
  };
  for (const button of [back, on]) {
    button.addEventListener("click", () => lines.draw(at + Number(button.value) * lines.size));
  }
  search.addEventListener("input", find);
  if (group) group.addEventListener("change", find);
  // Paper has all of them.
  let read = 0;
  addEventListener("beforeprint", () => { read = at; lines.draw(0, Infinity); });
  addEventListener("afterprint", () => lines.draw(read));
  box.hidden = false;
  lines.drawn(0, lines.lines.length, Number(shown.dataset.all));
}
