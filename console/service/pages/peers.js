// @ts-check
/** Connections to the other seats, one each: perfect negotiation (W3C WebRTC 1.0, section 10.7), mended by ICE restart. */

import { describe } from "./repeating.js";

const PATIENCE = 4000; // ms without connection before it is mended

/** A connection to one page of another seat. */
export class Peer extends EventTarget {
  /**
   * @param {string} seat
   * @param {string} page the other's page: if it is loaded again, this connection is of no use
   * @param {boolean} polite whether this side gives way when both make an offer at once
   * @param {RTCIceServer[]} iceServers
   * @param {(message: object) => void} send
   */
  constructor(seat, page, polite, iceServers, send) {
    super();
    this.seat = seat;
    this.page = page;
    this.polite = polite;
    this.send = send;
    this.making = false;
    this.ignoring = false;
    this.stream = new MediaStream();
    const connection = (this.connection = new RTCPeerConnection({ iceServers }));
    connection.addEventListener("negotiationneeded", () => void this.offer());
    connection.addEventListener("icecandidate", ({ candidate }) => this.send({ candidate: candidate?.toJSON() ?? { candidate: "" } }));
    connection.addEventListener("track", ({ track }) => this.received(track));
    connection.addEventListener("connectionstatechange", () => this.stateChanged());
  }

  /** @param {MediaStreamTrack[]} tracks */
  add(tracks) {
    for (const track of tracks) this.connection.addTrack(track, this.stream);
    // Who sends nothing still wants to hear and see.
    for (const kind of ["audio", "video"]) {
      if (!tracks.some((track) => track.kind === kind)) this.connection.addTransceiver(kind, { direction: "recvonly" });
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
      await describe(this.connection);
      this.send({ description: this.connection.localDescription?.toJSON() });
    }
  }

  /** @param {MediaStreamTrack} track */
  received(track) {
    this.dispatchEvent(new CustomEvent("received", { detail: track }));
  }

  stateChanged() {
    const state = this.connection.connectionState;
    clearTimeout(this.mending);
    if (state === "failed") this.connection.restartIce();
    if (state === "disconnected") this.mending = setTimeout(() => this.connection.restartIce(), PATIENCE);
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  close() {
    clearTimeout(this.mending);
    this.connection.close();
  }
}
