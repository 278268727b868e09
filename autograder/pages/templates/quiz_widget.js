// A question in a notebook. It knows no key: answers go to the kernel, which judges them.
function coded(parent, text) {
  // What stands between backticks is code; nothing else is markup.
  text.split(/`([^`]+)`/).forEach((part, i) => {
    const node = i % 2 ? document.createElement("code") : document.createTextNode(part);
    if (i % 2) node.textContent = part;
    parent.append(node);
  });
  return parent;
}
const made = (tag, props = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children);
  return element;
};
let count = 0;
function render({ model, el }) {
  const name = `gradlings-quiz-${count++}`;
  const body = made("div"), status = made("div", { className: "told" });
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  el.classList.add("gradlings-quiz");
  // JupyterLab takes keys for its own shortcuts; here they are for answering.
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  el.addEventListener("keydown", (event) => event.stopPropagation());
  el.append(body, status);

  function answers(shown) {
    if (shown.kind === "order" || shown.kind === "trace") {
      const list = made("ol", { className: "order" });
      for (const option of shown.options) {
        const item = made("li");
        item.dataset.id = option.id;
        item.append(coded(made("span"), "`" + option.text + "` "));
        for (const [way, arrow] of [["up", "↑"], ["down", "↓"]]) {
          const button = made("button", { type: "button", textContent: arrow });
          button.setAttribute("aria-label", `${shown.words[way]}: ${option.text}`);
          button.addEventListener("click", () => {
            if (way === "up" && item.previousElementSibling) item.previousElementSibling.before(item);
            if (way === "down" && item.nextElementSibling) item.nextElementSibling.after(item);
            button.focus();
          });
          item.append(button);
        }
        list.append(item);
      }
      return [list, () => [...list.children].map((item) => item.dataset.id).join(",")];
    }
    if (shown.options.length) {
      const set = made("fieldset", {}, made("legend", { textContent: shown.how }));
      for (const option of shown.options) {
        const input = made("input", {
          type: shown.kind === "multiple" ? "checkbox" : "radio", name, value: option.id,
        });
        const text = made("span");
        text.innerHTML = option.html; // escaped by the kernel
        set.append(made("label", { className: "option" }, input, text));
      }
      const chosen = () => [...set.querySelectorAll("input:checked")].map((i) => i.value).join(",");
      return [set, chosen];
    }
    const input = made("input", { type: "text", autocomplete: "off", size: 24 });
    return [made("label", {}, `${shown.how} `, input), () => input.value];
  }

  function draw() {
    const shown = model.get("shown");
    el.lang = shown.language;
    if (shown.stage === "done") {
      body.replaceChildren(made("p", { className: "sum", textContent: shown.sum }));
      return;
    }
    const prompt = made("div");
    prompt.innerHTML = shown.prompt; // escaped by the kernel
    const [fields, read] = answers(shown);
    const form = made("form", {}, fields);
    const skip = made("button", { type: "button", textContent: shown.words.skip });
    skip.addEventListener("click", () => model.send({ skip: true }));
    form.append(made("p", {}, made("button", { type: "submit", textContent: shown.words.check }), " ", skip));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      model.send({ answer: read() });
    });
    const head = made("p", { className: "head" }, made("strong", { textContent: shown.name }),
      `  ${shown.number}/${shown.count}`);
    body.replaceChildren(head, prompt, form);
  }
  // A second try keeps what was chosen; a question that is over stays until its reason was read.
  let before = model.get("shown"), over = false;
  const changed = () => {
    const shown = model.get("shown");
    if (over) {
      const next = made("button", { type: "button", textContent: shown.words.skip });
      next.addEventListener("click", () => {
        status.replaceChildren();
        draw();
        (body.querySelector("input, button") || body).focus();
      });
      status.append(next);
      for (const field of body.querySelectorAll("input, button")) field.disabled = true;
    } else if (shown.stage !== "again" || shown.name !== before.name) draw();
    before = shown;
    over = false;
  };
  const heard = ({ told }) => {
    if (!told) return;
    over = Boolean(told.explain);
    if (told.unread) return status.replaceChildren(made("p", { textContent: told.unread }));
    const parts = [made("p", { className: "verdict", textContent: `${told.sign} ${told.head}` })];
    for (const text of told.texts) parts.push(coded(made("p"), text));
    if (told.explain) parts.push(coded(made("p", { className: "explain" }), told.explain));
    if (told.again) parts.push(made("p", { className: "again", textContent: told.again }));
    status.replaceChildren(...parts);
  };
  model.on("change:shown", changed);
  model.on("msg:custom", heard);
  draw();
  return () => {
    model.off("change:shown", changed);
    model.off("msg:custom", heard);
  };
}
export default { render };
