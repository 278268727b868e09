// Plays QTI 3.0 items in the real qti3-item-player, without a browser.
//
// Reads JSON from standard input: [{xml, responses: [...]}]. Writes, for each item, a list with the
// SCORE and the identifiers in FEEDBACK after each response.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const require = createRequire(import.meta.url);
const dom = new JSDOM("<!doctype html><html><body><div id='app'></div></body></html>", {
  url: "http://localhost/", pretendToBeVisual: true,
});
for (const name of ["window", "document", "navigator", "HTMLElement", "Element", "Node", "SVGElement",
  "XMLSerializer", "DOMParser", "MutationObserver", "getComputedStyle", "Event", "CustomEvent", "Text",
  "requestAnimationFrame", "cancelAnimationFrame", "localStorage", "Document", "DocumentFragment"]) {
  const value = name === "window" ? dom.window : dom.window[name];
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
globalThis.self = dom.window;
dom.window.matchMedia = () => ({ matches: false, addListener() {}, removeListener() {} });
dom.window.scrollTo = () => {};
dom.window.document.execCommand = () => false; // quill, which the player bundles, asks for it
const quiet = () => {};
console.log = console.info = console.warn = quiet;

// The player and we must share one Vue, and one that compiles templates.
const Module = require("node:module");
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request === "vue" ? "vue/dist/vue.common.js" : request, ...rest);
};
const Vue = require("vue");
Vue.config.productionTip = Vue.config.devtools = false;
dom.window.Vue = globalThis.Vue = Vue;
const bundle = require("qti3-item-player");
const Qti3Player = bundle.Qti3Player || bundle.default || bundle;

const later = () => {
  let done;
  const promise = new Promise((resolve) => (done = resolve));
  return { promise, done };
};

async function play(xml, response, number) {
  const ready = later(), shown = later(), ended = later();
  const host = dom.window.document.createElement("div");
  dom.window.document.body.append(host);
  const app = new Vue({
    components: { Qti3Player },
    template: `<Qti3Player ref="player" container-class="qti3-player-container-fluid"
      color-class="qti3-player-color-default" :suppress-alert-messages="true"
      :suppress-invalid-response-messages="true"
      @notifyQti3PlayerReady="ready" @notifyQti3ItemReady="shown"
      @notifyQti3EndAttemptCompleted="ended" />`,
    methods: { ready: ready.done, shown: shown.done, ended: ended.done },
  }).$mount(host);
  const player = await ready.promise;
  const order = [...xml.matchAll(/<qti-simple-choice[^>]* identifier="([^"]+)"/g)].map((found) => found[1]);
  player.loadItemFromXml(xml, {
    guid: `item-${number}`,
    sessionControl: { validateResponses: false, showFeedback: false },
    state: {
      identifier: xml.match(/ identifier="([^"]+)"/)[1],
      guid: `item-${number}`,
      contextVariables: [], outcomeVariables: [], templateVariables: [],
      responseVariables: [
        { identifier: "numAttempts", value: 0, state: null },
        { identifier: "duration", value: 0, state: null },
        { identifier: "completionStatus", value: "unknown", state: null },
        { identifier: "RESPONSE", value: response, state: { value: response, order } },
      ],
      validationMessages: [],
    },
  });
  await shown.promise;
  player.endAttempt("done");
  const { state } = await ended.promise;
  const value = (name) => state.outcomeVariables.find((v) => v.identifier === name)?.value;
  const given = state.responseVariables.find((v) => v.identifier === "RESPONSE")?.value;
  const heard = value("FEEDBACK");
  app.$destroy();
  host.remove();
  return { score: Number(value("SCORE")), feedback: heard === null || heard === undefined ? [] : [].concat(heard), given };
}

const results = [];
let number = 0;
for (const { xml, responses } of JSON.parse(readFileSync(0, "utf8"))) {
  const scores = [];
  for (const response of responses) scores.push(await play(xml, response, number++));
  results.push(scores);
}
process.stdout.write(JSON.stringify(results));
process.exit(0);
