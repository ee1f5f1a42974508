import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { TopologyView } from "@skylane/core";
import { readInstance } from "@skylane/local";
import { loadConfig } from "@skylane/runtime/load-config";
import * as z from "zod";
import { type ApiClient, apiClient } from "../api-client.ts";
import { CliError } from "../cli-error.ts";
import { until, within } from "../drill/until.ts";
import { exitCodes } from "../exit-codes.ts";
import { note, progress } from "../output.ts";

/** Where a request goes: to a Skylane that runs, or to one in a world of its own, started for it. */
export interface AskTarget {
  readonly url?: string;
  readonly data: string;
  readonly as?: string;
  /** Start a world of this estate where nothing runs from the data folder. */
  readonly estate?: string;
  readonly config?: string;
}

const START_TIMEOUT_MS = 60_000;
const LOOK_TIMEOUT_MS = 90_000;
const BINARY = resolve(import.meta.dirname, "../../bin/skylane.mjs");

/**
 * The API of the Skylane that is named, or runs from the data folder; with `estate`, one is started in the background if none does,
 * and goes on: what was built there can be looked at and undone. @throws CliError if it does not start, or runs with another estate
 */
export async function runningSkylane({ url, data, as, estate, config }: AskTarget): Promise<ApiClient> {
  const api = (): ApiClient => apiClient({ data, ...(url !== undefined && { url }), ...(as !== undefined && { as }) });
  if (url === undefined && estate !== undefined) {
    if (readInstance(data) === undefined) await startBehind(data, estate, config);
    await requireEstate(api(), estate, data);
  }
  const client = api();
  if (estate !== undefined) await untilSeen(client, data);
  return client;
}

async function startBehind(data: string, estate: string, config: string | undefined): Promise<void> {
  progress(`starting ${estate}`);
  mkdirSync(data, { recursive: true });
  const log = openSync(join(data, "up.log"), "a");
  const child = spawn(
    process.execPath,
    [
      BINARY,
      "up",
      "--data",
      data,
      "--estate",
      estate,
      "--port",
      "0",
      ...(config === undefined ? [] : ["--config", config]),
    ],
    { detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  let exitCode: number | undefined;
  child.once("exit", (code) => {
    exitCode = code ?? 1;
  });
  const isUp = await within(START_TIMEOUT_MS, async () => exitCode !== undefined || readInstance(data) !== undefined);
  child.unref();
  progress("");
  if (!isUp || exitCode !== undefined)
    throw new CliError(
      `Skylane did not start with estate ${estate}; ${join(data, "up.log")} says why.`,
      exitCodes.failed,
    );
  note(
    `Skylane runs on in the background; stop it with "skylane down${data === ".skylane" ? "" : ` --data ${data}`}".`,
  );
}

async function requireEstate(api: ApiClient, wanted: string, data: string): Promise<void> {
  const { estate } = await api.get("/lab/health", z.looseObject({ estate: z.string() }));
  if (wanted !== estate && !wanted.includes("/"))
    throw new CliError(
      `What runs from ${data} is estate ${estate}, not ${wanted}. Stop it with "skylane down", or name another folder with --data.`,
      exitCodes.badInput,
    );
}

/** Until every cloud of the configuration was looked at once. */
async function untilSeen(api: ApiClient, data: string): Promise<void> {
  const file = readInstance(data)?.configFile;
  if (file === undefined) return;
  const clouds = Object.keys(loadConfig(file).clouds);
  progress("waiting for the first look at the estate");
  await until("every cloud was looked at", LOOK_TIMEOUT_MS, async () => {
    const { topology } = await api.get("/v1/topology", TopologyView);
    const seen = new Set<string>(
      (topology?.networks ?? []).filter((one) => !one.isDeclaredOnly).map(({ cloud }) => cloud),
    );
    return clouds.every((cloud) => seen.has(cloud));
  });
  progress("");
}
