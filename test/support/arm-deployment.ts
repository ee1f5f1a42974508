import { type ArmScope, resolveArm } from "./arm-expression.ts";

/** A resource as it would be made. */
export interface ArmResource {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface RawResource {
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly condition?: unknown;
  readonly copy?: { readonly name: string; readonly count: unknown };
  readonly dependsOn?: readonly string[];
  readonly resourceGroup?: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface RawTemplate {
  readonly parameters: Readonly<Record<string, { readonly type: string; readonly defaultValue?: unknown }>>;
  readonly resources: readonly RawResource[];
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
}

/**
 * What Resource Manager would make of a template: parameters filled in, conditions and copies worked out, templates within it
 * too. @throws RangeError where it would refuse: an unknown parameter, one that is missing, a dependency on nothing
 */
export function deployArm(
  template: object,
  given: Readonly<Record<string, unknown>>,
  place: Pick<ArmScope, "subscriptionId" | "resourceGroup">,
): readonly ArmResource[] {
  const { parameters: declared, resources, outputs = {} } = template as RawTemplate;
  for (const name of Object.keys(given))
    if (!Object.hasOwn(declared, name)) throw new RangeError(`parameter ${name} is not declared`);
  const parameters = Object.fromEntries(
    Object.entries(declared).map(([name, { defaultValue }]) => {
      const value = given[name] ?? resolveArm(defaultValue, { ...place, parameters: {} });
      if (value === undefined) throw new RangeError(`parameter ${name} is missing`);
      return [name, value];
    }),
  );
  const scope: ArmScope = { ...place, parameters };
  resolveArm(outputs, scope);
  const all = resources.flatMap((resource) => itemsOf(resource, scope));
  const ids = new Set(all.map(({ id }) => id.toLowerCase()));
  for (const { dependsOn } of all)
    for (const id of dependsOn)
      if (!ids.has(id.toLowerCase())) throw new RangeError(`${id} is depended on, and is not in the template`);
  return all.flatMap(({ isMade, raw, id, name, scope: own }) => {
    if (!isMade) return [];
    if (raw.type !== "Microsoft.Resources/deployments")
      return [{ type: raw.type, id, name, properties: resolveArm(raw.properties, own) as ArmResource["properties"] }];
    const inner = raw.properties as {
      readonly parameters: Readonly<Record<string, { readonly value: unknown }>>;
      readonly template: object;
    };
    const passed = Object.entries(inner.parameters).map(([key, { value }]) => [key, resolveArm(value, own)]);
    const resourceGroup = String(resolveArm(raw.resourceGroup, own));
    return deployArm(inner.template, Object.fromEntries(passed), { ...place, resourceGroup });
  });
}

interface Item {
  readonly raw: RawResource;
  readonly scope: ArmScope;
  readonly id: string;
  readonly name: string;
  readonly isMade: boolean;
  readonly dependsOn: readonly string[];
}

function itemsOf(raw: RawResource, scope: ArmScope): readonly Item[] {
  const count = raw.copy ? Number(resolveArm(raw.copy.count, scope)) : 1;
  return Array.from({ length: count }, (_, index) => {
    const own = raw.copy ? { ...scope, index } : scope;
    const name = String(resolveArm(raw.name, own));
    return {
      raw,
      scope: own,
      name,
      id: idOf(raw.type, name, own),
      isMade: raw.condition === undefined || resolveArm(raw.condition, own) === true,
      dependsOn: resolveArm(raw.dependsOn ?? [], own) as readonly string[],
    };
  });
}

function idOf(type: string, name: string, { subscriptionId, resourceGroup }: ArmScope): string {
  const [namespace = "", ...types] = type.split("/");
  const names = name.split("/");
  if (types.length !== names.length) throw new RangeError(`${name} is no name of a ${type}`);
  const base = `/subscriptions/${subscriptionId}${resourceGroup === undefined ? "" : `/resourceGroups/${resourceGroup}`}`;
  return `${base}/providers/${namespace}${types.map((part, i) => `/${part}/${names[i]}`).join("")}`;
}
