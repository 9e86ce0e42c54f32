// @ts-check
/** Two questions when a call is over: counted by the day, tied to nobody. */
import { at } from "./page.js";
import { say } from "./words.js";

/** Ask the participant of a seat, who may as well not answer. @param {string} seat */
export function ask(seat) {
  const form = /** @type {HTMLFormElement} */ (at("questions"));
  form.hidden = false;
  form.onsubmit = (event) => {
    event.preventDefault();
    void send(seat, form);
  };
}

export function askNothing() {
  at("questions").hidden = true;
  at("thanks").textContent = "";
}

/** @param {string} seat @param {HTMLFormElement} form */
async function send(seat, form) {
  const answers = Object.fromEntries(new FormData(form));
  if (!Object.keys(answers).length) {
    at("thanks").textContent = say("chooseFirst");
    return;
  }
  try {
    const answer = await fetch(`/call/${seat}/answers`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify(answers),
    });
    at("thanks").textContent = answer.ok ? say("thankYou") : (await answer.json()).title;
    form.hidden = answer.status < 500;
  } catch {
    at("thanks").textContent = say("notSent");
  }
}
