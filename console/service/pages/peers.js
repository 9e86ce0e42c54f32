// @ts-check
/** Connections to the other seats, one each: perfect negotiation (W3C WebRTC 1.0, section 10.7), mended by ICE restart. */

import { describe } from "./repeating.js";

/** @typedef {import("./devices.js").Own} Own */

const PATIENCE = 4000; // ms without connection before it is mended

/** A connection to one page of another seat. Events: "received" whenever a track has come, "state" (detail: which). */
export class Peer extends EventTarget {
  /**
   * @param {string} seat
   * @param {string} page the other's page: if it is loaded again, this connection is of no use
   * @param {boolean} polite whether this side gives way when both make an offer at once
   * @param {RTCIceServer[]} iceServers
   * @param {Own} own what is sent
   * @param {(message: object) => void} send
   */
  constructor(seat, page, polite, iceServers, own, send) {
    super();
    this.seat = seat;
    this.page = page;
    this.polite = polite;
    this.own = own;
    this.send = send;
    this.making = false;
    this.ignoring = false;
    this.stream = new MediaStream();
    /** Where each thing is sent. @type {Partial<Record<"microphone" | "camera" | "screen", RTCRtpTransceiver>>} */
    this.places = {};
    /** What has come of the other: sound, picture, and screens by the ids of their streams. @type {Map<string, MediaStreamTrack>} */
    this.tracks = new Map();
    const connection = (this.connection = new RTCPeerConnection({ iceServers }));
    connection.addEventListener("negotiationneeded", () => void this.offer());
    connection.addEventListener("icecandidate", ({ candidate }) => this.send({ candidate: candidate?.toJSON() ?? { candidate: "" } }));
    connection.addEventListener("track", (event) => this.received(event));
    connection.addEventListener("connectionstatechange", () => this.stateChanged());
  }

  /** Begin. Sound and picture have their places from the start, filled or not: a device that comes later needs no negotiation. */
  begin() {
    const { microphone, camera } = this.own;
    const streams = [this.stream];
    this.places.microphone = this.connection.addTransceiver(microphone ?? "audio", { streams });
    this.places.camera = this.connection.addTransceiver(camera ?? "video", { streams });
    void this.put("screen");
  }

  /** Take the places that the other's offer has made. */
  async adopt() {
    for (const transceiver of this.connection.getTransceivers()) {
      const what = transceiver.receiver.track.kind === "audio" ? "microphone" : "camera";
      if (this.places[what]) continue;
      this.places[what] = transceiver;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams?.(this.stream);
      await this.put(what);
    }
  }

  /** Send what there is of something now. @param {"microphone" | "camera" | "screen"} what */
  async put(what) {
    const track = what === "screen" ? this.own.shared : this.own.tracks[what];
    const place = this.places[what];
    if (place) await place.sender.replaceTrack(track);
    else if (track && this.places.camera) {
      this.places[what] = this.connection.addTransceiver(track, { direction: "sendonly", streams: [this.own.screen] });
    }
  }

  async offer() {
    try {
      this.making = true;
      await describe(this.connection);
      this.send({ description: this.connection.localDescription?.toJSON() });
    } catch { /* the connection was closed meanwhile */ } finally {
      this.making = false;
    }
  }

  /** @param {{description?: RTCSessionDescriptionInit | null, candidate?: RTCIceCandidateInit | null}} message */
  async heard({ description, candidate }) {
    if (description) await this.described(description);
    if (candidate) {
      try {
        await this.connection.addIceCandidate(candidate);
      } catch (error) {
        if (!this.ignoring) throw error;
      }
    }
  }

  /** @param {RTCSessionDescriptionInit} description */
  async described(description) {
    const collision = description.type === "offer" && (this.making || this.connection.signalingState !== "stable");
    this.ignoring = !this.polite && collision;
    if (this.ignoring) return;
    await this.connection.setRemoteDescription(description);
    if (description.type === "offer") {
      await this.adopt();
      await describe(this.connection);
      this.send({ description: this.connection.localDescription?.toJSON() });
      await this.put("screen");
    }
  }

  /** @param {RTCTrackEvent} event */
  received({ track, transceiver, streams }) {
    // A peer's sound and picture come first, whatever follows.
    const first = this.connection.getTransceivers().find((one) => one.receiver.track.kind === track.kind);
    this.tracks.set(first === transceiver ? track.kind : (streams[0]?.id ?? ""), track);
    this.dispatchEvent(new CustomEvent("received"));
  }

  stateChanged() {
    const state = this.connection.connectionState;
    clearTimeout(this.mending);
    if (state === "failed") this.connection.restartIce();
    if (state === "disconnected") this.mending = setTimeout(() => this.connection.restartIce(), PATIENCE);
    if (state === "connected" && this.own.signs) this.keepFrames();
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  /** Signs are read from movement: where the network is narrow, the picture becomes smaller before it becomes slower. */
  keepFrames() {
    const sender = this.places.camera?.sender;
    if (!sender) return;
    const asked = /** @type {RTCRtpSendParameters & {degradationPreference?: string}} */ (sender.getParameters());
    asked.degradationPreference = "maintain-framerate";
    sender.setParameters(asked).catch(() => {}); // not every browser can be asked
  }

  close() {
    clearTimeout(this.mending);
    this.connection.close();
  }
}
