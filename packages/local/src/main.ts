import { parseArgs } from "node:util";
import { otherRegionOf, SkylaneError } from "@skylane/core";
import { loadSettings } from "@skylane/runtime";
import { loadConfig } from "@skylane/runtime/load-config";
import { newApiToken } from "./gateway/index.ts";
import type { Peers } from "./global-tables/index.ts";
import { openDataFolder } from "./host/data-folder.ts";
import { reportKeyIn } from "./host/report-key.ts";
import { startHost } from "./host/start-host.ts";
import { TOKEN_VARIABLE } from "./instance/supervise-controller.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: ".skylane" },
    port: { type: "string", default: "4620" },
    "aws-port": { type: "string", default: "0" },
    "lab-url": { type: "string" },
    "other-region-url": { type: "string" },
    "witness-url": { type: "string" },
  },
});

try {
  const settings = loadSettings();
  const config = loadConfig(settings.configFile);
  const data = openDataFolder(values.data);
  // secrets reach the handlers by the environment; one that is set there already is the one that counts
  process.env.SKYLANE_SECRET_DRILL_REPORT_KEY ??= reportKeyIn(data.path);
  const host = await startHost({
    data,
    config,
    port: Number(values.port),
    awsPort: Number(values["aws-port"]),
    regionId: settings.regionId,
    accountId: settings.accountId,
    names: settings.names,
    token: takeToken(),
    labUrl: values["lab-url"],
    peers: peersOf(values["other-region-url"], values["witness-url"], otherRegionOf(config, settings.regionId)),
  });
  process.stdout.write(`${JSON.stringify({ url: host.url, awsUrl: host.awsUrl })}\n`);
  const stop = (): void => void host.close().finally(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  // What was opened before the failure would keep the process alive: it ends here.
  const isBadInput = error instanceof SkylaneError && error.kind === "invalid";
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () =>
    process.exit(isBadInput ? 2 : 1),
  );
}

/** The token of this start, which no function needs to find in its environment. Without one a new one is made that nobody knows. */
function takeToken(): string {
  const { [TOKEN_VARIABLE]: token = newApiToken() } = process.env;
  delete process.env[TOKEN_VARIABLE];
  return token;
}

function peersOf(
  otherRegionUrl: string | undefined,
  witnessUrl: string | undefined,
  otherRegionId: string | undefined,
): Peers | undefined {
  if (otherRegionUrl === undefined && witnessUrl === undefined) return undefined;
  if (otherRegionUrl === undefined || witnessUrl === undefined)
    throw new Error("--other-region-url and --witness-url belong together: give both, or neither.");
  if (otherRegionId === undefined)
    throw new Error("--other-region-url is for a configuration with two regions: name home and standby.");
  return { otherRegionId, otherRegionUrl, witnessUrl };
}
