// @ts-check
/** What somebody wants to say of these pages. */
import { at, beginPage } from "./page.js";
import { say } from "./words.js";

await beginPage("feedbackTitle");
document.body.dataset.state = "feedback";
const form = /** @type {HTMLFormElement} */ (at("remark"));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void send();
});

async function send() {
  const text = /** @type {HTMLTextAreaElement} */ (at("remark-text")).value.trim();
  if (!text) {
    at("news").textContent = say("feedbackEmpty");
    at("remark-text").focus();
    return;
  }
  try {
    const answer = await fetch("/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify({ text }),
    });
    const problem = answer.ok ? null : await answer.json();
    at("news").textContent = problem ? `${problem.title} ${problem.hint}` : say("thankYou");
    if (answer.ok) {
      form.hidden = true;
      document.body.dataset.state = "sent";
    }
  } catch {
    at("news").textContent = say("notSent");
  }
}
