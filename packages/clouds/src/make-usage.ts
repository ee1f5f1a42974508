import type { CloudId, DiscoveryGap, MachineUse, SeenService, ServiceKind, UsageReader } from "@skylane/core";
import { oneLine } from "@skylane/core";
import type { CloudContext } from "./_shared/define-cloud.ts";
import type { MeasuredMachine, Usage, UsageRequest } from "./_shared/usage/usage.ts";
import { allUsage } from "./_usage.gen.ts";
import type { DiscoveryScopes } from "./discover-clouds.ts";

/** Which services, in which accounts, and how many calls at once. */
export interface UsageScope extends Pick<UsageRequest, "concurrency" | "nowMs" | "signal"> {
  readonly services: readonly SeenService[];
  readonly accounts: DiscoveryScopes;
}

const TEXT_LENGTH = 600;

/** Reads how busy machines were from the clouds they stand in. A cloud that cannot be asked leaves the others as they are. */
export function makeUsage(
  context: CloudContext,
  { services, ...scope }: UsageScope,
  usages: readonly Usage[] = allUsage,
): UsageReader {
  return {
    async read(window) {
      const asked = await Promise.all(
        usages.flatMap((usage) => {
          const machines = services.filter((one) => isMeasuredBy(usage, one));
          return machines.length > 0 ? [readIn(usage, context, { ...scope, machines, ...window })] : [];
        }),
      );
      return {
        machines: asked.flatMap(({ machines }) => machines),
        gaps: [...asked.flatMap(({ gaps }) => gaps.map(saidOf)), ...unmeasured(services, usages)],
      };
    },
  };
}

async function readIn(
  usage: Usage,
  context: CloudContext,
  { accounts, ...request }: Omit<UsageRequest, "accounts"> & { readonly accounts: DiscoveryScopes },
): Promise<{ readonly machines: readonly MachineUse[]; readonly gaps: readonly DiscoveryGap[] }> {
  try {
    const read = (await usage.load())(context);
    const { measured, gaps } = await read({ ...request, accounts: accounts[usage.cloud]?.accounts ?? [] });
    return { machines: measured.flatMap((one) => useOf(one, usage, request.fromMs)), gaps };
  } catch (error) {
    return { machines: [], gaps: [brokenIn(usage.cloud, error)] };
  }
}

function useOf(
  { machine, billedAs = machine.nativeId, size = machine.size, ...ratios }: MeasuredMachine,
  usage: Usage,
  fromMs: number,
) {
  if (ratios.cpuRatio.every((ratio) => ratio === undefined)) return [];
  const smallerSizes = size === undefined ? [] : usage.smallerSizes(size);
  return [{ serviceKey: machine.key, billedAs, startMs: fromMs, ...ratios, smallerSizes }];
}

const MACHINES: ReadonlySet<ServiceKind> = new Set(["ec2-instance", "azure-vm", "gce-instance", "oci-instance"]);

/** Machines that no adapter can measure, a line for each cloud. */
function unmeasured(services: readonly SeenService[], usages: readonly Usage[]): readonly string[] {
  const left = services.filter((one) => MACHINES.has(one.kind) && !usages.some((usage) => isMeasuredBy(usage, one)));
  return [...Map.groupBy(left, ({ cloud }) => cloud)].map(
    ([cloud, own]) =>
      `${cloud}: ${own.length} machines are not measured, for Skylane reads no metrics of machines there`,
  );
}

const isMeasuredBy = ({ cloud, measures }: Usage, one: SeenService): boolean => one.cloud === cloud && measures(one);

const brokenIn = (cloud: CloudId, error: unknown): DiscoveryGap => ({
  cloud,
  operation: "read the use of machines",
  reason: "not-understood",
  message: error instanceof Error ? error.message : String(error),
  todo: `report this with the log: the adapter for ${cloud} met something it does not understand`,
});

const saidOf = ({ cloud, accountId, regionId, operation, message, todo }: DiscoveryGap): string =>
  oneLine(`${[cloud, accountId, regionId].filter(Boolean).join(" ")}: ${operation}: ${message}; ${todo}`, TEXT_LENGTH);
