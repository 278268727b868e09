// What all pages share: asking the server, hearing news from it, the head, and the languages.
const { root, page } = document.documentElement.dataset;

// With these a proxy answers for a server that is away.
const AWAY = [502, 503, 504];

// The answer to a request as data, with its status; status 0 means that no server answered. `told`
// says why it is no success, in words.
export async function ask(method, place, body, options = {}) {
  let response;
  try {
    response = await fetch(`${root}/api${place}`, {
      method,
      headers: { "x-gradlings-page": page, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      ...options,
    });
    return { status: response.status, ok: response.ok, ...(await response.json()) };
  } catch {
    const { broken } = document.documentElement.dataset;
    const answered = response?.ok === false && !AWAY.includes(response.status);
    return { status: answered ? response.status : 0, ok: false, told: broken };
  }
}

export const one = (id) => document.getElementById(id);
export const dataIn = (id) => JSON.parse(one(id).textContent);

// A sentence in which `place` leads there if it is an address; other places are only named.
export function write(element, sentence, place = "") {
  element.textContent = sentence;
  const start = place.startsWith("/") ? sentence.indexOf(place) : -1;
  if (start < 0) return;
  const link = Object.assign(document.createElement("a"), { href: place, textContent: place });
  element.replaceChildren(sentence.slice(0, start), link, sentence.slice(start + place.length));
}

// A sentence that concerns the whole page; an empty one takes it away.
export function tell(sentence) {
  one("news").textContent = sentence;
  one("news").hidden = !sentence;
}

export function showStatus({ done, total, due }) {
  one("done").textContent = done;
  one("total").textContent = total;
  Object.assign(one("meter"), { max: total, value: done });
  one("due").firstChild.data = due;
  one("due").hidden = !due;
}

// News from the server, while the page can be seen: browsers give few connections to all tabs of a
// server together. `handlers` are called by the kind of news; "listening" comes first each time, and
// means that anything may have changed.
const handlers = {
  // What a teacher shows to the class: a sentence, and a page of this server about it.
  shown: ({ message, link }) => {
    tell(message);
    if (!link) return;
    const open = Object.assign(document.createElement("a"), { href: root + link, textContent: message });
    one("news").replaceChildren(open);
  },
  seeing: ({ message }) => tell(message),
  blind: ({ message }) => tell(message),
  progress: async () => {
    const status = await ask("GET", "/status");
    if (status.ok) showStatus(status);
    await renewLists();
  },
};
handlers.listening = handlers.progress;
export function on(kind, handler) {
  const before = handlers[kind];
  handlers[kind] = (data) => { before?.(data); handler(data); };
}

let stream, again;
function listen() {
  clearTimeout(again);
  if (stream || document.hidden) return;
  stream = new EventSource(`${root}/api/news`);
  for (const kind of ["listening", "changed", "progress", "language", "blind", "seeing", "shown", "missed"]) {
    stream.addEventListener(kind, (event) => {
      handlers[kind === "missed" ? "listening" : kind]?.(JSON.parse(event.data));
    });
  }
  stream.addEventListener("error", async () => {
    handlers.silence?.();
    if (stream?.readyState !== EventSource.CLOSED) return;  // The browser tries again itself.
    stop();
    const { status, told } = await ask("GET", "/status");
    if (status === 403) tell(told);  // Whoever is in no longer gets no news, however often they ask.
    else again = setTimeout(listen, 3000);
  });
}
function stop() {
  stream?.close();
  stream = undefined;
}
document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);

// Parts of the page that show progress, as the server would write them now.
async function renewLists() {
  const live = document.querySelectorAll("[data-live]");
  if (!live.length) return;
  const response = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const focused = document.activeElement?.getAttribute("href");
  fresh.querySelectorAll("[data-live]").forEach((part, i) => {
    if (live[i] && live[i].innerHTML !== part.innerHTML) live[i].replaceWith(document.adoptNode(part));
  });
  if (focused && document.activeElement === document.body) {
    document.querySelector(`[data-live] a[href="${CSS.escape(focused)}"]`)?.focus();
  }
}

// Before the language changes, what is typed has to be saved: the files change, too.
let beforeLeaving = async () => true;
on("language", async ({ language }) => {
  if (language !== document.documentElement.lang && (await beforeLeaving())) location.reload();
});
export function savingFirst(save) { beforeLeaving = save; }
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", async () => {
    if (!(await beforeLeaving())) return;
    const answer = await ask("PUT", "/language", { language: button.dataset.language });
    if (answer.ok) location.reload();
    else tell(answer.told);
  });
}
