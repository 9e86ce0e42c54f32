// @ts-check
/** For the host alone: how each guest was identified. What is chosen is kept with the call. */
import { at, on } from "./page.js";
import { say, seatName, spoken } from "./words.js";

/** @typedef {import("./meeting.js").Meeting} Meeting @typedef {import("./service.js").SeatSeen} SeatSeen */

const WAYS = { "not-yet": "notIdentified", known: "known", document: "document", strong: "strong", "not-needed": "notNeeded" };

export class Identification {
  /** @param {Meeting} meeting */
  constructor(meeting) {
    this.meeting = meeting;
    /** @type {Map<string, HTMLSelectElement>} */
    this.choices = new Map();
    on(meeting, "seats", () => this.draw());
    spoken(() => this.draw());
  }

  draw() {
    const guests = this.meeting.isHost ? this.meeting.seats.filter((seat) => seat.role === "guest") : [];
    const here = guests.filter((seat) => seat.state === "joined" || seat.state === "waiting");
    at("identification").hidden = !here.length;
    for (const [id, choice] of this.choices) {
      if (!here.some((seat) => seat.id === id)) {
        choice.parentElement?.remove();
        this.choices.delete(id);
      }
    }
    for (const seat of here) this.show(seat);
  }

  /** @param {SeatSeen} seat */
  show(seat) {
    const choice = this.choices.get(seat.id) ?? this.added(seat);
    const label = /** @type {HTMLElement} */ (choice.parentElement).firstElementChild;
    if (label) label.textContent = `${seatName(seat)} `;
    for (const option of choice.options) option.textContent = say(WAYS[/** @type {keyof WAYS} */ (option.value)]);
    // What is being chosen just now is not taken out of the host's hand.
    if (document.activeElement !== choice) choice.value = seat.identified;
  }

  /** @param {SeatSeen} seat */
  added(seat) {
    const choice = document.createElement("select");
    choice.dataset.action = "identify";
    choice.dataset.seat = seat.id;
    for (const way of Object.keys(WAYS)) choice.add(new Option("", way));
    choice.value = seat.identified;
    choice.addEventListener("change", () => this.meeting.say({ kind: "identify", seat: seat.id, how: choice.value }));
    const label = document.createElement("label");
    label.append(document.createElement("span"), choice);
    at("identification-list").append(label);
    this.choices.set(seat.id, choice);
    return choice;
  }
}
