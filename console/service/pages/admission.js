// @ts-check
/** The host's list of those who wait to be let in. */
import { at, on, pressed } from "./page.js";
import { say, seatName, spoken } from "./words.js";

/** Support is let in by everybody, not by the host. @param {import("./service.js").SeatSeen} seat */
const waits = (seat) => seat.state === "waiting" && seat.role !== "support";

/** @typedef {import("./meeting.js").Meeting} Meeting */

export class Admission {
  /** @param {Meeting} meeting */
  constructor(meeting) {
    this.meeting = meeting;
    on(meeting, "seats", () => this.draw());
    spoken(() => this.draw());
    pressed({ admit: (button) => meeting.say({ kind: "admit", seat: button.dataset.seat }) });
  }

  draw() {
    const waiting = this.meeting.isHost ? this.meeting.seats.filter(waits) : [];
    at("admission").hidden = !waiting.length;
    at("admission-list").replaceChildren(
      ...waiting.map((seat) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.className = "first";
        button.dataset.action = "admit";
        button.dataset.seat = seat.id;
        button.textContent = `${say("admit")}: ${seatName(seat)}`;
        item.append(button);
        return item;
      }),
    );
  }
}
