// @ts-check
/** The page of a call, from one section to the next: invitation, check of the devices, waiting, the call, its end. */
import { Check } from "./check.js";
import { Own } from "./devices.js";
import { at, beginPage, news, on, pressed, show, tell } from "./page.js";
import { ask, askNothing } from "./questions.js";
import { Results } from "./results.js";
import { Refused, openLink, showSeat } from "./service.js";
import { say, spoken } from "./words.js";

/** @typedef {import("./meeting.js").Meeting} Meeting */

/** The call itself is loaded while devices are checked, so that a link opens quickly where the network is slow. */
const loaded = () => import("./taking_part.js");

const own = new Own();
const check = new Check(own);
/** @type {Results | null} */
let results = null;
/** @type {import("./service.js").Invitation} */
let invitation;
/** @type {import("./meeting.js").Meeting | null} */
let meeting = null;

/** @param {unknown} error */
function tellProblem(error) {
  if (error instanceof Refused) {
    const { title, detail, hint, status } = error.problem;
    tell(status === 410 ? "link-gone" : "problem", () => [title, `${detail} ${hint}`.trim()]);
  } else {
    tell("problem", () => [say("problem")], "tryAgain", () => location.reload());
  }
}

async function begin() {
  await beginPage("title");
  if (!window.isSecureContext) return tell("not-secure", () => [say("notSecure")]);
  if (!window.RTCPeerConnection || !navigator.mediaDevices) return tell("no-webrtc", () => [say("noWebRtc")]);
  const seat = location.pathname.split("/")[2];
  const secret = location.hash.slice(1);
  if (!secret && !seat) return tell("no-link", () => [say("noLink")]);
  try {
    invitation = secret ? await openLink(secret) : await showSeat(/** @type {string} */ (seat));
    // The secret has done its work: the address that stays is of use to this browser alone.
    history.replaceState(null, "", `/call/${invitation.seatId}`);
    own.signs = invitation.signLanguage;
    invite();
  } catch (error) {
    tellProblem(error);
  }
}

function invite() {
  at("demonstration").hidden = !invitation.demonstration;
  if (isOver(invitation.status)) return;
  at("join").dataset.action = invitation.role === "host" ? "join" : "ask-in";
  spoken(drawInvitation);
  show("invitation");
}

function drawInvitation() {
  const { role, host, organisation, service, dtstart, timezone } = invitation;
  const phrase = { host: "youHost", interpreter: "youInterpret", support: "youSupport" }[role] ?? "withHost";
  at("who").textContent = say(phrase, { host, organisation });
  at("about").hidden = !service;
  at("about").textContent = say("about", { service: service ?? "" });
  const time = new Date(dtstart).toLocaleString(document.documentElement.lang, {
    timeZone: timezone, weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hour12: false,
  });
  at("when").textContent = say("when", { time });
  at("waiting-for").textContent = say(role === "support" ? "supportWaiting" : "waiting", { host });
  at("join").textContent = say(role === "host" ? "join" : "askIn");
}

async function join() {
  const { takePart } = await loaded();
  check.end();
  void results?.tell(true);
  if (meeting) return meeting.say({ kind: "askin" });
  const ours = (meeting = takePart(invitation, own));
  on(ours, "welcome", () => {
    news();
    ours.say({ kind: "askin" });
  });
  on(ours, "seats", ({ status }) => {
    if (isOver(status)) return;
    if (ours.mine?.state === "joined") show("call");
    if (ours.mine?.state === "waiting") show("waiting");
  });
  on(ours, "refusal", ({ problem }) => news(() => `${problem.title} ${problem.hint}`));
  on(ours, "lost", () => news(() => say("signalLost")));
  on(ours, "refused", (problem) => finish(() => tellProblem(new Refused(problem))));
  on(ours, "left", () => {
    finish(() => tell("left", () => [say("left")], "comeBack", () => location.reload()));
    ask(invitation.seatId);
  });
  on(ours, "farewell", ({ why }) => {
    if (why === "replaced") finish(() => tell("replaced", () => [say("replaced")], "useHere", () => location.reload()));
    if (why === "withdrawn") finish(() => tell("link-gone", () => [say("withdrawn")]));
  });
  ours.open();
}

/** Tell the end where a call is over. @param {string} status */
function isOver(status) {
  const phrase = { ended: "over", missed: "over", cancelled: "cancelled" }[status];
  const wasThere = meeting?.stage.tiles.has(invitation.seatId);
  if (phrase) finish(() => tell("over", () => [say(phrase)]));
  if (phrase && wasThere) ask(invitation.seatId);
  return Boolean(phrase);
}

/** @param {() => void} last */
function finish(last) {
  meeting?.close();
  meeting = null;
  own.close();
  news();
  askNothing();
  last();
}

async function prepare() {
  show("check");
  results ??= new Results(`/call/${invitation.seatId}/check`, check);
  void loaded().catch(() => {}); // joining tries again, and says what is wrong
  await check.begin();
}

const comeIn = () => void join().catch(tellProblem);
on(own, "told", ({ phrase, values }) => news(() => say(phrase, values)));
pressed({ check: () => void prepare(), join: comeIn, "ask-in": comeIn });
begin().catch(tellProblem);
