// @ts-check
/** What only a call needs: it is loaded when its participant comes in, so that a slow network shows the invitation soon. */
import { Admission } from "./admission.js";
import { Chat } from "./chat.js";
import { Consent } from "./consent.js";
import { Controls } from "./controls.js";
import { SharedDocument } from "./document.js";
import { Identification } from "./identification.js";
import { Meeting } from "./meeting.js";

/** What a call has beside sound and picture: each gets the meeting, listens to it, and speaks through it. */
const FEATURES = [Admission, Identification, Chat, Consent, Controls, SharedDocument];

/** @param {import("./service.js").Invitation} invitation @param {import("./devices.js").Own} own */
export function takePart(invitation, own) {
  const meeting = new Meeting(invitation, own);
  for (const Feature of FEATURES) new Feature(meeting);
  return meeting;
}
