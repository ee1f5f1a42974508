/** Key of anything of Azure: ids ignore case, so they are compared in lower case. */
export const azureKey = (id: string): string => `azure/${nativeId(id)}`;
export const nativeId = (id: string): string => id.toLowerCase();
export const sameId = (one: string | undefined, other: string | undefined): boolean =>
  typeof one === "string" && typeof other === "string" && nativeId(one) === nativeId(other);

/** The VNet that a subnet, or something in one, is part of. */
export const vnetOfSubnet = (subnetId: string | undefined): string | undefined =>
  /^(.*\/virtualNetworks\/[^/]+)\/subnets\//i.exec(subnetId ?? "")?.[1];

export const groupOf = (id: string | undefined): string => /\/resourceGroups\/([^/]+)/i.exec(id ?? "")?.[1] ?? "";
export const subscriptionOf = (id: string | undefined): string =>
  /^\/subscriptions\/([^/]+)/i.exec(id ?? "")?.[1] ?? "";

/** `West Europe` → `westeurope`: both are in use. */
export const regionOf = (location: unknown): string =>
  typeof location === "string" ? location.toLowerCase().replaceAll(" ", "") : "";

const TEXT_LENGTH = 256;

/** Text from outside, not longer than a discovery takes, cut between characters. */
export const clipped = (text: string): string =>
  text
    .slice(0, TEXT_LENGTH)
    .toWellFormed()
    .replace(/\uFFFD$/, "");

/** What every seen thing says about itself. */
export function commonOf(resource: ArmObject) {
  const id = resource.id ?? "";
  return {
    key: azureKey(id),
    cloud: "azure" as const,
    accountId: subscriptionOf(id),
    regionId: regionOf(resource.location),
    nativeId: nativeId(id),
    ...(resource.name !== undefined && { name: clipped(resource.name) }),
    tags: tagsOf(resource.tags),
  };
}

export interface ArmObject {
  readonly id?: string;
  readonly name?: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export const tagsOf = (tags: Readonly<Record<string, string>> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(tags ?? {}).map(([name, value]) => [clipped(name), clipped(String(value ?? ""))]));

/** Life of a resource, from `provisioningState`. */
export function provisioningOf(state: string | undefined): "ready" | "pending" | "failed" | "unknown" {
  switch (state) {
    case "Succeeded":
      return "ready";
    case "Creating":
    case "Updating":
    case "Deleting":
      return "pending";
    case "Failed":
      return "failed";
    default:
      return "unknown";
  }
}

/** What routing is kept under: the id of a gateway, circuit or hub in lower case. */
export const routingKey = (id: string | undefined): string => nativeId(id ?? "");
