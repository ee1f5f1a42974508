import type { LinkSighting } from "@skylane/core";

const TEXT_LENGTH = 256;

export const ociKey = (id: string): string => `oci/${id}`;
/** Text from outside, short enough for the model. */
export const clipped = (text: string): string => text.slice(0, TEXT_LENGTH).toWellFormed();

interface Named {
  readonly id: string;
  readonly displayName?: string | undefined;
  readonly freeformTags?: Readonly<Record<string, unknown>> | undefined;
  /** `namespace` → key → value, of any simple type. */
  readonly definedTags?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
}

/** What every thing of Oracle's has in common; defined tags are `namespace.key`. */
export const commonOf = (
  { tenancyId, regionId }: { readonly tenancyId: string; readonly regionId: string },
  one: Named,
) => ({
  key: ociKey(one.id),
  cloud: "oci" as const,
  accountId: tenancyId,
  regionId,
  nativeId: one.id,
  ...(one.displayName !== undefined && { name: clipped(one.displayName) }),
  tags: tagsOf(one),
});

const tagsOf = ({ freeformTags, definedTags }: Named): Record<string, string> =>
  Object.fromEntries(
    [
      ...Object.entries(definedTags ?? {}).flatMap(([namespace, tags]) =>
        Object.entries(tags).map(([name, value]) => [`${namespace}.${name}`, value] as const),
      ),
      ...Object.entries(freeformTags ?? {}),
    ].map(([name, value]) => [clipped(name), clipped(String(value))]),
  );

/** A moment as milliseconds; `undefined` if it is none. */
export function momentOf(time: string | undefined): number | undefined {
  const ms = Date.parse(time ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

/** `169.254.1.1/30` → `169.254.1.1` */
export const addressOf = (text: string | undefined): string | undefined => text?.split("/")[0] || undefined;

export function asnOf(text: string | number | undefined): number | undefined {
  const asn = Number(text ?? Number.NaN);
  return Number.isSafeInteger(asn) && asn > 0 ? asn : undefined;
}

/** `1 Gbps`, `10 Gbps`, `500 Mbps` */
export function mbpsOf(shape: string | undefined): number | undefined {
  const [, amount, unit] = /^([\d.]+)\s*(M|G|T)bps$/i.exec(shape ?? "") ?? [];
  const mbps = Number(amount) * ({ m: 1, g: 1_000, t: 1_000_000 }[unit?.toLowerCase() ?? ""] ?? Number.NaN);
  return mbps > 0 && Number.isFinite(mbps) ? mbps : undefined;
}

const PROVISIONING: Readonly<Record<string, LinkSighting["provisioning"]>> = {
  AVAILABLE: "ready",
  PROVISIONED: "ready",
  PROVISIONING: "pending",
  UPDATING: "pending",
  PENDING_PROVIDER: "pending",
  VERIFYING: "pending",
  FAILED: "failed",
  INACTIVE: "failed",
};
export const provisioningOf = (lifecycleState: string | undefined): LinkSighting["provisioning"] =>
  PROVISIONING[lifecycleState ?? ""] ?? "unknown";

/** Only what is there: absent facts are left out. */
export const present = <T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
