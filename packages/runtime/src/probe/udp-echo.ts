import { randomBytes } from "node:crypto";
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { performance } from "node:perf_hooks";
import type { Dial } from "./open-socket.ts";
import { isOwnAddress } from "./own-address.ts";

/** Sends one datagram and waits for it to come back; answers the round trip, ms. */
export type Echo = (dial: Dial) => Promise<number>;

const DATAGRAM_BYTES = 64;
const LABEL = Buffer.from("skylane-probe\0");

/** 64 bytes nobody else sends: a label for who looks at packets, and a nonce. */
export const question = (): Buffer => Buffer.concat([LABEL, randomBytes(DATAGRAM_BYTES - LABEL.length)]);

/** Straight from this machine; bound to the source address where the machine has it. */
export const directEcho: Echo = async ({ sourceIp, host, port, timeoutMs }) => {
  const socket = createSocket("udp4");
  try {
    await bound(socket, isOwnAddress(sourceIp) ? sourceIp : undefined);
    // connected: the kernel hands over what comes from the target only, and says if nobody listens there
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.connect(port, host, resolve);
    });
    const asked = question();
    return await roundTrip(socket, timeoutMs, asked, (message) => message);
  } finally {
    socket.close();
  }
};

/** Ready to send, from this address if one is given. */
export const bound = (socket: UdpSocket, address: string | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ port: 0, ...(address !== undefined && { address }) }, resolve);
  });

/** What is not the same 64 bytes is somebody else's, or late: it is passed over. */
export function roundTrip(
  socket: UdpSocket,
  timeoutMs: number,
  sent: Buffer,
  contentOf: (message: Buffer) => Buffer,
  expected = sent,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    const timer = setTimeout(() => reject(new Error("timed out")), Math.max(1, timeoutMs));
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    socket.on("error", fail);
    socket.on("message", (message) => {
      const tookMs = performance.now() - startMs;
      if (!contentOf(message).equals(expected)) return;
      clearTimeout(timer);
      resolve(tookMs);
    });
    socket.send(sent, (error) => {
      if (error) fail(error);
    });
  });
}
