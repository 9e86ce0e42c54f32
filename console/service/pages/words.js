// @ts-check
/** What the page says, in the language that its reader chose. */

/** @type {Record<string, string>} */
let phrases = {};

const LANGUAGES = ["fi", "sv", "en"];

/** @type {(() => void)[]} */
const drawings = [];

/** Draw something now, and again in each language that is chosen later. @param {() => void} draw */
export function spoken(draw) {
  drawings.push(draw);
  draw();
}

/** The language to begin with: the one chosen before, else the first of the browser's that we speak. */
export function preferred() {
  const kept = remembered();
  const wanted = [...(kept ? [kept] : []), ...navigator.languages].map((one) => one.slice(0, 2).toLowerCase());
  return wanted.find((one) => LANGUAGES.includes(one)) ?? "en";
}

function remembered() {
  try {
    return localStorage.getItem("bedside-language");
  } catch {
    return null; // a browser may keep nothing for us
  }
}

/**
 * Speak a language from here on.
 * @param {string} language
 */
export async function speak(language) {
  const answer = await fetch(`/pages/words/${language}`);
  if (!answer.ok) throw new Error(`no words: ${answer.status}`);
  phrases = await answer.json();
  document.documentElement.lang = language;
  try {
    localStorage.setItem("bedside-language", language);
  } catch { /* then it is chosen anew next time */ }
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = say(/** @type {HTMLElement} */ (element).dataset.word ?? "");
  }
  for (const draw of drawings) draw();
}

/**
 * A phrase in the language in use, its {braces} filled in.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  return (phrases[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Whose seat it is: a guest by a number, who supports by name. @param {{role: string, number: number, person?: string | null}} seat */
export function seatName(seat) {
  if (seat.person) return `${seat.person}, ${say(seat.role)}`;
  return say(seat.role, { n: seat.number });
}
