import type { CloudId, DiscoveryGap, MachineUse, SeenService, ServiceKind, StoreUse, UsageReader } from "@skylane/core";
import { oneLine } from "@skylane/core";
import { allBalancers } from "./_balancers.gen.ts";
import type { CloudContext } from "./_shared/define-cloud.ts";
import type {
  BalancerUsage,
  MeasuredMachine,
  ReadBalancers,
  StoresRequest,
  StoreUsage,
  Usage,
  UsageRequest,
} from "./_shared/usage/usage.ts";
import { allStores } from "./_stores.gen.ts";
import { allUsage } from "./_usage.gen.ts";
import type { DiscoveryScopes } from "./discover-clouds.ts";

/** Which services, in which accounts, and how many calls at once. */
export interface UsageScope extends Pick<UsageRequest, "concurrency" | "nowMs" | "signal"> {
  readonly services: readonly SeenService[];
  readonly accounts: DiscoveryScopes;
}

const TEXT_LENGTH = 600;

/** Reads how busy machines were, and how stores are used, from the clouds they are in. A cloud that cannot be asked leaves the others as they are. */
export function makeUsage(
  context: CloudContext,
  { services, ...scope }: UsageScope,
  usages: readonly Usage[] = allUsage,
  stores: readonly StoreUsage[] = allStores,
  counters: readonly BalancerUsage[] = allBalancers,
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
    async readStores(window) {
      const asked = await Promise.all(
        stores.flatMap((one) => {
          const { accounts = [], regions = [] } = scope.accounts[one.cloud] ?? {};
          if (accounts.length === 0) return [];
          const own = services.filter(({ cloud }) => cloud === one.cloud);
          const regionIds = [...new Set([...regions, ...own.map(({ regionId }) => regionId)])];
          const where = { accounts, regionIds, services: own.filter(({ kind }) => kind === "storage") };
          return [storesIn(one, context, { ...scope, ...where, ...window })];
        }),
      );
      return {
        stores: asked.flatMap((one) => one.stores),
        gaps: asked.flatMap(({ gaps }) => gaps.map(saidOf)),
      };
    },
    async readRequests(loadBalancers, window) {
      const asked = await Promise.all(
        counters.flatMap((one) => {
          const own = loadBalancers.flatMap((id) => one.balancerOf(id) ?? []);
          if (own.length === 0) return [];
          const accounts = scope.accounts[one.cloud]?.accounts ?? [];
          return [requestsIn(one, context, { ...scope, accounts, balancers: own, ...window })];
        }),
      );
      return {
        counts: asked.flatMap(({ counts }) => counts),
        gaps: asked.flatMap(({ gaps }) => gaps.map(saidOf)),
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
    return { machines: [], gaps: [brokenIn(usage.cloud, "read the use of machines", error)] };
  }
}

async function requestsIn(
  { cloud, load }: BalancerUsage,
  context: CloudContext,
  request: Parameters<ReadBalancers>[0],
): ReturnType<ReadBalancers> {
  try {
    return await (await load())(context)(request);
  } catch (error) {
    return { counts: [], gaps: [brokenIn(cloud, "read what load balancers count", error)] };
  }
}

async function storesIn(
  { cloud, load, tiersIn }: StoreUsage,
  context: CloudContext,
  request: StoresRequest,
): Promise<{ readonly stores: readonly StoreUse[]; readonly gaps: readonly DiscoveryGap[] }> {
  try {
    const { stores, gaps } = await (await load())(context)(request);
    return { stores: stores.map((one) => ({ ...one, cloud, tiers: tiersIn(one.regionId) })), gaps };
  } catch (error) {
    return { stores: [], gaps: [brokenIn(cloud, "read the use of stores", error)] };
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

const brokenIn = (cloud: CloudId, operation: string, error: unknown): DiscoveryGap => ({
  cloud,
  operation,
  reason: "not-understood",
  message: error instanceof Error ? error.message : String(error),
  todo: `report this with the log: the adapter for ${cloud} met something it does not understand`,
});

const saidOf = ({ cloud, accountId, regionId, operation, message, todo }: DiscoveryGap): string =>
  oneLine(`${[cloud, accountId, regionId].filter(Boolean).join(" ")}: ${operation}: ${message}; ${todo}`, TEXT_LENGTH);
