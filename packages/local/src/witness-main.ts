import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEdge } from "./edge/index.ts";
import { openAcceptor, replicationService } from "./global-tables/index.ts";

// The witness of the coordination table, in a Region of its own: it keeps what the two replicas agree on, and serves nobody else.
const { values } = parseArgs({
  options: { data: { type: "string", default: ".skylane" }, port: { type: "string", default: "0" } },
});

try {
  mkdirSync(values.data, { recursive: true });
  const acceptor = openAcceptor(join(values.data, "coord-acceptor.db"));
  const edge = await startEdge({
    port: Number(values.port),
    host: "127.0.0.1",
    services: [],
    restServices: [replicationService(acceptor)],
  });
  process.stdout.write(`${JSON.stringify({ url: edge.url })}\n`);
  const stop = (): void => void edge.close().finally(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
}
