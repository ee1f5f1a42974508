import { createSocket } from "node:dgram";
import { SocksClient } from "socks";
import type { OpenSocket } from "./open-socket.ts";
import { bound, type Echo, question, roundTrip } from "./udp-echo.ts";

/** What SOCKS puts before a datagram from an IPv4 address. */
const UDP_HEADER_BYTES = 10;

/**
 * Through a SOCKS5 proxy that stands in the source's network; its user name is the source address. What the proxy itself
 * answers is about the path; everything else is about the proxy, and says so.
 */
export const socksSocket =
  (proxy: { readonly host: string; readonly port: number }): OpenSocket =>
  async ({ sourceIp, host, port, timeoutMs }) => {
    try {
      const { socket } = await SocksClient.createConnection({
        proxy: { ...proxy, type: 5, userId: sourceIp, password: "-" },
        command: "connect",
        destination: { host, port },
        timeout: Math.max(1, Math.ceil(timeoutMs)),
        set_tcp_nodelay: true,
      });
      return socket;
    } catch (error) {
      throw proxyError(error);
    }
  };

/** What the proxy answered, as it is; what kept it from answering, named as such. */
function proxyError(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof Error && /rejected connection|timed out/i.test(message)
    ? error
    : new Error(`the proxy did not serve: ${message}`, { cause: error });
}

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
