import { setTimeout as sleep } from "node:timers/promises";
import type { LabCase } from "./cases.ts";
import { setInterface } from "./namespaces.ts";
import { type Outage, outageOf } from "./outage.ts";
import { machineMs } from "./remote.ts";
import type { Reaction } from "./roles/controller.ts";
import type { Lab } from "./start-lab.ts";
import { DIRECT_CONNECT } from "./topology.ts";

/** One fault from the first lost request to traffic back on the direct connect. */
export interface LabRun {
  /** Absent = the application had not recovered when patience ended. */
  readonly outage: Outage | undefined;
  /** Absent = the controller did nothing in that time; `holds` says what held it back. */
  readonly reaction: Reaction | undefined;
  readonly holds: readonly string[];
  /** From the fault to the verdict; absent without one. */
  readonly detectMs: number | undefined;
  /** Requests lost while traffic went back to the healed direct connect. */
  readonly lostDuringFailbackCount: number;
}

const PATIENCE_MS = 30_000;
const POLL_MS = 100;
/** A request younger than this may still be on its way: four round trips of the VPN. */
const FLIGHT_MS = 100;
/** What a busy machine holds up for longer than that is late, and not lost. */
const LATE_MS = 500;
/** How long nothing may be lost before the application counts as recovered. */
const CALM_MS = 600;

/** Runs a case once; the lab is as it was before when it returns. */
export async function runCase(lab: Lab, labCase: LabCase): Promise<LabRun> {
  await lab.routers.settled();
  await lab.controller.ask("warmUp", { labCase });
  await lab.controller.ask("watch", null);
  // The fault comes at any phase of the probes, and after one of them.
  await sleep(labCase.probeIntervalMs * (1 + Math.random()));

  const faultMs = machineMs();
  await breakPrimary(lab, labCase);
  const { reaction, holds } = await recovery(lab, faultMs);
  const outage = await outageSince(lab, faultMs - FLIGHT_MS);

  const healedMs = machineMs();
  await healPrimary(lab, labCase);
  const back = await lab.controller.ask("failBack", null);
  await lab.routers.settled();
  await sleep(CALM_MS);
  const during = await settledSince(lab, (back?.startedMs ?? healedMs) - FLIGHT_MS);
  return {
    outage,
    reaction,
    holds,
    detectMs: reaction && reaction.verdictMs - faultMs,
    lostDuringFailbackCount: during.filter(({ isAnswered }) => !isAnswered).length,
  };
}

async function breakPrimary({ links }: Lab, { fault }: LabCase): Promise<void> {
  if (fault === "silent-cut") await links.set(DIRECT_CONNECT.id, { isCut: true });
  else if (fault === "gray-30") await links.set(DIRECT_CONNECT.id, { lossRatio: 0.3 });
  else setInterface("site", DIRECT_CONNECT.interfaceName, false);
}

async function healPrimary({ links, routers }: Lab, { fault }: LabCase): Promise<void> {
  if (fault !== "hard-cut") {
    await links.set(DIRECT_CONNECT.id, { isCut: false, lossRatio: 0 });
    return;
  }
  setInterface("site", DIRECT_CONNECT.interfaceName, true);
  await routers.resetDeadSession();
}

/** Waits until the controller has answered and nothing was lost for a while, or patience ends. */
async function recovery(lab: Lab, faultMs: number) {
  for (;;) {
    await sleep(POLL_MS);
    const seen = await lab.controller.ask("reaction", null);
    const nowMs = machineMs();
    const recent = await sentBetween(lab, nowMs - CALM_MS - FLIGHT_MS, nowMs - FLIGHT_MS);
    const isCalm = recent.length > 0 && recent.every(({ isAnswered }) => isAnswered);
    if ((seen.reaction && isCalm) || nowMs - faultMs > PATIENCE_MS) return seen;
  }
}

async function outageSince(lab: Lab, fromMs: number): Promise<Outage | undefined> {
  const sent = await settledSince(lab, fromMs);
  return outageOf(sent, await lab.server.ask("arrivedSince", { fromSeq: sent[0]?.seq ?? 0 }));
}

/** Requests since then, and what has become of them after a while. */
async function settledSince(lab: Lab, fromMs: number) {
  const toMs = machineMs();
  await sleep(LATE_MS);
  return await sentBetween(lab, fromMs, toMs);
}

const sentBetween = async ({ client }: Lab, fromMs: number, toMs: number) =>
  (await client.ask("since", { fromMs })).filter(({ sentMs }) => sentMs <= toMs);
