import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventPage, Overview } from "@skylane/core";
import { type Instance, startInstance } from "@skylane/local";
import { afterAll, beforeAll, expect, vi } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Options {
  readonly seed: number;
  /** Makes the configuration it runs with of the example's, both as YAML. */
  readonly configure?: (shipped: string) => string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long `until` waits where it is not told. */
  readonly patienceMs?: number;
}

/** Skylane with a world of its own for all tests of a file, in a folder that goes with them, and how they speak to it. */
export function runningSkylane({ seed, configure = (shipped) => shipped, env = {}, patienceMs = 60_000 }: Options) {
  let folder: string;
  let instance: Instance;
  beforeAll(async () => {
    console.log(`scenario seed ${seed}`);
    folder = mkdtempSync(join(tmpdir(), "skylane-scenario-"));
    const configFile = join(folder, "skylane.yaml");
    writeFileSync(configFile, configure(readFileSync(join(root, "examples/globalcart/skylane.yaml"), "utf8")));
    // no test spends on a model because somebody has a key
    const own = { ANTHROPIC_API_KEY: "", ...env };
    instance = await startInstance({ ...anyPorts, dataFolder: join(folder, "data"), configFile, seed, env: own });
  }, 90_000);
  afterAll(async () => {
    await instance?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${instance.info.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${instance.info.token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const get = async (path: string): Promise<unknown> => (await call("GET", path)).json();
  const overview = async () => Overview.parse(await get("/v1/overview"));
  const events = async () => EventPage.parse(await get("/v1/events?limit=500")).events;
  const until = (check: () => Promise<void>, timeout = patienceMs): Promise<void> =>
    vi.waitFor(check, { timeout, interval: 100 });
  return {
    instance: () => instance,
    /** A file in its folder: `skylane.yaml`, and all that it wrote itself under `data/`. */
    fileOf: (name: string): string => join(folder, name),
    call,
    get,
    async send(...order: Parameters<typeof call>) {
      const answer = await call(...order);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    overview,
    statusOf: async (incidentId: unknown) => (await overview()).incidents.find(({ id }) => id === incidentId)?.status,
    events,
    eventsOf: async (type: string) => (await events()).filter(({ event }) => event.type === type),
    until,
    untilAllUp: () =>
      until(async () => expect((await overview()).paths.every(({ state }) => state === "up")).toBe(true)),
    runNow: (name: string, input: object = {}) => runNow(instance.info.awsUrl, name, input),
  };
}

/** The example's estate, on whatever ports are free. */
export const anyPorts = { estate: "globalcart", port: 0, awsPort: 0, twinPort: 0, socksPort: 0 } as const;

/** Has a scheduled function come early. */
async function runNow(awsUrl: string, name: string, input: object): Promise<void> {
  const answer = await fetch(`${awsUrl}/schedules/early-${name}-${crypto.randomUUID().slice(0, 8)}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: "AWS4-HMAC-SHA256 Credential=x/x/us-east-1/scheduler/x",
    },
    body: JSON.stringify({
      ScheduleExpression: `at(${new Date(Date.now() + 1_000).toISOString().slice(0, 19)})`,
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: {
        Arn: `arn:aws:lambda:us-east-1:000000000000:function:skylane-${name}`,
        RoleArn: "arn:aws:iam::000000000000:role/skylane-scheduler",
        Input: JSON.stringify(input),
      },
    }),
  });
  expect(answer.status).toBe(200);
}
