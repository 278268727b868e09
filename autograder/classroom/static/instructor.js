// The instructor's page: renewed as the class goes on, and orders to the server.
const { root, page, failed } = document.documentElement.dataset;
const told = document.getElementById("told");

function tell(sentence) {
  told.textContent = sentence;
  told.hidden = !sentence;
}

async function order(place, body) {
  const response = await fetch(`${root}/instructor/api/${place}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-gradlings-page": page },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response?.ok) return response.json();
  tell((await response?.json().catch(() => null))?.told || failed);
  return null;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { show, exercise, example, link } = button.dataset;
  if (show !== undefined) {
    if (await order("show", { misconception: show, exercise, example })) tell("");
    renew();
  } else if (link !== undefined) {
    const answer = await order("link", { learner: link });
    if (answer) tell(answer.told);
  } else if (button.id === "export") {
    button.disabled = true;
    const answer = await order("export", {});
    if (answer) tell(answer.told);
    button.disabled = false;
  }
});

// The live part as the server would write it now; what is unfolded stays so, and focus stays where it is.
async function renew() {
  const live = document.querySelector("[data-live]");
  const response = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-live]");
  const keyOf = (element) => ["show", "exercise", "link"].map((name) => element?.dataset?.[name]).join("\n");
  const shown = (details) => keyOf(details.querySelector("button"));
  const open = new Set([...live.querySelectorAll("details[open]")].map(shown));
  fresh.querySelectorAll("details").forEach((one) => { one.open = open.has(shown(one)); });
  const focused = live.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.tagName === "BUTTON" ? keyOf(focused) : null;
  live.replaceWith(document.adoptNode(fresh));
  if (key) [...fresh.querySelectorAll("button")].find((one) => keyOf(one) === key)?.focus();
}

// Where a proxy answers for a server that is away, the browser asks for no news again: the page does.
function listen() {
  const stream = new EventSource(`${root}/instructor/news`);
  stream.addEventListener("changed", renew);
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
}
listen();
