// The instructor's page: renewed as the class goes on, and orders to the server.
const { root, page, ...words } = document.documentElement.dataset;
const one = (id) => document.getElementById(id);

function tell(sentence, place = one("told")) {
  place.textContent = sentence;
  place.hidden = !sentence;
  if (sentence) place.scrollIntoView({ block: "nearest" });
}

async function order(place, body) {
  const response = await fetch(`${root}/instructor/api/${place}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-gradlings-page": page },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response?.ok) return response.json();
  tell((await response?.json().catch(() => null))?.told || words.failed);
  return null;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { show, exercise, example, link, name } = button.dataset;
  if (show !== undefined) {
    if (await order("show", { misconception: show, exercise, example })) tell("");
    renew();
  } else if (link !== undefined) {
    askForLink(link, name);
  } else if (button.id === "export") {
    button.disabled = true;
    tell(words.exporting);
    const answer = await order("export", {});
    if (answer) tell(answer.told);
    button.disabled = false;
  }
});

// A new link puts its learner out, so it is asked for first; then it stands where one looks.
function askForLink(learner, name) {
  const named = (sentence) => sentence.replace("{name}", () => name);
  one("ask-what").textContent = named(words.question);
  switchTo(false);
  one("ask").showModal();
  one("ask-yes").onclick = async ({ target }) => {
    target.disabled = true; // A second link would end the first.
    const answer = await order("link", { learner });
    target.disabled = false;
    if (!answer) return one("ask").close();
    one("ask-what").textContent = named(words.answer);
    one("new-link").value = answer.link;
    switchTo(true);
    one("new-link").select();
  };
}
function switchTo(given) {
  for (const id of ["ask-no", "ask-yes"]) one(id).hidden = given;
  for (const id of ["new", "copy", "ask-close"]) one(id).hidden = !given;
  one("copy").textContent = one("copy").dataset.again ?? one("copy").textContent;
}
one("copy").addEventListener("click", async () => {
  const copy = one("copy");
  copy.dataset.again ??= copy.textContent;
  one("new-link").select();
  // Without HTTPS browsers have no clipboard for scripts, but still the old command.
  const done = await (navigator.clipboard?.writeText(one("new-link").value) ?? Promise.reject())
    .then(() => true, () => document.execCommand("copy"));
  if (done) copy.textContent = copy.dataset.done;
});

// The live part as the server would write it now; what is unfolded stays so, and focus stays where it is.
// Of two answers on their way at once, the one that was asked for later stays.
let asked = 0, newest = 0;
const pageNow = () => fetch(location.href, { cache: "no-store" }).catch(() => null);
async function renew() {
  const turn = ++asked;
  const response = await pageNow();
  if (!response?.ok) return;
  const written = await response.text().catch(() => null);
  if (written === null || turn < newest) return;
  newest = turn;
  const live = document.querySelector("[data-live]");
  const fresh = new DOMParser().parseFromString(written, "text/html").querySelector("[data-live]");
  const keyOf = (element) => ["show", "exercise", "link"].map((name) => element?.dataset?.[name]).join("\n");
  const shown = (details) => keyOf(details.querySelector("button"));
  const open = new Set([...live.querySelectorAll("details[open]")].map(shown));
  fresh.querySelectorAll("details").forEach((one) => { one.open = open.has(shown(one)); });
  const focused = live.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.tagName === "BUTTON" ? keyOf(focused) : null;
  live.replaceWith(document.adoptNode(fresh));
  if (key) [...fresh.querySelectorAll("button")].find((one) => keyOf(one) === key)?.focus();
}

// Minutes pass and checks grow old in a silent class, too.
const clock = setInterval(() => { if (!document.hidden) renew(); }, 30_000);

// Where a stream is refused, the browser asks for no news again: the page does. It may be that a proxy
// answers for a server that is away, that too much was asked for, or that whoever asks is in no longer.
function listen() {
  const stream = new EventSource(`${root}/instructor/news`);
  stream.addEventListener("changed", renew);
  stream.addEventListener("open", () => {
    tell("", one("lost"));
    renew(); // Something may have happened while nothing was heard.
  });
  stream.addEventListener("error", async () => {
    if (stream.readyState !== EventSource.CLOSED) return tell(words.lost, one("lost"));
    const status = (await pageNow())?.status ?? 503;
    if (status === 403) {
      clearInterval(clock);
      return tell(words.out, one("lost"));
    }
    tell(status >= 500 ? words.lost : "", one("lost"));
    setTimeout(listen, 3000);
  });
}
listen();
