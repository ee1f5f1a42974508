import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventPage, type Incident, Overview } from "@skylane/core";
import { type Instance, startInstance } from "@skylane/local";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { parse } from "yaml";
import { sparedOfLoad } from "./spared-of-load.ts";

const root = join(import.meta.dirname, "../..");

interface Options {
  readonly seed: number;
  /** Makes the configuration it runs with of the example's, both as YAML. */
  readonly configure?: (shipped: string) => string;
  /** The world it runs against: a shipped one's name, or a file. */
  readonly estate?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long `until` waits where it is not told. */
  readonly patienceMs?: number;
}

/** Skylane with a world of its own for all tests of a file, in a folder that goes with them, and how they speak to it. */
export function runningSkylane({
  seed,
  configure = (shipped) => shipped,
  estate = anyPorts.estate,
  env = {},
  patienceMs = 120_000,
}: Options) {
  let folder: string;
  let instance: Instance;
  beforeAll(async () => {
    console.log(`scenario seed ${seed}`);
    folder = mkdtempSync(join(tmpdir(), "skylane-scenario-"));
    const configFile = join(folder, "skylane.yaml");
    const config = parse(configure(readFileSync(join(root, "examples/globalcart/skylane.yaml"), "utf8")));
    const thresholds = { ...sparedOfLoad, ...config.thresholds };
    writeFileSync(configFile, JSON.stringify({ ...config, thresholds }));
    // no test spends on a model because somebody has a key
    const own = { ANTHROPIC_API_KEY: "", ...env };
    const dataFolder = join(folder, "data");
    instance = await startInstance({ ...anyPorts, estate, dataFolder, configFile, seed, env: own });
  }, 180_000);
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
  const send = async (...order: Parameters<typeof call>) => {
    const answer = await call(...order);
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
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
    send,
    /** Sends what is to be taken; answers what came of it, and fails with why it was not. */
    async order(...order: Parameters<typeof call>) {
      const { status, body } = await send(...order);
      expect(status, `${order[0]} ${order[1]}: ${JSON.stringify(body)}`).toBeLessThan(300);
      return body;
    },
    overview,
    /** Until an incident is what it is to become; else it is shown with all that it says of itself. */
    reaches: (incidentId: unknown, status: Incident["status"]) =>
      until(async () =>
        expect((await overview()).incidents.find(({ id }) => id === incidentId)).toMatchObject({ status }),
      ),
    events,
    eventsOf: async (type: string) => (await events()).filter(({ event }) => event.type === type),
    until,
    /** Until every path is up. */
    untilAllUp: () =>
      until(async () => {
        const { paths } = await overview();
        expect(paths.filter(({ state }) => state !== "up").map(({ id, state }) => `${id} is ${state}`)).toEqual([]);
      }),
    /** Until a group is where it belongs, each of its paths is up, and every sample that was lost has left the window. */
    async untilClean(groupId: string) {
      const askedAtMs = new Map<string, number>();
      await until(async () => {
        const now = await overview();
        const away = now.incidents.filter((one) => one.groupId === groupId && ["open", "moved"].includes(one.status));
        // a path that faltered on a busy machine was left rightly; the way back is refused while it is not up for good
        const isDue = ({ id, status }: Incident): boolean =>
          status === "moved" && Date.now() - (askedAtMs.get(id) ?? 0) > ASK_AGAIN_MS;
        for (const { id } of away.filter(isDue)) {
          askedAtMs.set(id, Date.now());
          await send("POST", `/v1/incidents/${id}/fail-back`, {});
        }
        expect(away.map(({ id, status }) => `${id} is ${status}`)).toEqual([]);
        const own = now.paths.filter((path) => path.groupId === groupId);
        const unfit = own.filter(({ state, recent }) => state !== "up" || recent.includes(null));
        expect(unfit.map(({ id, state, recent }) => ({ id, state, recent }))).toEqual([]);
      });
    },
    runNow: (name: string, input: object = {}) => runNow(instance.info.awsUrl, name, input),
  };
}

/** The example's estate, on whatever ports are free. */
export const anyPorts = { estate: "globalcart", port: 0, awsPort: 0, twinPort: 0, socksPort: 0 } as const;

const ASK_AGAIN_MS = 5_000;

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
