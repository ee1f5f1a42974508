import { createSocket } from "node:dgram";
import { machineMs, serveRole } from "../remote.ts";
import { CLOUD, STREAM_PORT } from "../topology.ts";

/** One request of the stream, by its number. */
export interface SentRequest {
  readonly seq: number;
  readonly sentMs: number;
  readonly isAnswered: boolean;
}

/** How far apart the requests are. */
export const REQUEST_INTERVAL_MS = 10;
/** Some twenty minutes; older ones are forgotten. */
const KEPT_COUNT = 1 << 17;

const sentMs = new Float64Array(KEPT_COUNT);
const answered = new Uint8Array(KEPT_COUNT);
let nextSeq = 0;

const answers = {
  /** Every request sent since a monotonic time. An answer counts however late it comes. */
  since: ({ fromMs }: { readonly fromMs: number }): readonly SentRequest[] => {
    const found: SentRequest[] = [];
    for (let seq = nextSeq - 1; seq >= Math.max(0, nextSeq - KEPT_COUNT); seq -= 1) {
      const atMs = sentMs[seq % KEPT_COUNT] ?? 0;
      if (atMs < fromMs) break;
      found.push({ seq, sentMs: atMs, isAnswered: answered[seq % KEPT_COUNT] === 1 });
    }
    return found.reverse();
  },
};
export type StreamClient = typeof answers;

/** The application's client: one request each 10 ms, whatever becomes of the others. */
export function streamClient(): void {
  const socket = createSocket("udp4");
  socket.on("message", (message) => {
    const seq = message.readUInt32BE(0);
    if (seq > nextSeq - KEPT_COUNT) answered[seq % KEPT_COUNT] = 1;
  });
  // "Unreachable" of a router on the way: the request is lost, as the log shows.
  socket.on("error", () => undefined);
  socket.connect(STREAM_PORT, CLOUD.hostIp, () => {
    let dueMs = machineMs();
    const send = (): void => {
      const nowMs = machineMs();
      // A process that was held up goes on from now; requests that were never sent are no loss.
      if (nowMs - dueMs > 5 * REQUEST_INTERVAL_MS) dueMs = nowMs;
      for (; dueMs <= nowMs; dueMs += REQUEST_INTERVAL_MS) {
        const request = Buffer.alloc(64);
        request.writeUInt32BE(nextSeq);
        sentMs[nextSeq % KEPT_COUNT] = machineMs();
        answered[nextSeq % KEPT_COUNT] = 0;
        nextSeq += 1;
        socket.send(request, () => undefined);
      }
      setTimeout(send, Math.max(0, dueMs - machineMs()));
    };
    send();
    serveRole(answers);
  });
}
