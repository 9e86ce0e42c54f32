// @ts-check
/** The check of this browser's devices, in place: its picture, how loud its microphone is, whether a sound is heard. */
import { chime, metered, soundSystem } from "./devices.js";
import { at, pressed } from "./page.js";
import { say, spoken } from "./words.js";

/** @typedef {import("./devices.js").Own} Own */

/** The check in a page's section "check". It knows of no call. */
export class Check {
  /** @param {Own} own */
  constructor(own) {
    this.own = own;
    this.heard = false;
    this.unmeter = () => {};
    pressed({
      "check-again": () => void this.begin(),
      chime: () => void this.playChime(),
      "chime-yes": () => this.chimeHeard(true),
      "chime-no": () => this.chimeHeard(false),
    });
    spoken(() => this.draw());
  }

  /** Open the devices and show what they give; to be called from a press, because browsers play nothing before. */
  async begin() {
    soundSystem();
    await this.own.open();
    this.end();
    this.heard = false;
    const { camera, microphone } = this.own;
    /** @type {HTMLVideoElement} */ (at("own-check")).srcObject = camera ? new MediaStream([camera]) : null;
    if (microphone) this.unmeter = metered(microphone, (level, speaking) => this.level(level, speaking));
    this.draw();
  }

  /** The devices stay open: only their measuring ends. */
  end() {
    this.unmeter();
    this.unmeter = () => {};
  }

  /** @param {number} level @param {boolean} speaking */
  level(level, speaking) {
    /** @type {HTMLMeterElement} */ (at("level")).value = level;
    if (!speaking || this.heard) return;
    this.heard = true;
    this.draw();
  }

  draw() {
    trouble("camera-trouble", this.own.cameraTrouble);
    trouble("microphone-trouble", this.own.microphoneTrouble);
    at("heard").textContent = say(this.heard ? "heardYou" : "notHeardYet");
    at("heard").dataset.state = this.heard ? "heard" : "silent";
    at("chime").textContent = at("chime").dataset.state === "playing" ? say("chimePlays") : "";
  }

  async playChime() {
    this.chime("playing");
    await chime();
    this.chime("played");
    at("chime-question").hidden = false;
  }

  /** @param {boolean} heard */
  chimeHeard(heard) {
    this.chime(heard ? "heard" : "not-heard");
    at("chime-question").hidden = true;
    at("chime-hint").hidden = heard;
  }

  /** @param {string} state */
  chime(state) {
    at("chime").dataset.state = state;
    this.draw();
  }
}

/** @param {string} id @param {string} phrase */
function trouble(id, phrase) {
  at(id).textContent = phrase && say(phrase);
  at(id).hidden = !phrase;
}
