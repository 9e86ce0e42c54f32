// @ts-check
/** The check of this browser's devices, in place: its picture, how loud its microphone is, whether a sound is heard. */
import { Choosers } from "./choosers.js";
import { at, on, pressed } from "./page.js";
import { chime, metered, soundSystem } from "./sound.js";
import { say, spoken } from "./words.js";

/** @typedef {import("./devices.js").Own} Own */

/** The check in a page's section "check". It knows of no call. "found" is told when it has found something else. */
export class Check extends EventTarget {
  /** @param {Own} own */
  constructor(own) {
    super();
    this.own = own;
    this.isOn = false;
    this.heard = false;
    this.loudest = -90; // dBFS
    this.cannotSpeak = false;
    /** @type {boolean | null} whether its user heard the sound, once they have said so */
    this.heardChime = null;
    this.choosers = new Choosers(at("choosers"), own);
    this.unmeter = () => {};
    pressed({
      "check-again": () => void this.begin(),
      chime: () => void this.playChime(),
      "chime-yes": () => this.chimeHeard(true),
      "chime-no": () => this.chimeHeard(false),
      "cannot-speak": () => this.doWithoutSpeech(),
    });
    this.picture.addEventListener("resize", () => this.found());
    on(own, "replaced", (what) => this.attach(what));
    spoken(() => this.draw());
  }

  get picture() {
    return /** @type {HTMLVideoElement} */ (at("own-check"));
  }

  /** Open the devices and show what they give; to be called from a press, because browsers play nothing before. */
  async begin() {
    soundSystem();
    this.isOn = true;
    await this.own.open();
  }

  /** Show or measure the device that there is now. @param {"microphone" | "camera" | "screen"} what */
  attach(what) {
    if (!this.isOn) return;
    const { camera, microphone } = this.own;
    if (what === "camera") this.picture.srcObject = camera ? new MediaStream([camera]) : null;
    if (what === "microphone") {
      this.unmeter();
      [this.heard, this.loudest] = [false, -90];
      this.unmeter = microphone ? metered(microphone, (level, speaking) => this.level(level, speaking)) : () => {};
    }
    this.draw();
    this.found();
  }

  /** The devices stay open: only their measuring ends. */
  end() {
    this.isOn = false;
    this.unmeter();
    this.unmeter = () => {};
  }

  /** @param {number} level @param {boolean} speaking */
  level(level, speaking) {
    /** @type {HTMLMeterElement} */ (at("level")).value = level;
    this.loudest = Math.max(this.loudest, level);
    if (!speaking || this.heard) return;
    this.heard = true;
    this.draw();
    this.found();
  }

  /** A tap on the table moves the bar as well as a voice does; who can't do that either goes on without. */
  doWithoutSpeech() {
    this.cannotSpeak = true;
    this.draw();
    this.found();
  }

  found() {
    if (this.isOn) this.dispatchEvent(new CustomEvent("found"));
  }

  draw() {
    trouble("camera-trouble", this.own.trouble.camera);
    trouble("microphone-trouble", this.own.trouble.microphone);
    at("heard").textContent = say(this.heard ? "heardYou" : "notHeardYet");
    at("heard").dataset.state = this.heard ? "heard" : "silent";
    at("no-speech").hidden = this.heard || this.cannotSpeak;
    at("silent-hint").hidden = this.heard || !this.cannotSpeak;
    at("chime").textContent = at("chime").dataset.state === "playing" ? say("chimePlays") : "";
  }

  async playChime() {
    this.chime("playing");
    await chime(this.own.chosen.loudspeaker);
    this.chime("played");
    at("chime-question").hidden = false;
  }

  /** @param {boolean} heard */
  chimeHeard(heard) {
    this.heardChime = heard;
    this.chime(heard ? "heard" : "not-heard");
    at("chime-question").hidden = true;
    at("chime-hint").hidden = heard;
    this.found();
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
