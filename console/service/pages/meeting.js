// @ts-check
/** A call as this page takes part in it: who is there, the connections to them, and what is said over the seat's socket. */
import { at, on } from "./page.js";
import { Peer } from "./peers.js";
import { PAGE, Signals } from "./service.js";
import { Stage } from "./stage.js";
import { spoken } from "./words.js";

/** @typedef {import("./service.js").Invitation} Invitation @typedef {import("./service.js").SeatSeen} SeatSeen */
/** @typedef {import("./devices.js").Own} Own */

/**
 * What the service says is told as an event named by its kind (detail: the message), after the meeting itself has
 * heard it; so are "lost", "refused" (detail: the problem), "left", and "blocked" where the browser plays no sound.
 */
export class Meeting extends EventTarget {
  /** @param {Invitation} invitation @param {Own} own */
  constructor(invitation, own) {
    super();
    this.invitation = invitation;
    this.own = own;
    /** @type {SeatSeen[]} */
    this.seats = [];
    /** Whether support is kept out by this page itself, whatever the service knows of it yet. */
    this.withoutSupport = false;
    /** @type {Map<string, Peer>} */
    this.peers = new Map();
    this.stage = new Stage(own);
    /** @type {RTCIceServer[]} */
    this.iceServers = [];
    /** @type {Signals | null} */
    this.signals = null;
    on(own, "changed", () => this.saySending());
    on(own, "replaced", (what) => this.put(what));
    spoken(() => this.draw());
  }

  /** This page's seat as the others see it. */
  get mine() {
    return this.seats.find((seat) => seat.id === this.invitation.seatId);
  }

  get isHost() {
    return this.invitation.role === "host";
  }

  open() {
    this.signals = new Signals(this.invitation.seatId, (kind, message) => this.heard(kind, message));
  }

  /** Say something to the service. @param {object} message */
  say(message) {
    this.signals?.say(message);
  }

  leave() {
    this.say({ kind: "leave" });
    this.dispatchEvent(new CustomEvent("left"));
  }

  close() {
    this.signals?.close();
    this.signals = null;
    for (const seat of [...this.peers.keys()]) this.disconnect(seat);
    this.stage.clear();
  }

  /** @param {string} kind @param {any} message */
  heard(kind, message) {
    if (kind === "welcome") {
      this.iceServers = message.servers.iceServers.map(server);
      this.saySending();
    }
    if (kind === "seats") this.seatsChanged(message.seats);
    if (kind === "negotiate") void this.negotiate(message);
    this.dispatchEvent(new CustomEvent(kind, { detail: message }));
  }

  saySending() {
    const { muted, showing, held, shared, screen } = this.own;
    this.say({ kind: "sending", muted, camera: showing, held, screen: shared && screen.id });
  }

  /** Send another track to everyone. @param {"microphone" | "camera" | "screen"} what */
  put(what) {
    for (const peer of this.peers.values()) void peer.put(what);
    this.draw();
  }

  /** Whether this page connects to a seat. @param {SeatSeen | undefined} seat */
  isIn(seat) {
    return seat?.state === "joined" && !(this.withoutSupport && seat.role === "support");
  }

  /** Part from support at once, or not any more. @param {boolean} without */
  keepWithoutSupport(without) {
    this.withoutSupport = without;
    this.seatsChanged(this.seats);
  }

  /** @param {SeatSeen[]} seats */
  seatsChanged(seats) {
    this.seats = seats;
    const { mine } = this;
    this.connectTo(mine?.state === "joined" ? seats.filter((seat) => seat !== mine && this.isIn(seat)) : []);
    this.draw();
  }

  /** @param {SeatSeen[]} others */
  connectTo(others) {
    for (const [seat, peer] of this.peers) {
      const now = others.find((other) => other.id === seat);
      // A page that is away for a moment keeps its connection: only its signalling may be lost.
      if (!now || (now.page && now.page !== peer.page)) this.disconnect(seat);
    }
    for (const other of others) {
      if (other.page && !this.peers.has(other.id)) this.connect(other.id, other.page, other.offers);
    }
  }

  /** @param {string} seat @param {string} page @param {boolean} offers whether the other begins by itself */
  connect(seat, page, offers) {
    const polite = !offers || this.invitation.seatId > seat;
    const { iceServers, own } = this;
    const peer = new Peer(seat, page, polite, iceServers, own, (what) => this.say({ kind: "negotiate", seat, page: PAGE, ...what }));
    this.peers.set(seat, peer);
    on(peer, "received", () => this.draw());
    on(peer, "state", () => this.draw());
    // The polite side answers the other's offer, so that the two do not collide at the start.
    if (!polite || !offers) peer.begin();
    return peer;
  }

  /** @param {string} seat */
  disconnect(seat) {
    this.peers.get(seat)?.close();
    this.peers.delete(seat);
    this.stage.remove(seat);
    this.stage.remove(`${seat} screen`);
  }

  /** @param {{seat: string, page: string, description: any, candidate: any, renew?: boolean}} message */
  async negotiate(message) {
    // Who is in the call is known before anything of theirs is handed on; nobody else is connected to.
    if (!this.isIn(this.seats.find((seat) => seat.id === message.seat))) return;
    let peer = this.peers.get(message.seat);
    if (peer && (peer.page !== message.page || message.renew)) {
      this.disconnect(message.seat);
      peer = undefined;
    }
    // Who asks for another connection is a program that can't offer one.
    peer ??= this.connect(message.seat, message.page, !message.renew);
    await peer.heard(message);
  }

  draw() {
    const { mine, stage } = this;
    if (mine?.state === "joined") {
      const tile = stage.tile(mine.id, "own");
      tile.show("video", this.own.camera);
      tile.show("audio", this.own.microphone);
    }
    for (const [seat, peer] of this.peers) {
      const tile = stage.tile(seat, "other");
      tile.state = peer.connection.connectionState;
      for (const kind of /** @type {const} */ (["audio", "video"])) this.show(tile, kind, peer.tracks.get(kind));
      const seen = this.seats.find((one) => one.id === seat);
      const shared = seen?.screen && peer.tracks.get(seen.screen);
      if (shared) this.show(stage.tile(`${seat} screen`, "screen"), "video", shared);
      else stage.remove(`${seat} screen`);
    }
    for (const seen of this.seats) {
      stage.tiles.get(seen.id)?.draw(seen);
      stage.tiles.get(`${seen.id} screen`)?.draw(seen);
    }
    at("alone").hidden = this.peers.size > 0;
  }

  /** @param {import("./tiles.js").Tile} tile @param {"audio" | "video"} kind @param {MediaStreamTrack | undefined} track */
  show(tile, kind, track) {
    if (tile.show(kind, track)) tile.video.play().catch(() => this.blocked(tile.video));
  }

  /** The browser waits for a press before it plays. @param {HTMLVideoElement} video */
  blocked(video) {
    if (video.isConnected && video.paused) this.dispatchEvent(new CustomEvent("blocked"));
  }
}

/** @param {{urls: string[], username: string | null, credential: string | null}} told @returns {RTCIceServer} */
function server({ urls, username, credential }) {
  return { urls, username: username ?? undefined, credential: credential ?? undefined };
}
