import type { ActiveDrill, DrillRestored, DrillRun } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { isActive } from "../../incident-steps.ts";
import type { FailbackOrder } from "../../order.ts";
import { isFresh } from "../../sighting.ts";
import { readKillSwitch } from "../../use-cases/read-kill-switch.ts";
import type { DrillStep } from "../drill-step.ts";
import { carrierOf, isWhole } from "../measuring.ts";
import { openRounds } from "./ask-round.ts";
import { findGroup, loadHeld, type RunningDeps } from "./load-run.ts";
import { handOver, readAfter, stopTest } from "./take-back.ts";

type EndDeps = RunningDeps & Pick<Deps, "overrides" | "health">;

/** How long after the mandatory end the workflow still waits for the watchdog: its turn, its settling, and its turn again. */
const LATE_MS = 180_000;

/** An order whose effect was not seen has landed by then, so that what it puts on late is taken back as well. */
const LANDING_MS = 45_000;

/** Takes back what the drill has put on. The kill switch does not keep it from that. Safe to repeat. */
export async function stopDrill(deps: EndDeps, step: DrillStep): Promise<{ readonly isStopped: true }> {
  const { active } = await loadHeld(deps, step);
  await bringBack(deps, active);
  deps.log.info("drill stopped", { ...step });
  return { isStopped: true };
}

/** Whether everything reads as before: routes, sessions, health and traffic; asked until it does. `late` = it did not in time. */
export async function checkDrillEnd(
  deps: EndDeps,
  step: DrillStep,
): Promise<{ readonly kind: "back" | "wait" | "late" }> {
  const { run, active } = await loadHeld(deps, step);
  await bringBack(deps, active);
  const restored = await readAll(deps, run, active);
  await deps.drills.save({ run: { ...run, restored } });
  if (restored.isAsBefore) return { kind: "back" };
  return { kind: deps.clock.nowMs() >= active.endsAtMs + LATE_MS ? "late" : "wait" };
}

/** Stops the test, and has traffic moved back: by a fail back, or by the watchdog where that may not or did not run. */
async function bringBack(deps: EndDeps, active: ActiveDrill): Promise<void> {
  if (active.faultAtMs === undefined) return;
  await stopTest(deps, active);
  const incident = await deps.incidents.findActive(active.groupId);
  const isOurs = incident !== undefined && incident.openedAtMs >= active.begunAtMs;
  const isStopped = await readKillSwitch(deps);
  if (isStopped !== false || deps.clock.nowMs() >= active.endsAtMs) return handOver(deps, active);
  if (!isOurs || incident.status !== "moved") return;
  const primary = (await primaryHealth(deps, active)).filter(({ health }) => health.state !== "unknown");
  const [first] = primary;
  if (!first || !primary.every(({ health }) => health.state === "up")) return;
  const order: FailbackOrder = {
    incidentId: incident.id,
    groupId: incident.groupId,
    isManual: true,
    epoch: first.health.epoch,
    waitSeconds: 0,
  };
  await deps.workflows.start("failback", `fb-${incident.id.slice("fo-".length)}-d${first.health.epoch}`, order);
}

async function primaryHealth(deps: EndDeps, { fromPathId }: ActiveDrill) {
  const nowMs = deps.clock.nowMs();
  return (await deps.health.list()).filter((record) => record.pathId === fromPathId && isFresh(record, nowMs));
}

/** What the routes and the test read, and beyond that whether the group is whole again. */
async function readAll(deps: EndDeps, run: DrillRun, active: ActiveDrill): Promise<DrillRestored> {
  const group = findGroup(deps, active.groupId);
  const [read, incident, primary, plan] = await Promise.all([
    readAfter(deps, active),
    deps.incidents.findActive(active.groupId),
    primaryHealth(deps, active),
    deps.plans.find(active.groupId),
  ]);
  const flows = deps.config.flows.filter(({ id }) => plan?.proofFlowIds.includes(id));
  const round = await (await openRounds(deps, group, flows)).ask();
  const carrier = carrierOf(round);
  const open = [
    ...read.open,
    ...((await hasLanded(deps, run, active)) ? [] : ["what was ordered may still be about to begin"]),
    ...(incident && isActive(incident) ? [`incident ${incident.id} is ${incident.status}`] : []),
    ...(primary.length > 0 && primary.every(({ health }) => health.state === "up")
      ? []
      : [`${active.fromPathId} is not up for all who probe it`]),
    ...(isWhole(round) ? [] : [`${round.answeredCount} of ${round.sentCount} requests answered`]),
    ...(round.packets.size === 0 || carrier === active.fromPathId
      ? []
      : [`traffic is on ${carrier ?? "no path"}, not on ${active.fromPathId}`]),
  ];
  return { ...read, open, isAsBefore: open.length === 0 };
}

/** True once what was ordered was seen to begin, or cannot begin any more. */
async function hasLanded(
  { clock, incidents }: EndDeps,
  { measured }: DrillRun,
  { faultAtMs, incidentId }: ActiveDrill,
): Promise<boolean> {
  if (faultAtMs === undefined || measured?.rtoMs !== undefined) return true;
  if (clock.nowMs() - faultAtMs >= LANDING_MS) return true;
  return incidentId !== undefined && (await incidents.find(incidentId)) !== undefined;
}
