import type { LinkSighting } from "@skylane/core";

const TEXT_LENGTH = 256;

export const awsKey = (id: string): string => `aws/${id}`;

/** Text from outside, not longer than a discovery takes, cut between characters. */
export const clipped = (text: string): string =>
  text
    .slice(0, TEXT_LENGTH)
    .toWellFormed()
    .replace(/\uFFFD$/, "");

/** EC2 writes `Key`, Direct Connect `key`. */
export interface AwsTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}

/** Where something was seen. */
export interface Place {
  readonly accountId: string;
  /** Empty for what is global. */
  readonly regionId: string;
}

/** What every seen thing says about itself. `name` goes before the tag `Name`, which is how most of AWS is named. */
export function commonOf(
  { accountId, regionId }: Place,
  id: string,
  tags: readonly AwsTag[] | undefined,
  name?: string | undefined,
) {
  const { Name, ...others } = tagsOf(tags);
  const shown = name === undefined || name === "" ? Name : clipped(name);
  return {
    key: awsKey(id),
    cloud: "aws" as const,
    accountId,
    regionId,
    nativeId: id,
    ...(shown !== undefined && { name: shown }),
    tags: others,
  };
}

const tagsOf = (tags: readonly AwsTag[] | undefined): Record<string, string> =>
  Object.fromEntries(
    (tags ?? []).flatMap((tag) => {
      const name = tag.Key ?? tag.key;
      return name === undefined ? [] : [[clipped(name), clipped(tag.Value ?? tag.value ?? "")]];
    }),
  );

/** What is on its way out still shows for up to an hour, and is no link any more. */
const GONE = new Set(["deleted", "deleting", "rejected", "rejecting", "expired", "detached"]);
export const isGone = (state: string | undefined): boolean =>
  typeof state === "string" && GONE.has(state.toLowerCase());

/** Life of a resource, from whichever of AWS's words for it. */
export function provisioningOf(state: string | undefined): LinkSighting["provisioning"] {
  switch (state?.toLowerCase()) {
    case "available":
    case "active":
    case "associated":
    case "attached":
    // of a port or interface that is there and has no light, or is under a failover test
    case "down":
    case "testing":
      return "ready";
    case "failed":
    case "failing":
      return "failed";
    case undefined:
    case "unknown":
      return "unknown";
    default:
      return "pending";
  }
}

/** Autonomous system numbers come as numbers and as text. */
export function asnOf(asn: string | number | undefined): number | undefined {
  const number = Number(asn ?? Number.NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** `500Mbps`, `10Gbps`, `1.5 Gbps` in Mbps. */
export function mbpsOf(bandwidth: string | undefined): number | undefined {
  const [, amount, unit] = /^([\d.]+)\s*([MGT])bps$/i.exec(bandwidth ?? "") ?? [];
  const mbps = Number(amount) * ({ m: 1, g: 1_000, t: 1_000_000 }[unit?.toLowerCase() ?? ""] ?? Number.NaN);
  return mbps > 0 && Number.isFinite(mbps) ? mbps : undefined;
}

/** `169.254.1.1/30` as `169.254.1.1`. */
export const addressOf = (range: string | undefined): string | undefined => range?.split("/")[0] || undefined;

/** A moment as the SDK hands it over; `undefined` if it is none. */
export function momentOf(time: Date | undefined): number | undefined {
  const ms = time instanceof Date ? time.getTime() : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** Last part of an ARN: the resource's own id. */
export const idOfArn = (arn: string | undefined): string | undefined =>
  typeof arn === "string" ? arn.split(/[/:]/).at(-1) || undefined : undefined;

/** Only what is there: absent facts are left out. */
export const present = <T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** A list of objects in an answer, as far as it is one. */
export const listOf = <T extends object>(list: readonly T[] | undefined): readonly T[] =>
  Array.isArray(list) ? (list as readonly T[]).filter((one) => typeof one === "object" && one !== null) : [];

/** Things by their ids, the first of each; what has none is left out. */
export function byId<T>(all: readonly T[], idOf: (one: T) => string | undefined): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const one of all) {
    const id = idOf(one);
    if (id !== undefined && !found.has(id)) found.set(id, one);
  }
  return found;
}
