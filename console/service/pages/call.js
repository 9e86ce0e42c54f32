// @ts-check
/** The page of a call: invitation, check of the devices, waiting, the call, its end. */
import { Chat } from "./chat.js";
import { Own, chime, metered, soundSystem } from "./devices.js";
import { Peer } from "./peers.js";
import { PAGE, Refused, Signals, openLink, showSeat } from "./service.js";
import { Tile } from "./tiles.js";
import { preferred, say, seatName, speak } from "./words.js";

/** @typedef {import("./service.js").Invitation} Invitation @typedef {import("./service.js").SeatSeen} SeatSeen */

/** @template {HTMLElement} T @param {string} id @returns {T} */
const at = (id) => /** @type {T} */ (document.getElementById(id));

const own = new Own();
/** @type {Map<string, Peer>} */
const peers = new Map();
/** @type {Map<string, Tile>} */
const tiles = new Map();
/** @type {Invitation} */
let invitation;
/** @type {Signals | null} */
let signals = null;
/** @type {Chat | null} */
let chat = null;
/** @type {RTCIceServer[]} */
let iceServers = [];
/** @type {SeatSeen[]} */
let seats = [];
let stopMeter = () => {};
/** What is shown now, and how it is drawn again in another language. */
let redraw = () => {};

const SECTIONS = ["message", "invitation", "check", "waiting", "call"];

/**
 * Show one section of the page, and take the reader there.
 * @param {string} section
 * @param {string} [state]
 */
function show(section, state = section) {
  if (document.body.dataset.state === state) return;
  document.body.dataset.state = state;
  for (const one of SECTIONS) at(one).hidden = one !== section;
  if (section !== "call") at("title").focus();
}

/**
 * @param {string} state
 * @param {() => [text: string, hint?: string]} words
 * @param {string} [action] the phrase of what can be done about it
 * @param {() => void} [act]
 */
function tell(state, words, action, act) {
  redraw = () => {
    const [text, hint = ""] = words();
    at("message-text").textContent = text;
    at("message-hint").textContent = hint;
    at("message-action").textContent = action ? say(action) : "";
  };
  redraw();
  at("message-action").hidden = !action;
  at("message-action").dataset.action = action ?? "";
  at("message-action").onclick = act ?? null;
  show("message", state);
}

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
  await speak(preferred());
  at("language").addEventListener("change", (event) => void switchTo(/** @type {HTMLSelectElement} */ (event.target).value));
  /** @type {HTMLSelectElement} */ (at("language")).value = document.documentElement.lang;
  at("title").textContent = document.title = say("title");
  if (!window.isSecureContext) return tell("not-secure", () => [say("notSecure")]);
  if (!window.RTCPeerConnection || !navigator.mediaDevices) return tell("no-webrtc", () => [say("noWebRtc")]);
  const seat = location.pathname.split("/")[2];
  const secret = location.hash.slice(1);
  if (!secret && !seat) return tell("no-link", () => [say("noLink")]);
  try {
    invitation = secret ? await openLink(secret) : await showSeat(/** @type {string} */ (seat));
    // The secret has done its work: the address that stays is of use to this browser alone.
    history.replaceState(null, "", `/call/${invitation.seatId}`);
    invite();
  } catch (error) {
    tellProblem(error);
  }
}

/** @param {string} language */
async function switchTo(language) {
  await speak(language);
  at("title").textContent = document.title = say("title");
  redraw();
  drawButtons();
  drawSeats();
}

function invite() {
  at("demonstration").hidden = !invitation.demonstration;
  if (invitation.status === "ended" || invitation.status === "missed") return tell("over", () => [say("over")]);
  if (invitation.status === "cancelled") return tell("over", () => [say("cancelled")]);
  redraw = () => {
    const { role, host, organisation, service, dtstart, timezone } = invitation;
    const phrase = { host: "youHost", interpreter: "youInterpret" }[role] ?? "withHost";
    at("who").textContent = say(phrase, { host, organisation });
    at("about").hidden = !service;
    at("about").textContent = say("about", { service: service ?? "" });
    const time = new Date(dtstart).toLocaleString(document.documentElement.lang, {
      timeZone: timezone, weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hour12: false,
    });
    at("when").textContent = say("when", { time });
    at("waiting-for").textContent = say("waiting", { host });
    at("join").textContent = say(role === "host" ? "join" : "askIn");
  };
  at("join").dataset.action = invitation.role === "host" ? "join" : "ask-in";
  redraw();
  show("invitation");
}

