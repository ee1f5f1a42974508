import { type BillLine, type MachineUse, type Money, moneyNumber, type SeenService, ZERO } from "@skylane/core";
import { matcher } from "../allocate/match.ts";
import { lastPartOf } from "../resource-id.ts";
import type { AdviceSources } from "./gather-inputs.ts";
import type { ResourceUse } from "./inputs.ts";

const HOUR_MS = 3_600_000;
const HOURS_PER_DAY = 24;
/** What an hour costs is known when it was billed and measured on this many days. */
const LEAST_DAYS = 7;

/**
 * Machines that were measured and that the bill names. Left out is what the bill says nothing certain of: what is paid in advance, whose
 * price is not saved by using less, and what is billed in another currency. `undefined` = nothing was measured, or nothing is billed.
 */
export function gatherUsage({
  machines,
  lines,
  topology,
  billedUntilDay,
  config: { costs },
}: Pick<AdviceSources, "billedUntilDay" | "config" | "lines" | "machines" | "topology">):
  | readonly ResourceUse[]
  | undefined {
  if (machines.length === 0 || billedUntilDay === undefined || costs.currency !== "USD") return undefined;
  const services = new Map((topology.services ?? []).map((one) => [one.key, one]));
  const byId = Map.groupBy(lines.filter(isCompute), ({ resourceId = "" }) => lastPartOf(resourceId));
  const isNonProduction = matcher(costs.savings.nonProduction);
  return machines.flatMap((machine): readonly ResourceUse[] => {
    const service = services.get(machine.serviceKey);
    if (!service) return [];
    const own = (byId.get(lastPartOf(machine.billedAs)) ?? []).filter((line) => isFor(line, machine, service));
    const billed = own.filter(({ day }) => isWithin(day, machine, billedUntilDay));
    const [first] = billed;
    const usdPerHour = usdPerHourOf(machine, billed);
    if (!first || usdPerHour === undefined) return [];
    return [
      {
        resourceId: service.nativeId,
        scope: { kind: "service", id: first.serviceName.slice(0, 400) },
        isNonProduction: billed.every(isNonProduction),
        usdPerHour,
        startMs: machine.startMs,
        cpuRatio: machine.cpuRatio,
        memoryRatio: machine.memoryRatio,
        sizes: machine.smallerSizes.map(({ name, ofNowRatio }) => ({
          name,
          usdPerHour: usdPerHour * ofNowRatio,
          cpuOfNow: ofNowRatio,
          memoryOfNow: ofNowRatio,
        })),
      },
    ];
  });
}

const isCompute = ({ category, serviceCategory, resourceId, transfer }: BillLine): boolean =>
  category === "Usage" && serviceCategory === "Compute" && resourceId !== undefined && transfer === undefined;

/** Bills name a machine by its id, or by a path or ARN that ends in it; of the same name there may be several elsewhere. */
function isFor(
  { cloud, subAccountId, resourceId = "" }: BillLine,
  { billedAs }: MachineUse,
  service: SeenService,
): boolean {
  const [said, id] = [resourceId.toLowerCase(), billedAs.toLowerCase()];
  return (
    cloud === service.cloud &&
    (subAccountId === undefined || subAccountId.toLowerCase() === service.accountId.toLowerCase()) &&
    (said === id || said.endsWith(id.startsWith("/") ? id : `/${id}`))
  );
}

/** Days that were measured from their first hour to their last, and are billed whole. */
function isWithin(day: string, { startMs, cpuRatio }: MachineUse, billedUntilDay: number): boolean {
  const dayMs = Date.parse(day);
  const hour = (dayMs - startMs) / HOUR_MS;
  return hour >= 0 && hour + HOURS_PER_DAY <= cpuRatio.length && dayMs / (HOURS_PER_DAY * HOUR_MS) < billedUntilDay;
}

/** What it cost over the hours that it ran: a machine that stands still has no points. `undefined` = not known. */
function usdPerHourOf(machine: MachineUse, billed: readonly BillLine[]): number | undefined {
  if (billed.some(({ commitment, currency }) => commitment !== undefined || currency !== "USD")) return undefined;
  const days = new Set(billed.map(({ day }) => day));
  const hours = [...days].map((day) => {
    const from = (Date.parse(day) - machine.startMs) / HOUR_MS;
    return machine.cpuRatio.slice(from, from + HOURS_PER_DAY).filter((ratio) => ratio !== undefined).length;
  });
  const hourCount = hours.reduce((sum, count) => sum + count, 0);
  if (hours.filter((count) => count > 0).length < LEAST_DAYS) return undefined;
  const usd = moneyNumber(billed.reduce((sum, line) => (sum + line.billed) as Money, ZERO)) / hourCount;
  return usd > 0 ? usd : undefined;
}
