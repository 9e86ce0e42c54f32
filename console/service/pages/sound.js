// @ts-check
/** The sound system of the page, made at the first press of a button: browsers play nothing before. */

const SPEAKING = -45; // dBFS: above what a quiet room gives, below quiet speech

/** @type {AudioContext | null} */
let context = null;

export function soundSystem() {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  return context;
}

/**
 * Play through a loudspeaker, where the browser can choose one; where it can't any more, it goes on as it was.
 * @param {HTMLMediaElement | AudioContext} player
 * @param {string} loudspeaker a device's id; empty for the system's own choice
 */
export function playThrough(player, loudspeaker) {
  const chooses = /** @type {{setSinkId?: (id: string) => Promise<void>, sinkId?: unknown}} */ (player);
  if (chooses.setSinkId && chooses.sinkId !== loudspeaker) chooses.setSinkId(loudspeaker).catch(() => {});
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

/** Play two soft notes through a loudspeaker; the promise is kept when they have ended. @param {string} loudspeaker */
export async function chime(loudspeaker) {
  const sound = soundSystem();
  playThrough(sound, loudspeaker);
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
