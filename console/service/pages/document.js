// @ts-check
/** A document that everyone in the call looks at: the same page, and where somebody points. It is gone with the call. */
import { at, news, on, pressed } from "./page.js";
import { say, seatName, spoken } from "./words.js";

/** @typedef {import("./meeting.js").Meeting} Meeting */
/** @typedef {{id: string | null, pages: number, page: number, seat: string, pointer: {x: number, y: number, seat: string} | null}} Shown */

const LARGEST = 20_000_000; // bytes, as the service takes them
const STEP = 0.02; // of the page, for a press of an arrow key

/** @type {Shown} */
const NOTHING = { id: null, pages: 0, page: 0, seat: "", pointer: null };

export class SharedDocument {
  /** @param {Meeting} meeting */
  constructor(meeting) {
    this.meeting = meeting;
    this.shown = NOTHING;
    /** What of the document the picture shows: its id and page. */
    this.pictured = "";
    this.picture = /** @type {HTMLImageElement} */ (at("document-page"));
    on(meeting, "document", (shown) => this.see(shown));
    on(meeting, "seats", () => this.draw());
    const file = /** @type {HTMLInputElement} */ (at("document-file"));
    file.addEventListener("change", () => void this.share(file));
    pressed({
      "share-document": () => file.click(),
      "page-before": () => this.turn(-1),
      "page-next": () => this.turn(1),
      "document-close": () => void this.ask("DELETE"),
      "document-larger": () => this.enlarge(),
    });
    this.listenToPointing();
    spoken(() => this.draw());
  }

  get address() {
    return `/call/${this.meeting.invitation.seatId}/document`;
  }

  /** Whether this page may turn pages: who shares it, and the host. */
  get leads() {
    return this.meeting.isHost || this.shown.seat === this.meeting.invitation.seatId;
  }

  /** @param {HTMLInputElement} input */
  async share(input) {
    const [file] = input.files ?? [];
    if (!file) return;
    input.value = "";
    if (file.size > LARGEST) return news(() => say("documentTooLarge"));
    news(() => say("documentComes"));
    if (await this.ask("POST", file)) news();
  }

  /** @param {string} method @param {Blob} [body] */
  async ask(method, body) {
    try {
      const answer = await fetch(this.address, { method, body, headers: { "Accept-Language": document.documentElement.lang } });
      if (answer.ok) return true;
      const { title, hint } = await answer.json();
      news(() => `${title} ${hint}`);
    } catch {
      news(() => say("notSent"));
    }
    return false;
  }

  /** @param {Shown} shown */
  see(shown) {
    this.shown = shown.id ? shown : NOTHING;
    this.draw();
    void this.load();
  }

  /** Fetch the page that is seen, unless it is there. */
  async load() {
    const { id, page } = this.shown;
    const wanted = id ? `${id} ${page}` : "";
    if (wanted === this.pictured) return;
    this.pictured = wanted;
    URL.revokeObjectURL(this.picture.src);
    this.picture.removeAttribute("src");
    if (!id) return;
    const width = Math.round(Math.min(2000, 900 * window.devicePixelRatio));
    try {
      const answer = await fetch(`${this.address}/${id}/${page}?width=${width}`);
      if (!answer.ok) throw new Error((await answer.json()).title);
      const picture = await answer.blob();
      if (this.pictured === wanted) this.picture.src = URL.createObjectURL(picture);
    } catch (error) {
      if (this.pictured === wanted) news(() => (error instanceof Error && error.message) || say("problem"));
    }
  }

  /** @param {number} by */
  turn(by) {
    const page = this.shown.page + by;
    if (this.leads && page >= 1 && page <= this.shown.pages) this.meeting.say({ kind: "turn", page });
  }

  enlarge() {
    const isLarge = at("document-view").classList.toggle("large");
    at("document-larger").setAttribute("aria-pressed", String(isLarge));
  }

  listenToPointing() {
    const view = at("document-view");
    view.addEventListener("pointerdown", (event) => this.pointAt(event));
    view.addEventListener("pointermove", (event) => event.buttons && this.pointAt(event));
    view.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.key === "Escape") this.meeting.say({ kind: "point", at: null });
      if (event.key === "PageDown") this.turn(1);
      if (event.key === "PageUp") this.turn(-1);
      if (!move) return;
      const { x, y } = this.shown.pointer ?? { x: 0.5, y: 0.5 };
      this.point(x + (move[0] ?? 0) * STEP, y + (move[1] ?? 0) * STEP);
      event.preventDefault();
    });
  }

  /** @param {PointerEvent} event */
  pointAt(event) {
    const { left, top, width, height } = this.picture.getBoundingClientRect();
    this.point((event.clientX - left) / width, (event.clientY - top) / height);
  }

  /** @param {number} x @param {number} y */
  point(x, y) {
    if (!this.shown.id || !Number.isFinite(x) || !Number.isFinite(y)) return;
    this.meeting.say({ kind: "point", at: { x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) } });
  }

  draw() {
    const { id, page, pages, pointer, seat } = this.shown;
    const sharer = this.meeting.seats.find((one) => one.id === seat);
    at("document").hidden = !id;
    at("document").dataset.state = id ? "shown" : "";
    at("share-document").hidden = this.meeting.mine?.state !== "joined";
    at("document-of").textContent = sharer ? say("documentOf", { who: seatName(sharer) }) : "";
    at("page-of").textContent = say("pageOf", { page, pages });
    this.picture.alt = say("pageOf", { page, pages });
    for (const name of ["page-before", "page-next", "document-close"]) at(name).hidden = !this.leads;
    /** @type {HTMLButtonElement} */ (at("page-before")).disabled = page <= 1;
    /** @type {HTMLButtonElement} */ (at("page-next")).disabled = page >= pages;
    this.drawPointer(pointer);
  }

  /** @param {Shown["pointer"]} pointer */
  drawPointer(pointer) {
    const mark = at("document-pointer");
    mark.hidden = !pointer;
    if (!pointer) return;
    mark.style.left = `${pointer.x * 100}%`;
    mark.style.top = `${pointer.y * 100}%`;
    const who = this.meeting.seats.find((one) => one.id === pointer.seat);
    at("document-pointing").textContent = who ? say("pointsHere", { who: seatName(who) }) : "";
  }
}
