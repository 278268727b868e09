"use strict";
// What a page with questions and a question in a notebook share; put before either's own script.
function coded(parent, text) {
  // What stands between backticks is code; nothing else is markup.
  text.split(/`([^`]+)`/).forEach((part, i) => {
    const node = i % 2 ? document.createElement("code") : document.createTextNode(part);
    if (i % 2) node.textContent = part;
    parent.append(node);
  });
  return parent;
}
// The buttons of a line to put in order: each moves its line by one place.
function moves(button, way) {
  button.addEventListener("click", () => {
    const line = button.closest("li");
    if (way === "up" && line.previousElementSibling) line.previousElementSibling.before(line);
    if (way === "down" && line.nextElementSibling) line.nextElementSibling.after(line);
    button.focus();
  });
  return button;
}
// The answer that was given, in canonical form where it was not typed. A line for each control.
const GIVEN = {
  sorted: (form) => [...form.querySelectorAll(".order li")].map((line) => line.dataset.id).join(","),
  one: (form) => [...form.querySelectorAll("input:checked")].map((input) => input.value).join(","),
  several: (form) => GIVEN.one(form),
  typed: (form) => form.querySelector("input[type=text]").value.trim(),
};
