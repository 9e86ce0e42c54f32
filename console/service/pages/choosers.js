// @ts-check
/** Choosers of microphone, camera and, where the browser can choose one, loudspeaker. They work before a call and in it. */
import { on } from "./page.js";
import { say, spoken } from "./words.js";

/** @typedef {import("./devices.js").Own} Own */

const CAN_CHOOSE_LOUDSPEAKER = "setSinkId" in HTMLMediaElement.prototype;

export class Choosers {
  /** @param {HTMLElement} place @param {Own} own */
  constructor(place, own) {
    this.own = own;
    this.all = [
      chooser(place, own, "microphone", "audioinput"),
      chooser(place, own, "camera", "videoinput"),
      ...(CAN_CHOOSE_LOUDSPEAKER ? [chooser(place, own, "loudspeaker", "audiooutput")] : []),
    ];
    on(own, "changed", () => void this.draw());
    spoken(() => void this.draw());
  }

  async draw() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    for (const { kind, told, label, name, select } of this.all) {
      // Before a permission is given, a browser tells neither ids nor names.
      const there = devices.filter((device) => device.kind === told && device.deviceId);
      label.hidden = !there.length;
      name.textContent = say(kind);
      select.replaceChildren(...there.map((device, n) => new Option(device.label || `${say(kind)} ${n + 1}`, device.deviceId)));
      const track = kind === "loudspeaker" ? null : this.own.tracks[kind];
      const used = track?.getSettings().deviceId || this.own.chosen[kind];
      if (used) select.value = used;
    }
  }
}

/**
 * @param {HTMLElement} place
 * @param {Own} own
 * @param {"microphone" | "camera" | "loudspeaker"} kind
 * @param {MediaDeviceKind} told how a browser calls it
 */
function chooser(place, own, kind, told) {
  const label = document.createElement("label");
  const name = document.createElement("span");
  const select = document.createElement("select");
  select.dataset.action = `${kind}-choice`;
  select.addEventListener("change", () => void own.choose(kind, select.value));
  label.append(name, " ", select);
  place.append(label);
  return { kind, told, label, name, select };
}
