import { randomInt } from "node:crypto";
import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import type { NameProver } from "@skylane/core";
import { decode, encode, RECURSION_DESIRED } from "dns-packet";
import type { OpenSocket } from "../probe/open-socket.ts";

/** Length of a message, before it (RFC 1035 §4.2.2). */
const LENGTH_BYTES = 2;
/** `NXDOMAIN`: there is no such name. */
const NO_SUCH_NAME = "NXDOMAIN";

/**
 * Asks a network's resolver by TCP, from an address in that network: TCP goes where probes go, through the same proxy. Never
 * throws: a failure is an outcome.
 */
export const nameProver = (open: OpenSocket): NameProver => ({
  async lookUp({ sourceIp, resolverIp, name, timeoutMs }) {
    const startMs = performance.now();
    const id = randomInt(65_536);
    try {
      const socket = await open({ sourceIp, host: resolverIp, port: 53, timeoutMs });
      const message = await exchange(
        socket,
        encode({ type: "query", id, flags: RECURSION_DESIRED, questions: [{ type: "A", name }] }),
        timeoutMs,
      );
      const answer = decode(message);
      if (answer.id !== id) return { outcome: "refused" };
      const { rcode } = answer as { readonly rcode?: string };
      if (rcode === NO_SUCH_NAME) return { outcome: "no-such-name" };
      if (rcode !== "NOERROR") return { outcome: "refused" };
      const addresses = (answer.answers ?? []).flatMap((one) => (one.type === "A" ? [one.data] : []));
      return { outcome: "ok", addresses, rttMs: performance.now() - startMs };
    } catch (error) {
      const why = error instanceof Error ? error.message : "";
      if (why.includes("did not serve")) return { outcome: "vantage-error" };
      return { outcome: /timed out/i.test(why) ? "timeout" : "refused" };
    }
  },
});

/** Sends one message and waits for one; the connection ends with it. */
function exchange(socket: Socket, message: Buffer, timeoutMs: number): Promise<Buffer> {
  return new Promise<Buffer>((resolve, reject) => {
    let heard = Buffer.alloc(0);
    const timer = setTimeout(() => reject(new Error("timed out")), timeoutMs);
    socket.on("data", (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      if (heard.length < LENGTH_BYTES) return;
      const end = heard.readUInt16BE(0) + LENGTH_BYTES;
      if (heard.length >= end) resolve(heard.subarray(LENGTH_BYTES, end));
    });
    socket.once("error", reject);
    socket.once("close", () => {
      clearTimeout(timer);
      reject(new Error("connection closed"));
    });
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt16BE(message.length);
    socket.write(Buffer.concat([length, message]));
  }).finally(() => socket.destroy());
}
