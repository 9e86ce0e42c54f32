// @ts-check
/** One tile for a participant, or for a screen that one shares: picture, name, and in words what colours and borders say. */
import { metered } from "./sound.js";
import { say, seatName } from "./words.js";

/** @typedef {import("./service.js").SeatSeen} SeatSeen */

export class Tile {
  /**
   * @param {string} key
   * @param {"own" | "other" | "screen"} kind
   */
  constructor(key, kind) {
    this.kind = kind;
    this.speaking = false;
    this.pinned = false;
    this.state = kind === "other" ? "new" : "connected";
    /** @type {SeatSeen | null} */
    this.seen = null;
    this.figure = document.createElement("figure");
    this.figure.dataset.tile = key;
    this.figure.dataset.kind = kind;
    this.video = document.createElement("video");
    this.video.className = "tile";
    this.video.autoplay = this.video.playsInline = true;
    this.video.muted = kind === "own";
    this.stream = this.video.srcObject = new MediaStream();
    this.words = document.createElement("span");
    this.pin = document.createElement("button");
    this.pin.dataset.action = "pin";
    const caption = document.createElement("figcaption");
    caption.append(this.words, " ", this.pin);
    this.figure.append(this.video, caption);
    /** @type {() => void} */
    this.unmeter = () => {};
  }

  /**
   * Show a track, or none of its kind, and tell whether that is another one than before.
   * @param {"audio" | "video"} kind
   * @param {MediaStreamTrack | null | undefined} track
   */
  show(kind, track) {
    const before = this.stream.getTracks().find((one) => one.kind === kind);
    if (before === (track ?? undefined)) return false;
    if (before) this.stream.removeTrack(before);
    if (track) this.stream.addTrack(track);
    if (kind === "audio") {
      this.unmeter();
      this.unmeter = track ? metered(track, (_level, speaking) => this.speaks(speaking)) : () => {};
    }
    return true;
  }

  /** @param {boolean} speaking */
  speaks(speaking) {
    if (speaking === this.speaking) return;
    this.speaking = speaking;
    this.draw();
  }

  /** @param {SeatSeen | null} seen the seat as it is now */
  draw(seen = this.seen) {
    this.seen = seen;
    if (!seen) return;
    const name = { own: `${seatName(seen)} (${say("you")})`, other: seatName(seen), screen: say("screenOf", { seat: seatName(seen) }) }[this.kind];
    const is = this.kind === "screen" ? {} : this.signs(seen);
    this.figure.dataset.state = [...new Set([...Object.keys(is), this.pinned ? "pinned" : "", this.kind === "screen" ? "screen" : this.state])].join(" ").trim();
    this.words.textContent = [name, ...Object.values(is)].filter(Boolean).join(" · ");
    this.video.setAttribute("aria-label", name);
    this.pin.textContent = say("pin");
    this.pin.setAttribute("aria-label", `${say("pin")}: ${name}`);
    this.pin.setAttribute("aria-pressed", String(this.pinned));
  }

  /** What holds of a participant, as a state and in words. @param {SeatSeen} seen @returns {Record<string, string>} */
  signs(seen) {
    const connection = { connected: "", new: "connecting", connecting: "connecting" }[this.state] ?? "reconnecting";
    return {
      ...(seen.held && { held: say("held") }),
      ...(this.speaking && !seen.muted && { speaking: say("speaking") }),
      ...(seen.muted && !seen.held && { muted: say("muted") }),
      ...(!seen.camera && !seen.held && { dark: say("withoutPicture") }),
      ...(seen.screen && { sharing: say("sharing") }),
      ...(seen.signLanguage && { signs: say("signLanguage") }),
      ...(connection && { [connection]: say(connection) }),
    };
  }

  remove() {
    this.unmeter();
    this.figure.remove();
  }
}
