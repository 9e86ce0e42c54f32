// @ts-check
/** Real-time text: what somebody types is seen by the others as it is typed, and stands when the line ends. */
import { say, seatName } from "./words.js";

/** @typedef {import("./service.js").SeatSeen} SeatSeen */

const MOST_LINES = 500;

export class Chat {
  /**
   * @param {HTMLOListElement} list
   * @param {HTMLInputElement} input
   * @param {(message: object) => void} send
   */
  constructor(list, input, send) {
    this.list = list;
    this.line = 0;
    input.addEventListener("input", () => send({ kind: "typed", line: this.line, text: input.value }));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !input.value.trim()) return;
      send({ kind: "typed", line: this.line, text: input.value, done: true });
      this.put(`own ${this.line++}`, say("you"), input.value, true);
      input.value = "";
    });
  }

  /**
   * @param {{seat: string, line: number, text: string, done: boolean}} typed
   * @param {SeatSeen} seat
   * @param {string} page which loading of the other's page: a page that is loaded again counts its lines anew
   */
  heard(typed, seat, page) {
    this.put(`${typed.seat} ${page} ${typed.line}`, seatName(seat), typed.text, typed.done);
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
