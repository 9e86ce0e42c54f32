// @ts-check
/** The buttons of a call: what of oneself is sent, hearing the others, leaving, ending. */
import { soundSystem } from "./devices.js";
import { at, on, pressed, sure } from "./page.js";
import { say, spoken } from "./words.js";

/** @typedef {import("./meeting.js").Meeting} Meeting */

export class Controls {
  /** @param {Meeting} meeting */
  constructor(meeting) {
    this.meeting = meeting;
    this.own = meeting.own;
    pressed({
      mute: () => this.own.toggle(this.own.microphone),
      camera: () => this.own.toggle(this.own.camera),
      leave: () => sure("reallyLeave", "leave", () => meeting.leave()),
      end: () => sure("reallyEnd", "end", () => meeting.say({ kind: "end" })),
      hear: () => this.hear(),
    });
    on(this.own, "changed", () => this.draw());
    on(meeting, "blocked", () => (at("sound-blocked").hidden = false));
    at("end").hidden = !meeting.isHost;
    spoken(() => this.draw());
  }

  draw() {
    const { own } = this;
    switched("mute", say(own.muted ? "unmute" : "mute"), own.muted, own.microphone);
    switched("camera", say(own.showing ? "cameraOff" : "cameraOn"), !own.showing, own.camera);
  }

  hear() {
    soundSystem();
    this.meeting.tiles.forEach((tile) => void tile.video.play());
    at("sound-blocked").hidden = true;
  }
}

/** @param {string} id @param {string} text @param {boolean} pressed @param {MediaStreamTrack | null} track */
function switched(id, text, pressed, track) {
  const button = /** @type {HTMLButtonElement} */ (at(id));
  button.textContent = text;
  button.setAttribute("aria-pressed", String(pressed));
  button.disabled = !track;
}
