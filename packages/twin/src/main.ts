import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { EstateError, loadEstate } from "./estate/load-estate.ts";
import { startTwin } from "./start-twin.ts";

const { values } = parseArgs({
  options: {
    estate: { type: "string", default: "globalcart" },
    "api-port": { type: "string", default: "0" },
    "socks-port": { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    "ca-file": { type: "string" },
  },
});

try {
  const twin = await startTwin({
    estate: loadEstate(values.estate),
    apiPort: Number(values["api-port"]),
    socksPort: Number(values["socks-port"]),
    seed: Number(values.seed),
  });
  // whoever is to trust the services' certificates reads it from there, as Node.js does at its start
  if (values["ca-file"] !== undefined) writeFileSync(values["ca-file"], twin.world.certificates.pem);
  process.stdout.write(`${JSON.stringify({ apiUrl: twin.apiUrl, socksUrl: twin.socksUrl })}\n`);
  const stop = (): void => void twin.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  // What was opened before the failure would keep the process alive: it ends here.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () =>
    process.exit(error instanceof EstateError ? 2 : 1),
  );
}
