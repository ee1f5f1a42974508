import { setTimeout as pause } from "node:timers/promises";
import { DrillAccepted, DrillReport, IntentRun, IntentView, Overview, TopologyView } from "@skylane/core";
import type { InstanceInfo } from "@skylane/local";
import { parse } from "yaml";
import * as z from "zod";
import { sparedOfLoad } from "./spared-of-load.ts";

const LEADS = ["network-lead@globalcart.example", "security-lead@globalcart.example"] as const;
const PATIENCE_MS = 180_000;
const LOST = "dx-use1-1";
const MOVED_GROUPS: readonly string[] = ["use1-dc1", "usw2-dc2"];
const Fault = z.looseObject({ id: z.string() });

/** What a request for a connection over a path that is there says. */
export const orderProcessor =
  "Connect AWS Lambda OrderProcessor in us-east-1 to Azure SQL orderdb.database.windows.net in East US: < 300 ms, PCI-DSS, about 500 GB a month";
/** What one says between networks that nothing joins. */
const newPair =
  "Connect AWS Lambda CheckoutHandler in us-east-1 to Azure VM pricing in East US on port 443: < 60 ms, encrypted";

/** The example's configuration with a drill that is over soon. */
export function withShortDrill(shipped: string): string {
  const drill = { id: "way-round", kind: "reroute", over: { groupIds: ["usw2-dc2"] } };
  return JSON.stringify({
    ...parse(shipped),
    thresholds: sparedOfLoad,
    drills: [{ ...drill, targetRtoMs: "5 seconds", holdMs: "2 seconds", restMs: "0 seconds" }],
  });
}

/** What stands for `$…` in the addresses of pages that are about one thing. */
export interface Shown {
  readonly incidentId: string;
  readonly pathId: string;
  readonly runId: string;
  readonly id: string;
}

/**
 * Gives an instance with `withShortDrill` something to show: a drill, a connection that was built and one that waits for a
 * signature, an order in force, and a circuit that carries nothing any more with its group on the backup.
 */
export async function makeWorthSeeing(
  info: Pick<InstanceInfo, "url" | "token">,
  /** What people give as their reasons. */
  reason = "the provider announced work",
): Promise<Shown> {
  const send = async (method: string, path: string, body?: object, as?: string): Promise<unknown> => {
    const response = await fetch(`${info.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${info.token}`,
        "content-type": "application/json",
        ...(as !== undefined && { "x-skylane-as": as }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} is answered with ${response.status}: ${text}`);
    return text === "" ? {} : JSON.parse(text);
  };
  const get = (path: string) => send("GET", path);
  const overview = async () => Overview.parse(await get("/v1/overview"));
  /** Nothing is moved or drilled while what was lost is not out of sight. */
  const clean = () =>
    until("the paths that are moved here are up and lost nothing of late", async () => {
      const own = (await overview()).paths.filter(({ groupId }) => MOVED_GROUPS.includes(groupId));
      return own.every(({ state, recent }) => state === "up" && !recent.includes(null)) || undefined;
    });

  await until("the estate was discovered", async () => {
    const { topology } = TopologyView.parse(await get("/v1/topology"));
    const clouds = new Set((topology?.services ?? []).map(({ cloud }) => cloud));
    return topology && topology.connections.length >= 127 && clouds.size >= 4 ? true : undefined;
  });
  await clean();
  const built = IntentRun.parse(await send("POST", "/v1/intents", { text: orderProcessor }));
  for (const lead of LEADS) {
    const { status } = IntentView.parse(await get(`/v1/intents/${built.id}`)).run;
    if (status !== "awaiting-approval") break;
    await send("POST", `/v1/intents/${built.id}:approve`, { planHash: built.plan?.hash, reason }, lead);
  }
  await until("the connection is built", async () => {
    const { run } = IntentView.parse(await get(`/v1/intents/${built.id}`));
    if (run.failure) throw new Error(`the connection was not built: ${run.failure}`);
    return run.status === "fulfilled" ? true : undefined;
  });
  const waiting = IntentRun.parse(await send("POST", "/v1/intents", { text: newPair }));
  const runId = await until("the drill has ended", async () => {
    await clean();
    const { runIds } = DrillAccepted.parse(
      await send("POST", "/v1/drills/way-round/run", { by: "operator@localhost" }),
    );
    const own = runIds[0] ?? "";
    const status = await until("the drill says how it went", async () => {
      const report = await get(`/v1/drills/runs/${own}`).catch(() => undefined);
      const known = DrillReport.safeParse(report);
      return known.success && known.data.run.status !== "running" ? known.data.run.status : undefined;
    });
    return status === "refused" ? undefined : own;
  });
  await send("PUT", "/v1/paths/vpn-usw2-1/override", { to: "avoid", reason, forMs: 7_200_000 });
  await send("PUT", "/v1/kill-switch", { isStopped: false, reason: `over: ${reason}` });
  const incidentId = await until("the group runs on its backup", async () => {
    await clean();
    const known = new Set((await overview()).incidents.map(({ id }) => id));
    const fault = Fault.parse(await send("POST", "/lab/faults", { kind: "blackhole", target: { connectionId: LOST } }));
    const { id, status } = await until("its move is decided", async () =>
      (await overview()).incidents.find(
        (one) => !known.has(one.id) && one.fromPathId === LOST && one.status !== "open",
      ),
    );
    if (status === "moved") return id;
    // on a busy machine more than this may have been lost for a moment, and is held rightly
    await send("DELETE", `/lab/faults/${fault.id}`);
    return undefined;
  });
  return { incidentId, pathId: LOST, runId, id: waiting.id };
}

/** What a look finds, as soon as it finds something. @throws Error that says what was waited for */
async function until<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > untilMs) throw new Error(`It did not come about that ${what}.`);
    await pause(250);
  }
}
