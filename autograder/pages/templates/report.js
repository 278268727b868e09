"use strict";
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
    const body = table.tBodies[0];
    // A cell is read once, not at each of the ten thousand comparisons in a large class.
    const lines = [...body.rows].map((line) => [value(line), line]).sort(([x], [y]) => {
      const sign = typeof x === "number" ? x - y : order.compare(x, y);
      return down ? -sign : sign;
    });
    body.append(...lines.map(([, line]) => line));
  });
}
// Languages: all are in the page; without this script all are shown, one after the other.
const switches = [...document.querySelectorAll(".languages button")];
const show = (language) => {
  for (const part of document.querySelectorAll("main[lang]")) part.hidden = part.lang !== language;
  for (const one of switches) one.setAttribute("aria-pressed", String(one.value === language));
  document.documentElement.lang = language;
};
for (const one of switches) one.addEventListener("click", () => show(one.value));
if (switches.length) {
  document.querySelector(".languages").hidden = false;
  show(switches[0].value);
}
// Finding students: by any words of their names, ids and addresses, and by section or group.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
for (const box of document.querySelectorAll(".find")) {
  const rows = [...box.nextElementSibling.querySelectorAll("tbody tr")].map((row) =>
    ({ row, text: plain(row.dataset.find), groups: JSON.parse(row.dataset.groups) }));
  const search = box.querySelector("input"), group = box.querySelector("select");
  const shown = box.querySelector("[data-shown]");
  const find = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text, groups } of rows) {
      const fits = words.every((word) => text.includes(word));
      row.hidden = !(fits && (!group || !group.value || groups.includes(group.value)));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = shown.dataset.shown.replace("{shown}", count).replace("{all}", rows.length);
  };
  search.addEventListener("input", find);
  if (group) group.addEventListener("change", find);
  box.hidden = false;
  find();
}
