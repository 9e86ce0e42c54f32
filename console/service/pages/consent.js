// @ts-check
/** Support asks to come in: the question, what was answered, and the sign that stays for as long as support hears and sees. */
import { at, news, on, pressed } from "./page.js";
import { say, spoken } from "./words.js";

/** @typedef {import("./meeting.js").Meeting} Meeting @typedef {import("./service.js").SeatSeen} SeatSeen */

/** What is said in each state, and the phrases of the buttons; without one there is no such button. */
const STATES = {
  asked: ["supportAsks", "consentYes", "consentNo"],
  agreed: ["supportWaits", "", "consentBack"],
  refused: ["supportRefused", "consentAfterAll", ""],
  in: ["supportIn", "", "consentEnd"],
};

export class Consent {
  /** @param {Meeting} meeting */
  constructor(meeting) {
    this.meeting = meeting;
    this.unheard = false;
    on(meeting, "welcome", () => (this.unheard = meeting.withoutSupport));
    on(meeting, "seats", () => this.seatsChanged());
    spoken(() => this.draw());
    pressed({ "consent-yes": () => this.answer(true), "consent-no": () => this.answer(false) });
  }

  /** A no does not wait for the service: it may be away, and the sound goes from page to page. @param {boolean} yes */
  answer(yes) {
    this.meeting.say({ kind: "consent", yes });
    this.meeting.keepWithoutSupport(!yes);
    this.draw();
  }

  seatsChanged() {
    // What was said while the service was away, it has not heard.
    if (this.unheard && this.meeting.mine?.consent === "yes") this.meeting.say({ kind: "consent", yes: false });
    this.unheard = false;
    this.draw();
  }

  draw() {
    const support = this.meeting.seats.find((seat) => seat.role === "support" && ["waiting", "joined"].includes(seat.state));
    const { mine } = this.meeting;
    const section = at("consent");
    const focused = section.contains(document.activeElement) ? document.activeElement : null;
    if (!support || mine?.state !== "joined" || mine === support) {
      if (section.dataset.state === "in") news(() => say("supportLeft"));
      if (!support) this.meeting.withoutSupport = false;
      section.hidden = true;
      section.dataset.state = "none";
      at("consent-said").textContent = "";
      if (focused) at("title").focus();
      return;
    }
    const state = this.meeting.withoutSupport ? "refused" : stateOf(support, mine);
    const [said = "", yes = "", no = ""] = STATES[state];
    if (state === "in") news();
    section.hidden = false;
    section.dataset.state = state;
    put("consent-said", say(said, { name: support.person ?? "" }));
    button("consent-yes", yes);
    button("consent-no", no);
    // The button that was pressed may be gone; another one in its place must not be pressed by accident.
    if (focused instanceof HTMLElement && focused.hidden) at("consent-said").focus();
  }
}

/** @param {SeatSeen} support @param {SeatSeen} mine @returns {keyof typeof STATES} */
function stateOf(support, mine) {
  if (support.state === "joined") return "in";
  return mine.consent === "yes" ? "agreed" : mine.consent === "no" ? "refused" : "asked";
}

/** Say it, but not a second time: a screen reader would read it again. @param {string} id @param {string} text */
function put(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}

/** @param {string} id @param {string} phrase */
function button(id, phrase) {
  at(id).hidden = !phrase;
  put(id, phrase && say(phrase));
}
