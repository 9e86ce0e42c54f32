// @ts-check
/** The buttons of a call: what of oneself is sent, being away for a moment, help, hearing the others, leaving, ending. */
import { at, on, pressed, sure } from "./page.js";
import { soundSystem } from "./sound.js";
import { say, spoken } from "./words.js";

/** @typedef {import("./meeting.js").Meeting} Meeting */

export class Controls {
  /** @param {Meeting} meeting */
  constructor(meeting) {
    this.meeting = meeting;
    this.own = meeting.own;
    pressed({
      mute: () => void this.own.toggle("microphone"),
      camera: () => void this.own.toggle("camera"),
      share: () => void this.own.share(),
      hold: () => this.own.hold(),
      help: () => meeting.say({ kind: "help", wanted: !meeting.mine?.help }),
      leave: () => sure("reallyLeave", "leave", () => meeting.leave()),
      end: () => sure("reallyEnd", "end", () => meeting.say({ kind: "end" })),
      hear: () => this.hear(),
    });
    on(this.own, "changed", () => this.draw());
    on(meeting, "seats", () => this.draw());
    on(meeting, "blocked", () => (at("sound-blocked").hidden = false));
    at("devices").append(at("choosers")); // one set of choosers: the check has done its work
    spoken(() => this.draw());
  }

  draw() {
    const { own, meeting } = this;
    const isIn = meeting.mine?.state === "joined";
    switched("mute", own.muted ? "unmute" : "mute", own.muted);
    switched("camera", own.showing ? "cameraOff" : "cameraOn", !own.showing);
    switched("share", own.shared ? "unshare" : "share", Boolean(own.shared));
    switched("hold", own.held ? "comeOffHold" : "hold", own.held);
    switched("help", meeting.mine?.help ? "noHelp" : "help", Boolean(meeting.mine?.help));
    at("share").hidden = !isIn || !("getDisplayMedia" in navigator.mediaDevices); // phones have none
    at("hold").hidden = !isIn;
    at("end").hidden = !meeting.isHost;
    at("help-asked").hidden = !meeting.mine?.help;
  }

  hear() {
    soundSystem();
    this.meeting.stage.tiles.forEach((tile) => void tile.video.play());
    at("sound-blocked").hidden = true;
  }
}

/** @param {string} id @param {string} phrase @param {boolean} pressed */
function switched(id, phrase, pressed) {
  at(id).textContent = say(phrase);
  at(id).setAttribute("aria-pressed", String(pressed));
}
