// @ts-check
/** This browser's own devices: opened, changed, lost and found again, and explained where they can't be had. */

/** @typedef {"microphone" | "camera"} Kind what is sent of a person */

const MISSING = { microphone: "noMicrophone", camera: "noCamera" };
const LOST = { microphone: "microphoneLost", camera: "cameraLost" };
/** @type {Kind[]} */
const KINDS = ["microphone", "camera"];

/**
 * What of this browser is sent, and what is wrong with the rest, as phrases. Events: "changed" of anything;
 * "replaced" (detail: what) when another track is to be sent, or none; "told" (detail: phrase, values) for news.
 */
export class Own extends EventTarget {
  constructor() {
    super();
    /** @type {Record<Kind, MediaStreamTrack | null>} */
    this.tracks = { microphone: null, camera: null };
    /** @type {Record<Kind, string>} */
    this.trouble = { microphone: "", camera: "" };
    /** @type {Record<Kind, boolean>} */
    this.off = { microphone: false, camera: false };
    /** Ids of devices; empty for the browser's own choice. @type {Record<Kind | "loudspeaker", string>} */
    this.chosen = { microphone: "", camera: "", loudspeaker: "" };
    this.held = false;
    this.isOpen = false;
    /** Whether the picture is of sign language: frames are worth more than size. */
    this.signs = false;
    /** What is shared of the screen; its id stays the same, so the others know it again. */
    this.screen = new MediaStream();
    /** @type {Promise<void>} */
    this.turn = Promise.resolve();
    navigator.mediaDevices?.addEventListener("devicechange", () => this.lookAgain());
  }

  get microphone() {
    return this.tracks.microphone;
  }

  get camera() {
    return this.tracks.camera;
  }

  get shared() {
    return this.screen.getTracks()[0] ?? null;
  }

  get muted() {
    return !this.microphone?.enabled;
  }

  get showing() {
    return Boolean(this.camera?.enabled);
  }

  /** Open what there is, each for itself: a missing camera takes no microphone away. */
  async open() {
    this.isOpen = true;
    for (const kind of KINDS) await this.reopen(kind);
  }

  close() {
    this.isOpen = false;
    for (const track of [this.microphone, this.camera, this.shared]) track?.stop();
  }

  /** Open a device anew; one after the other, since some can be open only once. @param {Kind} kind */
  reopen(kind) {
    return (this.turn = this.turn.then(async () => {
      this.tracks[kind]?.stop();
      const [track, trouble] = await opened(kind, this.chosen[kind], this.signs);
      if (!this.isOpen) track?.stop();
      this.tracks[kind] = track;
      this.trouble[kind] = trouble;
      track?.addEventListener("ended", () => void this.lost(kind, track));
      this.replaced(kind);
    }));
  }

  /** @param {Kind | "loudspeaker"} kind @param {string} id */
  async choose(kind, id) {
    this.chosen[kind] = id;
    if (kind === "loudspeaker") return this.changed();
    await this.reopen(kind);
    const track = this.tracks[kind];
    if (!track) this.tell(this.trouble[kind]);
    else if (track.getSettings().deviceId !== id) this.tell("otherDevice", { device: track.label });
  }

  /** A device was unplugged, or taken away. @param {Kind} kind @param {MediaStreamTrack} track */
  async lost(kind, track) {
    if (this.tracks[kind] !== track || !this.isOpen) return;
    this.chosen[kind] = "";
    await this.reopen(kind);
    const other = this.tracks[kind];
    if (other) this.tell("otherDevice", { device: other.label });
    else this.tell(LOST[kind]);
  }

  /** Devices have come or gone: what was missing may be there. */
  lookAgain() {
    for (const kind of KINDS) if (this.isOpen && this.trouble[kind] === MISSING[kind]) void this.reopen(kind);
    this.changed();
  }

  /** Send nothing of a device for now, or send it again; one that could not be had is asked for again. @param {Kind} kind */
  async toggle(kind) {
    if (this.tracks[kind]) {
      this.off[kind] = !this.off[kind];
      return this.changed();
    }
    this.off[kind] = false;
    await this.reopen(kind);
    if (this.trouble[kind]) this.tell(this.trouble[kind]);
  }

  /** Be away for a moment, or come back: nothing of one's own is heard and seen meanwhile. */
  hold() {
    this.held = !this.held;
    this.changed();
  }

  /** Share the screen, or end it; which part of it, the browser asks. */
  async share() {
    if (this.shared) return this.unshare(this.shared);
    try {
      const shown = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15 } } });
      const [track] = shown.getVideoTracks();
      if (!track) return;
      track.contentHint = "detail";
      track.addEventListener("ended", () => this.unshare(track));
      this.screen.addTrack(track);
      this.replaced("screen");
    } catch {
      this.tell("notShared");
    }
  }

  /** @param {MediaStreamTrack} track */
  unshare(track) {
    track.stop();
    this.screen.removeTrack(track);
    this.replaced("screen");
  }

  /** @param {Kind | "screen"} what */
  replaced(what) {
    this.changed();
    this.dispatchEvent(new CustomEvent("replaced", { detail: what }));
  }

  changed() {
    for (const kind of KINDS) {
      const track = this.tracks[kind];
      if (track) track.enabled = !this.off[kind] && !this.held;
    }
    if (this.shared) this.shared.enabled = !this.held;
    this.dispatchEvent(new CustomEvent("changed"));
  }

  /** @param {string} phrase @param {Record<string, string>} [values] */
  tell(phrase, values) {
    this.dispatchEvent(new CustomEvent("told", { detail: { phrase, values } }));
  }
}

/**
 * Open a device: the chosen one, else any.
 * @param {Kind} kind
 * @param {string} id
 * @param {boolean} signs
 * @returns {Promise<[track: MediaStreamTrack | null, trouble: string]>}
 */
async function opened(kind, id, signs) {
  /** @type {MediaTrackConstraints} */
  const any = kind === "camera" ? { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } } : {};
  const best = { ...any, ...(id && { deviceId: { exact: id } }), ...(signs && kind === "camera" && { frameRate: { min: 20, ideal: 30 } }) };
  let why = "";
  for (const wanted of [best, any]) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [kind === "camera" ? "video" : "audio"]: wanted });
      const [track] = stream.getTracks();
      if (track && signs && kind === "camera") track.contentHint = "motion";
      return [track ?? null, ""];
    } catch (error) {
      why = whyNot(error instanceof Error ? error.name : "", MISSING[kind]);
      if (why.startsWith("denied")) break; // asking once more would only be a nuisance
    }
  }
  return [null, why];
}

/**
 * @param {string} name the error's name (W3C Media Capture)
 * @param {string} missing
 */
function whyNot(name, missing) {
  if (name === "NotReadableError" || name === "AbortError") return "deviceBusy";
  if (name !== "NotAllowedError" && name !== "SecurityError") return missing;
  if (/firefox/i.test(navigator.userAgent)) return "deniedFirefox";
  return /chrome|chromium|edg/i.test(navigator.userAgent) ? "deniedChromium" : "deniedSafari";
}
