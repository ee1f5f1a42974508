import { createSocket } from "node:dgram";
import { serveRole } from "../remote.ts";
import { CLOUD, STREAM_PORT } from "../topology.ts";

/** Some twenty minutes of requests; older ones are forgotten. */
const KEPT_COUNT = 1 << 17;
let arrived: number[] = [];

const answers = {
  /** Numbers of the requests that have arrived, of those from `fromSeq` on. */
  arrivedSince: ({ fromSeq }: { readonly fromSeq: number }): readonly number[] => {
    arrived = arrived.slice(-KEPT_COUNT);
    return arrived.filter((seq) => seq >= fromSeq);
  },
};
export type StreamServer = typeof answers;

/** The application's server: answers each request with itself, and remembers which came. */
export function streamServer(): void {
  const socket = createSocket("udp4");
  socket.on("message", (message, { port, address }) => {
    arrived.push(message.readUInt32BE(0));
    socket.send(message, port, address, () => undefined);
  });
  socket.on("error", () => undefined);
  socket.bind(STREAM_PORT, CLOUD.hostIp, () => serveRole(answers));
}
