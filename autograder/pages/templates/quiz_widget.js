// A question in a notebook. It knows no key: answers go to the kernel, which judges them.
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
    if (shown.control === "sorted") {
      const list = made("ol", { className: "order" });
      for (const option of shown.options) {
        const item = made("li");
        item.dataset.id = option.id;
        item.append(coded(made("span"), "`" + option.text + "` "));
        for (const [way, arrow] of [["up", "↑"], ["down", "↓"]]) {
          const button = made("button", { type: "button", textContent: arrow });
          button.setAttribute("aria-label", `${shown.words[way]}: ${option.text}`);
          item.append(moves(button, way));
        }
        list.append(item);
      }
      return list;
    }
    if (shown.control !== "typed") {
      const set = made("fieldset", {}, made("legend", { textContent: shown.how }));
      for (const option of shown.options) {
        const input = made("input", {
          type: shown.control === "several" ? "checkbox" : "radio", name, value: option.id,
        });
        const text = made("span");
        text.innerHTML = option.html; // escaped by the kernel
        set.append(made("label", { className: "option" }, input, text));
      }
      return set;
    }
    const input = made("input", { type: "text", autocomplete: "off", size: 24 });
    return made("label", {}, `${shown.how} `, input);
  }

  function draw() {
    const shown = model.get("shown");
    el.lang = shown.language;
    el.dir = shown.direction;
    if (shown.stage === "done") {
      body.replaceChildren(made("p", { className: "sum", textContent: shown.sum }));
      return;
    }
    const prompt = made("div");
    prompt.innerHTML = shown.prompt; // escaped by the kernel
    const form = made("form", {}, answers(shown));
    const skip = made("button", { type: "button", textContent: shown.words.skip });
    skip.addEventListener("click", () => model.send({ skip: true }));
    form.append(made("p", {}, made("button", { type: "submit", textContent: shown.words.check }), " ", skip));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      model.send({ answer: GIVEN[shown.control](form) });
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
