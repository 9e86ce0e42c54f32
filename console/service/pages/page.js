// @ts-check
/** What every page has: sections of which one is shown, messages, questions, what a press does, a choice of language. */
import { preferred, say, speak, spoken } from "./words.js";

/** @template {HTMLElement} T @param {string} id @returns {T} */
export const at = (id) => /** @type {T} */ (document.getElementById(id));

/** @param {EventTarget} target @param {string} kind @param {(detail: any) => void} act */
export function on(target, kind, act) {
  target.addEventListener(kind, (event) => act(/** @type {CustomEvent} */ (event).detail));
}

/** @type {Map<string, (button: HTMLButtonElement) => void>} */
const actions = new Map();

/**
 * Say what a press of the buttons with a data-action does.
 * @param {Record<string, (button: HTMLButtonElement) => void>} told
 */
export function pressed(told) {
  for (const [action, act] of Object.entries(told)) actions.set(action, act);
}

/** Begin in the reader's language, under a title that is a phrase. @param {string} title */
export async function beginPage(title) {
  await speak(preferred());
  spoken(() => (at("title").textContent = document.title = say(title)));
  const language = /** @type {HTMLSelectElement} */ (at("language"));
  language.value = document.documentElement.lang;
  language.addEventListener("change", () => void speak(language.value));
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (button) actions.get(button.dataset.action ?? "")?.(button);
  });
}

/**
 * Show one section of the page, with what has it in its data-in, and take the reader there.
 * @param {string} section
 * @param {string} [state]
 */
export function show(section, state = section) {
  if (document.body.dataset.state === state) return;
  document.body.dataset.state = state;
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("main > *"))) {
    one.hidden = !(one.dataset.in ?? one.id).split(" ").includes(section);
  }
  if (section !== "call") at("title").focus();
}

let drawNews = () => {};
spoken(() => drawNews());

/** Say something beside all else, or nothing any more. @param {() => string} [words] */
export function news(words = () => "") {
  drawNews = () => void (at("news").textContent = words());
  drawNews();
}

let drawMessage = () => {};
spoken(() => drawMessage());

/**
 * Show a message in place of everything else.
 * @param {string} state
 * @param {() => [text: string, hint?: string]} words
 * @param {string} [action] the phrase of what can be done about it
 * @param {() => void} [act]
 */
export function tell(state, words, action, act) {
  const button = at("message-action");
  drawMessage = () => {
    const [text, hint = ""] = words();
    at("message-text").textContent = text;
    at("message-hint").textContent = hint;
    button.textContent = action ? say(action) : "";
  };
  drawMessage();
  button.hidden = !action;
  button.dataset.action = action ?? "";
  button.onclick = act ?? null;
  show("message", state);
}

/**
 * Ask before something that can't be taken back.
 * @param {string} question
 * @param {string} yes
 * @param {() => void} act
 */
export function sure(question, yes, act) {
  const dialog = /** @type {HTMLDialogElement} */ (at("sure"));
  at("sure-question").textContent = say(question);
  at("sure-yes").textContent = say(yes);
  at("sure-yes").onclick = () => {
    dialog.close();
    act();
  };
  at("sure-no").onclick = () => dialog.close();
  dialog.showModal();
}
