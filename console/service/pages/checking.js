// @ts-check
/** The page of a device check on its own: a link or a code, the check, and in one sentence what came of it. */
import { Check } from "./check.js";
import { Own } from "./devices.js";
import { at, beginPage, news, on, pressed, show, tell } from "./page.js";
import { Results, found } from "./results.js";
import { Refused, openCheck, showCheck } from "./service.js";
import { say, spoken } from "./words.js";

/** @typedef {import("./service.js").CheckWelcome} CheckWelcome */

const own = new Own();
const check = new Check(own);
const results = new Results("/check/result", check);
/** @type {CheckWelcome | null} */
let welcome = null;
/** @type {boolean | null} whether the service has what was found, once that is known */
let isTold = null;
/** @type {ReturnType<typeof found> | null} */
let result = null;

async function begin() {
  await beginPage("checkPage");
  if (!window.isSecureContext) return tell("not-secure", () => [say("notSecure")]);
  if (!navigator.mediaDevices) return tell("no-webrtc", () => [say("noWebRtc")]);
  at("code-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void openByCode();
  });
  const secret = location.hash.slice(1);
  // The secret has done its work: the address that stays is of use to nobody.
  history.replaceState(null, "", location.pathname);
  welcome = secret ? await openCheck({ secret }) : await showCheck();
  if (welcome) ready();
  else show("code");
}

/** @param {unknown} error */
function tellProblem(error) {
  if (!(error instanceof Refused)) return tell("problem", () => [say("problem")], "tryAgain", () => location.reload());
  const { title, detail, hint, status } = error.problem;
  tell(status === 410 ? "link-gone" : "problem", () => [title, `${detail} ${hint}`.trim()], "typeCode", () => show("code"));
}

async function openByCode() {
  const input = /** @type {HTMLInputElement} */ (at("code-input"));
  at("code-trouble").textContent = "";
  try {
    welcome = await openCheck({ code: input.value.trim() });
    ready();
  } catch (error) {
    at("code-trouble").textContent = error instanceof Refused ? `${error.problem.title} ${error.problem.hint}` : say("problem");
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }
}

function ready() {
  at("demonstration").hidden = !welcome?.demonstration;
  spoken(() => (at("who").textContent = say("checkFor", { organisation: welcome?.organisation ?? "" })));
  show("ready");
}

async function prepare() {
  show("check");
  await check.begin();
}

async function finish() {
  isTold = null;
  result = found(check);
  check.end();
  const told = results.tell(true);
  drawEnd();
  show("end");
  own.close();
  isTold = await told;
  drawEnd();
}

function drawEnd() {
  if (!result) return;
  const [state, sentence, toDo] = verdict(result);
  at("verdict").textContent = say(sentence);
  at("verdict").dataset.state = state;
  at("to-do").textContent = toDo && say(toDo);
  at("told").textContent = isTold === null ? "" : say(isTold ? "helperSees" : "helperDoesNotSee");
  at("told").dataset.state = isTold ? "told" : "not-told";
}

/**
 * @param {ReturnType<typeof found>} result
 * @returns {[state: string, sentence: string, toDo: string]}
 */
function verdict({ microphone, camera, chime }) {
  if (!["works", "untried"].includes(microphone)) return ["not-heard", "notHeardVerdict", own.trouble.microphone || "silentHint"];
  if (chime === false) return ["does-not-hear", "doesNotHearVerdict", "notHeardHint"];
  if (camera !== "works") return ["not-seen", "notSeenVerdict", own.trouble.camera || "darkHint"];
  if (microphone === "untried" || chime === null) return ["untried", "untriedVerdict", "untriedHint"];
  return ["well", "wellVerdict", "wellHint"];
}

spoken(drawEnd);
on(own, "told", ({ phrase, values }) => news(() => say(phrase, values)));
pressed({
  check: () => void prepare(),
  "check-done": () => void finish(),
  "check-anew": () => void prepare(),
});
begin().catch(tellProblem);
