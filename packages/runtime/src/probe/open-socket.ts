import type { Socket } from "node:net";
import { connect } from "node:net";
import { SocksClient } from "socks";
import { isOwnAddress } from "./own-address.ts";

/** Where to connect, and as whom. */
export interface Dial {
  readonly sourceIp: string;
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** Opens a TCP connection, or rejects with an error whose message says how it failed. */
export type OpenSocket = (dial: Dial) => Promise<Socket>;

/** Straight from this machine; bound to the source address where the machine has it. */
export const directSocket: OpenSocket = ({ sourceIp, host, port, timeoutMs }) => {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, ...(isOwnAddress(sourceIp) && { localAddress: sourceIp }) });
    const timer = setTimeout(() => socket.destroy(new Error("timed out")), timeoutMs);
    socket.once("connect", () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
};

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
export function proxyError(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof Error && /rejected connection|timed out/i.test(message)
    ? error
    : new Error(`the proxy did not serve: ${message}`, { cause: error });
}