async function check() {
  show("check");
  soundSystem();
  await own.open();
  const picture = /** @type {HTMLVideoElement} */ (at("own-check"));
  picture.srcObject = own.camera ? new MediaStream([own.camera]) : null;
  trouble("camera-trouble", own.cameraTrouble);
  trouble("microphone-trouble", own.microphoneTrouble);
  stopMeter();
  at("heard").textContent = say("notHeardYet");
  at("heard").dataset.state = "silent";
  if (own.microphone) {
    stopMeter = metered(own.microphone, (level, speaking) => {
      /** @type {HTMLMeterElement} */ (at("level")).value = level;
      if (speaking) {
        at("heard").textContent = say("heardYou");
        at("heard").dataset.state = "heard";
      }
    });
  }
}

/** @param {string} id @param {string} text */
function trouble(id, text) {
  at(id).textContent = text;
  at(id).hidden = !text;
}

async function playChime() {
  at("chime").textContent = say("chimePlays");
  at("chime").dataset.state = "playing";
  await chime();
  at("chime").textContent = "";
  at("chime").dataset.state = "played";
  at("chime-question").hidden = false;
}

/** @param {boolean} heard */
function chimeHeard(heard) {
  at("chime-question").hidden = true;
  at("chime").dataset.state = heard ? "heard" : "not-heard";
  at("chime-hint").hidden = heard;
}

function join() {
  stopMeter();
  if (signals) return signals.say({ kind: "askin" });
  const ours = (signals = new Signals(invitation.seatId));
  chat ??= new Chat(at("chat-lines"), at("chat-input"), (message) => signals?.say(message));
  on(ours, "welcome", ({ servers }) => {
    iceServers = servers.iceServers.map(server);
    at("news").textContent = "";
    ours.say({ kind: "askin" });
    sayWhatIsSent();
  });
  on(ours, "seats", (message) => seatsChanged(message));
  on(ours, "negotiate", (message) => void negotiate(message));
  on(ours, "typed", (message) => {
    const seat = seats.find((one) => one.id === message.seat);
    if (seat) chat?.heard(message, seat, seat.page ?? "");
  });
  on(ours, "refusal", ({ problem }) => (at("news").textContent = `${problem.title} ${problem.hint}`));
  on(ours, "lost", () => (at("news").textContent = say("signalLost")));
  on(ours, "refused", (problem) => finish(() => tellProblem(new Refused(problem))));
  on(ours, "farewell", ({ why }) => {
    if (why === "replaced") finish(() => tell("replaced", () => [say("replaced")], "useHere", () => location.reload()));
    if (why === "withdrawn") finish(() => tell("link-gone", () => [say("withdrawn")]));
  });
}

/** @param {EventTarget} target @param {string} kind @param {(detail: any) => void} act */
function on(target, kind, act) {
  target.addEventListener(kind, (event) => act(/** @type {CustomEvent} */ (event).detail));
}

/** @param {{urls: string[], username: string | null, credential: string | null}} told @returns {RTCIceServer} */
function server({ urls, username, credential }) {
  return { urls, username: username ?? undefined, credential: credential ?? undefined };
}

/** @param {{status: string, seats: SeatSeen[]}} message */
function seatsChanged(message) {
  seats = message.seats;
  if (message.status === "ended" || message.status === "missed") return finish(() => tell("over", () => [say("over")]));
  if (message.status === "cancelled") return finish(() => tell("over", () => [say("cancelled")]));
  const mine = seats.find((seat) => seat.id === invitation.seatId);
  if (mine?.state === "joined") {
    show("call");
    drawButtons();
  }
  if (mine?.state === "waiting") show("waiting");
  connectTo(mine?.state === "joined" ? seats.filter((seat) => seat.id !== invitation.seatId && seat.state === "joined") : []);
  drawSeats();
}

/** @param {SeatSeen[]} others */
function connectTo(others) {
  for (const [seat, peer] of peers) {
    const now = others.find((other) => other.id === seat);
    // A page that is away for a moment keeps its connection: only its signalling may be lost.
    if (!now || (now.page && now.page !== peer.page)) disconnect(seat);
  }
  for (const other of others) {
    if (other.page && !peers.has(other.id)) connect(other.id, other.page, other.offers);
  }
}

