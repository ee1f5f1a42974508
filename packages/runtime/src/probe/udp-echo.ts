import { randomBytes } from "node:crypto";
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { performance } from "node:perf_hooks";
import { SocksClient } from "socks";
import type { Dial } from "./open-socket.ts";
import { proxyError } from "./open-socket.ts";
import { isOwnAddress } from "./own-address.ts";

/** Sends one datagram and waits for it to come back; answers the round trip, ms. */
export type Echo = (dial: Dial) => Promise<number>;

const DATAGRAM_BYTES = 64;
/** What SOCKS puts before a datagram from an IPv4 address. */
const UDP_HEADER_BYTES = 10;
const LABEL = Buffer.from("skylane-probe\0");

/** 64 bytes nobody else sends: a label for who looks at packets, and a nonce. */
const question = (): Buffer => Buffer.concat([LABEL, randomBytes(DATAGRAM_BYTES - LABEL.length)]);

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

/** Through a SOCKS5 proxy (UDP ASSOCIATE, RFC 1928 section 7); its user name is the source address. */
export const socksEcho =
  (proxy: { readonly host: string; readonly port: number }): Echo =>
  async ({ sourceIp, host, port, timeoutMs }) => {
    const socket = createSocket("udp4");
    let association: Association | undefined;
    try {
      association = await associate(proxy, sourceIp, timeoutMs);
      const { relayPort } = association;
      await bound(socket, undefined);
      await new Promise<void>((resolve, reject) => {
        socket.once("error", reject);
        socket.connect(relayPort, proxy.host, resolve);
      });
      const asked = question();
      const frame = SocksClient.createUDPFrame({ remoteHost: { host, port }, data: asked });
      return await roundTrip(socket, timeoutMs, frame, (message) => message.subarray(UDP_HEADER_BYTES), asked);
    } finally {
      socket.close();
      association?.control.destroy();
    }
  };

/** A relay of the proxy for datagrams; it is there for as long as the connection that asked for it. */
interface Association {
  readonly relayPort: number;
  readonly control: { destroy(): void };
}

const associate = (
  proxy: { readonly host: string; readonly port: number },
  sourceIp: string,
  timeoutMs: number,
): Promise<Association> =>
  new Promise((resolve, reject) => {
    const client = new SocksClient({
      proxy: { ...proxy, type: 5, userId: sourceIp, password: "-" },
      command: "associate",
      destination: { host: "0.0.0.0", port: 0 },
      timeout: Math.max(1, Math.ceil(timeoutMs)),
    });
    client.once("error", (error: Error) => reject(proxyError(error)));
    client.once("established", ({ socket, remoteHost }) => {
      socket.on("error", () => undefined); // that it is gone shows in the echo that does not come
      resolve({ relayPort: remoteHost?.port ?? 0, control: socket });
    });
    client.connect();
  });

const bound = (socket: UdpSocket, address: string | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ port: 0, ...(address !== undefined && { address }) }, resolve);
  });

/** What is not the same 64 bytes is somebody else's, or late: it is passed over. */
function roundTrip(
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
