// @ts-check
/** One tile a participant: picture, name, and in words what colours and borders say. */
import { metered } from "./devices.js";
import { say, seatName } from "./words.js";

/** @typedef {import("./service.js").SeatSeen} SeatSeen */

export class Tile {
  /**
   * @param {string} seat
   * @param {boolean} own
   */
  constructor(seat, own) {
    this.own = own;
    this.speaking = false;
    this.state = own ? "connected" : "new";
    /** @type {SeatSeen | null} */
    this.seen = null;
    this.figure = document.createElement("figure");
    this.figure.dataset.seat = seat;
    this.video = document.createElement("video");
    this.video.className = "tile";
    this.video.autoplay = this.video.playsInline = true;
    this.video.muted = own;
    this.video.srcObject = new MediaStream();
    this.caption = document.createElement("figcaption");
    this.figure.append(this.video, this.caption);
    /** @type {() => void} */
    this.unmeter = () => {};
  }

  /** @param {MediaStreamTrack} track */
  show(track) {
    const stream = /** @type {MediaStream} */ (this.video.srcObject);
    for (const before of stream.getTracks()) if (before.kind === track.kind) stream.removeTrack(before);
    stream.addTrack(track);
    if (track.kind === "audio") {
      this.unmeter();
      this.unmeter = metered(track, (_level, speaking) => this.speaks(speaking));
    }
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
    if (!this.seen) return;
    const states = [this.speaking && !this.seen.muted && "speaking", this.seen.muted && "muted", this.state];
    this.figure.dataset.state = states.filter(Boolean).join(" ");
    const name = this.own ? `${seatName(this.seen)} (${say("you")})` : seatName(this.seen);
    const connection = { connected: "", new: "connecting", connecting: "connecting" }[this.state] ?? "reconnecting";
    const said = [
      this.speaking && !this.seen.muted && say("speaking"),
      this.seen.muted && say("muted"),
      !this.seen.camera && say("withoutPicture"),
      connection && say(connection),
    ].filter(Boolean);
    this.caption.textContent = [name, ...said].join(" · ");
    this.video.setAttribute("aria-label", name);
  }

  remove() {
    this.unmeter();
    this.figure.remove();
  }
}
