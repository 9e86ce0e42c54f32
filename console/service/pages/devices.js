// @ts-check
/** This browser's own camera and microphone: opened, explained where they can't be, and measured. */

const SPEAKING = -45; // dBFS: above what a quiet room gives, below quiet speech

/** What of this browser is sent, and what is wrong with the rest, as phrases; "changed" is told of both. */
export class Own extends EventTarget {
  constructor() {
    super();
    /** @type {MediaStreamTrack | null} */
    this.microphone = null;
    /** @type {MediaStreamTrack | null} */
    this.camera = null;
    this.microphoneTrouble = "";
    this.cameraTrouble = "";
  }

  /** Open what there is, each for itself: a missing camera takes no microphone away. */
  async open() {
    this.close();
    [this.microphone, this.microphoneTrouble] = await opened({ audio: true }, "noMicrophone");
    [this.camera, this.cameraTrouble] = await opened({ video: { width: { ideal: 640 }, height: { ideal: 480 } } }, "noCamera");
    this.changed();
  }

  /** Send nothing of a track for now, or send it again. @param {MediaStreamTrack | null} track */
  toggle(track) {
    if (track) track.enabled = !track.enabled;
    this.changed();
  }

  changed() {
    this.dispatchEvent(new CustomEvent("changed"));
  }

  close() {
    this.microphone?.stop();
    this.camera?.stop();
  }

  get muted() {
    return !this.microphone?.enabled;
  }

  get showing() {
    return Boolean(this.camera?.enabled);
  }

  /** @returns {MediaStreamTrack[]} */
  get tracks() {
    return [this.microphone, this.camera].flatMap((track) => track ?? []);
  }
}

/**
 * @param {MediaStreamConstraints} wanted
 * @param {string} missing the phrase for where there is none
 * @returns {Promise<[track: MediaStreamTrack | null, trouble: string]>}
 */
async function opened(wanted, missing) {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wanted);
    return [stream.getTracks()[0] ?? null, ""];
  } catch (error) {
    return [null, whyNot(error instanceof Error ? error.name : "", missing)];
  }
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

/** The sound system of the page, made at the first press of a button: browsers play nothing before. */
/** @type {AudioContext | null} */
let context = null;

export function soundSystem() {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  return context;
}

/**
 * Tell again and again how loud a track is, in dBFS and whether that is speech, until it is told to stop.
 * @param {MediaStreamTrack} track
 * @param {(level: number, speaking: boolean) => void} tell
 * @returns {() => void} what stops it
 */
export function metered(track, tell) {
  const sound = soundSystem();
  const source = sound.createMediaStreamSource(new MediaStream([track]));
  const analyser = sound.createAnalyser();
  analyser.fftSize = 2048;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const level = Math.max(-90, 10 * Math.log10(power || 1e-9));
    tell(level, level > SPEAKING);
  }, 100);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

/** Play two soft notes; the promise is kept when they have ended. */
export async function chime() {
  const sound = soundSystem();
  const begin = sound.currentTime + 0.05;
  for (const [number, pitch] of [523.25, 659.25].entries()) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    const at = begin + number * 0.4;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.2, at + 0.03);
    volume.gain.linearRampToValueAtTime(0, at + 0.6);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.7);
  }
  await new Promise((done) => setTimeout(done, 1200));
}
