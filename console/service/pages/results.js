// @ts-check
/** What a check has found, told to the service each time it changes, so that a helper sees it while it is made. */

/** @typedef {import("./check.js").Check} Check */

/** Why a device can't be had, by the phrase that explains it. @type {Record<string, string>} */
const WHY = {
  deviceBusy: "busy", noMicrophone: "missing", noCamera: "missing",
  deniedChromium: "denied", deniedFirefox: "denied", deniedSafari: "denied",
};

/** Tells what one check finds, one message at a time. */
export class Results {
  /** @param {string} address @param {Check} check */
  constructor(address, check) {
    this.address = address;
    this.check = check;
    this.told = "";
    /** @type {Promise<boolean>} */
    this.turn = Promise.resolve(true);
    check.addEventListener("found", () => void this.tell());
  }

  /**
   * Tell what is found by now, or at the end; the promise is kept with whether the service has it.
   * @param {boolean} [done]
   */
  tell(done = false) {
    const body = JSON.stringify({ result: found(this.check), done });
    this.turn = this.turn.then((had) => (had && body === this.told ? true : this.send(body)));
    return this.turn;
  }

  /** @param {string} body */
  async send(body) {
    this.told = body;
    try {
      const answer = await fetch(this.address, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      return answer.ok;
    } catch {
      return false;
    }
  }
}

/**
 * What a check has found by now, as the service takes it.
 * @param {Check} check
 */
export function found(check) {
  const { own, picture } = check;
  const seen = own.camera && picture.videoWidth ? { width: picture.videoWidth, height: picture.videoHeight } : {};
  return {
    microphone: microphone(check),
    ...(own.microphone && { level: Math.round(check.loudest) }),
    camera: own.camera ? ("width" in seen ? "works" : "nothing") : why(own.trouble.camera),
    ...seen,
    chime: check.heardChime,
    browser: family(),
  };
}

/** @param {Check} check */
function microphone({ own, heard, cannotSpeak }) {
  if (!own.microphone) return why(own.trouble.microphone);
  if (heard) return "works";
  return cannotSpeak ? "untried" : "nothing";
}

/** @param {string} phrase */
const why = (phrase) => WHY[phrase] ?? "missing";

function family() {
  const name = navigator.userAgent;
  if (/firefox/i.test(name)) return "firefox";
  if (/chrome|chromium|edg/i.test(name)) return "chromium";
  return /safari/i.test(name) ? "safari" : "other";
}
