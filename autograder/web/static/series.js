// Questions at a desk: answers go to the server, which judges them.
import { ask, one, showStatus, tell } from "./shell.js";

const series = one("series"), place = `/questions/${series.dataset.name}`;
const shown = () => series.querySelector("[data-turn]");

function begin() {
  const form = series.querySelector("form");
  for (const way of ["up", "down"]) {
    for (const button of series.querySelectorAll(`.order .${way}`)) moves(button, way);
  }
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(GIVEN[shown().dataset.control](form));
  });
  series.querySelector(".skip-question")?.addEventListener("click", () => answer(null));
  series.querySelector(".again")?.addEventListener("click", async () => {
    await ask("POST", `${place}/again`);
    location.reload();
  });
}

function show(html) {
  series.innerHTML = html;  // escaped by the server
  begin();
  series.querySelector("h2")?.focus();
}

async function answer(given) {
  const got = await ask("POST", `${place}/answer`, { turn: shown().dataset.turn, answer: given });
  if (!got.ok) return tell(got.told);
  showStatus(got);
  one("told").innerHTML = got.told;  // escaped by the server
  if (got.same) shown().dataset.turn = got.turn;
  else if (got.over) rest(got.html);
  else show(got.html);
}

// A question that is over stays until its reason was read.
function rest(html) {
  for (const field of series.querySelectorAll("input, button")) field.disabled = true;
  one("on").hidden = false;
  const button = one("on").querySelector("button");
  button.onclick = () => {
    one("on").hidden = true;
    one("told").replaceChildren();
    show(html);
  };
  button.focus();
}
begin();
