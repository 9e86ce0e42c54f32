// @ts-check
/** How the page speaks with the service: a link becomes a seat, and a seat has a socket that comes back by itself. */

/**
 * @typedef {{seatId: string, role: string, number: number, status: string, dtstart: string, dtend: string,
 *   timezone: string, host: string, organisation: string, service: string | null, demonstration: boolean,
 *   now: string, signLanguage: boolean}} Invitation
 * @typedef {{id: string, role: string, number: number, state: string, page: string | null, muted: boolean,
 *   camera: boolean, offers: boolean, held: boolean, help: boolean, screen: string | null, signLanguage: boolean,
 *   identified: string, consent: string, person: string | null}} SeatSeen
 * @typedef {{organisation: string, demonstration: boolean}} CheckWelcome
 * @typedef {{title: string, detail: string, hint: string, status: number}} Problem
 */

/** A refusal, in the service's own words. */
export class Refused extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** The id of this page, made anew each time it is loaded. */
export const PAGE = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Exchange a link's secret for its seat; the browser keeps a cookie that no script can read.
 * @param {string} secret
 * @returns {Promise<Invitation>}
 */
export async function openLink(secret) {
  return answered(
    await fetch("/call", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify({ secret }),
    }),
  );
}

/**
 * Ask again for a seat that this browser holds.
 * @param {string} seat
 * @returns {Promise<Invitation>}
 */
export async function showSeat(seat) {
  return answered(
    await fetch(`/call/${seat}/seat`, { headers: { "Accept-Language": document.documentElement.lang } }),
  );
}

/**
 * Open the invitation to a device check; the browser keeps a cookie that no script can read.
 * @param {{secret: string} | {code: string}} key
 * @returns {Promise<import("./service.js").CheckWelcome>}
 */
export async function openCheck(key) {
  return answered(
    await fetch("/check", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify(key),
    }),
  );
}

/**
 * Ask who invited to the check that this browser holds; null where it holds none.
 * @returns {Promise<import("./service.js").CheckWelcome | null>}
 */
export async function showCheck() {
  return answered(await fetch("/check/invitation", { headers: { "Accept-Language": document.documentElement.lang } }));
}

/** @param {Response} answer */
async function answered(answer) {
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said);
  return said;
}

const LONGEST_PAUSE = 10_000; // ms

/** The seat's socket. What is said while it is away is said when it is back, but for what would be too old by then. */
export class Signals {
  /**
   * @param {string} seat
   * @param {(kind: string, message?: any) => void} tell what the service says, and "lost" and "refused"
   */
  constructor(seat, tell) {
    this.seat = seat;
    this.tell = tell;
    this.over = false;
    this.pause = 500;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.connect();
  }

  connect() {
    const address = new URL(`/call/${this.seat}/signals?page=${PAGE}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = (this.socket = new WebSocket(address));
    socket.addEventListener("message", (event) => this.heard(JSON.parse(event.data)));
    socket.addEventListener("close", () => this.lost());
  }

  /** @param {any} message */
  heard(message) {
    if (message.kind === "welcome") this.pause = 500;
    if (message.kind === "farewell" && message.why !== "stopping" && message.why !== "too-slow") this.over = true;
    this.tell(message.kind, message);
  }

  async lost() {
    if (this.over) return;
    this.tell("lost");
    await new Promise((done) => setTimeout(done, this.pause * (0.5 + Math.random() / 2)));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    try {
      await showSeat(this.seat); // the socket itself can't say why it is refused
    } catch (error) {
      if (error instanceof Refused && error.problem.status < 500) {
        this.over = true;
        this.tell("refused", error.problem);
        return;
      }
    }
    if (!this.over) this.connect();
  }

  /** @param {object} message */
  say(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  close() {
    this.over = true;
    this.socket?.close();
  }
}
