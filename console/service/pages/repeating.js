// @ts-check
/** Lost packets of sound are sent again, as those of pictures are. Browsers can do it and don't offer it (RFC 4585). */

/**
 * Describe this side of a connection, as setLocalDescription() does.
 * @param {RTCPeerConnection} connection
 */
export async function describe(connection) {
  const state = connection.signalingState;
  const { type, sdp = "" } = state === "have-remote-offer" ? await connection.createAnswer() : await connection.createOffer();
  try {
    await connection.setLocalDescription({ type, sdp: repeated(sdp) });
  } catch (error) {
    if (connection.signalingState !== state) throw error; // the other's offer came in between
    await connection.setLocalDescription();
  }
}

/** @param {string} sdp */
const repeated = (sdp) => sdp.replace(/^a=rtpmap:(\d+) opus\/.*$/m, (line, type) => (sdp.includes(`a=rtcp-fb:${type} nack`) ? line : `${line}\r\na=rtcp-fb:${type} nack`));
