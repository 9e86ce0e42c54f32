// @ts-check
/** Real-time text: what somebody types is seen by the others as it is typed, and stands when the line ends. */
import { at, on } from "./page.js";
import { say, seatName } from "./words.js";

/** @typedef {import("./meeting.js").Meeting} Meeting */

const MOST_LINES = 500;

export class Chat {
  /** @param {Meeting} meeting */
  constructor(meeting) {
    this.meeting = meeting;
    this.list = at("chat-lines");
    this.line = 0;
    const input = /** @type {HTMLInputElement} */ (at("chat-input"));
    input.addEventListener("input", () => meeting.say({ kind: "typed", line: this.line, text: input.value }));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !input.value.trim()) return;
      meeting.say({ kind: "typed", line: this.line, text: input.value, done: true });
      this.put(`own ${this.line++}`, say("you"), input.value, true);
      input.value = "";
    });
    on(meeting, "typed", (typed) => this.heard(typed));
  }

  /** @param {{seat: string, line: number, text: string, done: boolean}} typed */
  heard({ seat, line, text, done }) {
    const from = this.meeting.seats.find((one) => one.id === seat);
    // A page that is loaded again counts its lines anew.
    if (from) this.put(`${seat} ${from.page} ${line}`, seatName(from), text, done);
  }

  /**
   * @param {string} key
   * @param {string} who
   * @param {string} text
   * @param {boolean} done
   */
  put(key, who, text, done) {
    let item = [...this.list.children].find((one) => /** @type {HTMLElement} */ (one).dataset.line === key);
    if (!text && !done) return item?.remove();
    if (!item) {
      item = document.createElement("li");
      /** @type {HTMLElement} */ (item).dataset.line = key;
      this.list.append(item);
      if (this.list.children.length > MOST_LINES) this.list.firstElementChild?.remove();
    }
    item.textContent = `${who}: ${text}`;
    /** @type {HTMLElement} */ (item).dataset.state = done ? "said" : "typing";
    this.list.scrollTop = this.list.scrollHeight;
  }
}
