import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Overview } from "@skylane/core";
import { type RegionPair, type RegionStack, startRegions } from "@skylane/local";
import { parse } from "yaml";
import { sparedOfLoad } from "./spared-of-load.ts";

/** Two Regions of Skylane against one twin of GlobalCart, and what a test asks of them. */
export interface TwoRegions extends RegionPair {
  /** Overview as this Region's own tables have it. */
  overview(stack: RegionStack): Promise<Overview>;
  /** What crossed the bus of this Region, or came to it by replication. */
  events(stack: RegionStack): Promise<readonly { readonly type: string; readonly data: Record<string, unknown> }[]>;
  breakLink(connectionId: string): Promise<void>;
  /** How long each call of a cloud's API takes from now on. */
  slowApis(apiLatencyMs: number): Promise<void>;
  /** Status and body of what this Region's API answers to an order for a move. */
  orderMove(stack: RegionStack, groupId: string): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Status and body of what this Region's API answers, to the operator of this machine or to whom `as` names. */
  send(
    stack: RegionStack,
    method: string,
    path: string,
    body?: unknown,
    as?: string,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Lets this Region's stack look at a cloud now: at its start nobody acted yet, and the next look is an hour away. */
  look(stack: RegionStack, cloud: string): Promise<void>;
  /** The state of all clouds' and routers' control planes. */
  state(): Promise<unknown>;
  /** Effective changes of routes that somebody commanded, in order: `dx-usw2-1>vpn-usw2-1`. */
  moves(): Promise<readonly string[]>;
  /** Over which link packets between two addresses go now, there and back. */
  ways(from: string, to: string): Promise<{ readonly forward: readonly string[]; readonly reverse: readonly string[] }>;
}

const root = join(import.meta.dirname, "../..");

/** Starts them with a lease of `leaseMs`, so that nobody waits half a minute for a takeover. */
export async function startTwoRegions(seed: number, leaseMs = 4_000): Promise<TwoRegions> {
  const folder = mkdtempSync(join(tmpdir(), "skylane-regions-"));
  const raw = parse(readFileSync(join(root, "examples/globalcart/skylane.yaml"), "utf8"));
  const regions = { home: "us-east-1", standby: "us-west-2" };
  const config = {
    ...raw,
    regions,
    thresholds: { ...sparedOfLoad, probeIntervalMs: "400 ms", saveIntervalMs: "1 second" },
    failover: { leaseMs: `${leaseMs} ms`, flapPenalty: 0, flapBudgetCount: 100 },
    groups: raw.groups.map((group: object) => ({ ...group, failback: { stableWindowMs: "2 seconds" } })),
  };
  const configFile = join(folder, "skylane.yaml");
  writeFileSync(configFile, JSON.stringify(config));
  const pair = await startRegions(
    { dataFolder: join(folder, "data"), configFile, estate: "globalcart", port: 0, twinPort: 0, socksPort: 0, seed },
    regions,
  );
  const lab = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${pair.twinUrl.replace(/\/$/, "")}/lab${path}`, {
      method,
      ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const bearer = ({ info }: RegionStack) => ({ authorization: `Bearer ${info.token}` });
  const ask = async (stack: RegionStack, path: string): Promise<unknown> =>
    (await fetch(`${stack.info.url}${path}`, { headers: bearer(stack) })).json();
  const send: TwoRegions["send"] = async (stack, method, path, body, as) => {
    const response = await fetch(`${stack.info.url}${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        ...bearer(stack),
        ...(as !== undefined && { "x-skylane-as": as }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    ...pair,
    send,
    async look(stack, cloud) {
      const path = "/2015-03-31/functions/skylane-discover-cloud/invocations";
      const response = await fetch(`${stack.info.awsUrl}${path}`, { method: "POST", body: JSON.stringify({ cloud }) });
      if (!response.ok || response.headers.has("x-amz-function-error")) throw new Error(await response.text());
    },
    state: () => lab("GET", "/state"),
    overview: async (stack) => Overview.parse(await ask(stack, "/v1/overview")),
    async events(stack) {
      const page = (await ask(stack, "/v1/events?limit=500")) as {
        events: { event: { type: string; data: Record<string, unknown> } }[];
      };
      return page.events.map(({ event }) => event);
    },
    breakLink: async (connectionId) =>
      void (await lab("POST", "/faults", { kind: "blackhole", target: { connectionId } })),
    slowApis: async (apiLatencyMs) => void (await lab("PUT", "/realism", { apiLatencyMs, apiJitterMs: 0 })),
    orderMove: (stack, groupId) => send(stack, "POST", "/v1/failovers", { groupId }),
    async moves() {
      const { changes } = (await lab("GET", "/changes")) as { changes: { from: string; to: string }[] };
      return changes.map(({ from, to }) => `${from}>${to}`);
    },
    async ways(from, to) {
      const { forward, reverse } = (await lab("GET", `/trace?from=${from}&to=${to}`)) as Record<
        "forward" | "reverse",
        { over: string[] }
      >;
      return { forward: forward.over, reverse: reverse.over };
    },
    async stop() {
      await pair.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