/** @param {string} seat @param {string} page @param {boolean} offers whether the other begins by itself */
function connect(seat, page, offers) {
  const polite = !offers || invitation.seatId > seat;
  const peer = new Peer(seat, page, polite, iceServers, (what) => signals?.say({ kind: "negotiate", seat, page: PAGE, ...what }));
  peers.set(seat, peer);
  const tile = new Tile(seat, false);
  tiles.set(seat, tile);
  at("tiles").append(tile.figure);
  on(peer, "received", (track) => {
    tile.show(track);
    tile.video.play().catch(() => (at("sound-blocked").hidden = false));
  });
  on(peer, "state", (state) => {
    tile.state = state;
    tile.draw();
  });
  // The polite side answers the other's offer, so that the two do not collide at the start.
  if (!polite || !offers) peer.add(own.tracks);
  return peer;
}

/** @param {string} seat */
function disconnect(seat) {
  peers.get(seat)?.close();
  peers.delete(seat);
  tiles.get(seat)?.remove();
  tiles.delete(seat);
}

/** @param {{seat: string, page: string, description: any, candidate: any}} message */
async function negotiate(message) {
  let peer = peers.get(message.seat);
  if (peer && peer.page !== message.page) {
    disconnect(message.seat);
    peer = undefined;
  }
  peer ??= connect(message.seat, message.page, true);
  if (peer.polite && message.description?.type === "offer" && !peer.connection.getSenders().some((one) => one.track)) {
    for (const track of own.tracks) peer.connection.addTrack(track, peer.stream);
  }
  await peer.heard(message);
}

function drawSeats() {
  const mine = seats.find((seat) => seat.id === invitation?.seatId);
  if (mine?.state === "joined" && !tiles.has(mine.id)) {
    const tile = new Tile(mine.id, true);
    tiles.set(mine.id, tile);
    at("tiles").prepend(tile.figure);
    own.tracks.forEach((track) => tile.show(track));
  }
  for (const seat of seats) {
    const tile = tiles.get(seat.id);
    if (tile) {
      tile.seen = seat;
      tile.draw();
    }
  }
  at("alone").hidden = peers.size > 0;
  drawWaiting();
}

function drawWaiting() {
  const waiting = invitation?.role === "host" ? seats.filter((seat) => seat.state === "waiting") : [];
  at("admission").hidden = !waiting.length;
  at("admission-list").replaceChildren(
    ...waiting.map((seat) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.className = "first";
      button.dataset.action = "admit";
      button.dataset.seat = seat.id;
      button.textContent = `${say("admit")}: ${seatName(seat)}`;
      button.addEventListener("click", () => signals?.say({ kind: "admit", seat: seat.id }));
      item.append(button);
      return item;
    }),
  );
}

function drawButtons() {
  const mute = at("mute");
  const camera = at("camera");
  mute.textContent = say(own.muted ? "unmute" : "mute");
  mute.setAttribute("aria-pressed", String(own.muted));
  camera.textContent = say(own.showing ? "cameraOff" : "cameraOn");
  camera.setAttribute("aria-pressed", String(!own.showing));
  /** @type {HTMLButtonElement} */ (mute).disabled = !own.microphone;
  /** @type {HTMLButtonElement} */ (camera).disabled = !own.camera;
  at("end").hidden = invitation?.role !== "host";
}

function sayWhatIsSent() {
  signals?.say({ kind: "sending", muted: own.muted, camera: own.showing });
  drawButtons();
}

/** @param {MediaStreamTrack | null} track */
function toggle(track) {
  if (track) track.enabled = !track.enabled;
  sayWhatIsSent();
}

/** @param {string} question @param {string} yes @param {() => void} act */
function sure(question, yes, act) {
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

function leave() {
  signals?.say({ kind: "leave" });
  finish(() => tell("left", () => [say("left")], "comeBack", () => location.reload()));
}

/** @param {() => void} last */
function finish(last) {
  signals?.close();
  signals = null;
  for (const seat of [...tiles.keys()]) disconnect(seat);
  own.close();
  at("news").textContent = "";
  last();
}

const ACTIONS = {
  check: () => void check(),
  "check-again": () => void check(),
  chime: () => void playChime(),
  "chime-yes": () => chimeHeard(true),
  "chime-no": () => chimeHeard(false),
  join,
  "ask-in": join,
  mute: () => toggle(own.microphone),
  camera: () => toggle(own.camera),
  leave: () => sure("reallyLeave", "leave", leave),
  end: () => sure("reallyEnd", "end", () => signals?.say({ kind: "end" })),
  hear: () => {
    soundSystem();
    tiles.forEach((tile) => void tile.video.play());
    at("sound-blocked").hidden = true;
  },
};

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  const action = /** @type {keyof typeof ACTIONS | undefined} */ (button?.dataset.action);
  if (action && Object.hasOwn(ACTIONS, action)) ACTIONS[action]();
});
begin().catch(tellProblem);
