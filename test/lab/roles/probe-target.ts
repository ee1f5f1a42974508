import { createServer } from "node:net";
import { serveRole } from "../remote.ts";
import { CLOUD, LAB_PATHS, PROBE_PORT } from "../topology.ts";

/** What the probes ask, on each path's own address, and what proves the application's flow, on the cloud's. */
export async function probeTarget(): Promise<void> {
  for (const host of [CLOUD.lanIp, ...LAB_PATHS.map(({ probeTargetIp }) => probeTargetIp)])
    await new Promise<void>((resolve) => {
      createServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.end("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"));
      }).listen({ host, port: PROBE_PORT, backlog: 1_024 }, resolve);
    });
  serveRole({});
}
