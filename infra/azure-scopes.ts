import type { SkylaneConfig } from "@skylane/core";

/** An actuator or official test of Azure that the configuration uses, and where its objects are. */
export interface AzureSteering {
  readonly actuator: string;
  /** Resource groups, as scopes; the whole subscription only where an id names no group. */
  readonly scopes: readonly string[];
}

/**
 * Where the hub must be able to write in this subscription: the resource groups of the objects that sides and paths name, by
 * actuator. What the configuration does not steer is not touched, and no role reaches it.
 */
export function azureSteering(
  { groups }: Pick<SkylaneConfig, "groups">,
  subscriptionId: string,
): readonly AzureSteering[] {
  const turned = groups.flatMap(({ sides, paths }) => [
    ...sides.flatMap(({ id, steering }) =>
      steering
        ? [{ knob: steering.actuator, where: [steering.settings, ...paths.map(({ handles }) => handles[id] ?? {})] }]
        : [],
    ),
    ...paths.flatMap(({ faultTest }) => (faultTest ? [{ knob: faultTest.test, where: [faultTest.settings] }] : [])),
  ]);
  const scopes = new Map<string, Set<string>>();
  for (const { knob, where } of turned) {
    if (!knob.startsWith("azure.")) continue;
    const known = scopes.get(knob) ?? new Set<string>();
    for (const scope of scopesIn(where.flatMap(Object.values), subscriptionId)) known.add(scope);
    scopes.set(knob, known);
  }
  return [...scopes].map(([actuator, found]) => ({ actuator, scopes: [...found].sort() }));
}

function scopesIn(values: readonly string[], subscriptionId: string): readonly string[] {
  const subscription = `/subscriptions/${subscriptionId}`;
  const ids = values.map((value) => /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?/i.exec(value));
  const groups = ids.flatMap((id) =>
    id?.[1]?.toLowerCase() === subscriptionId.toLowerCase() && id[2] !== undefined
      ? [`${subscription}/resourceGroups/${id[2]}`]
      : [],
  );
  return groups.length > 0 || ids.some(Boolean) ? groups : [subscription];
}
