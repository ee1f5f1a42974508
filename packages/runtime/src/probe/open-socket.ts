import type { Socket } from "node:net";
import { connect } from "node:net";
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
