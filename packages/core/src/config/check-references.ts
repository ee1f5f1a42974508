import type * as z from "zod";

interface Named {
  readonly id: string;
}

/** The parts of a configuration that name each other. */
interface Referring {
  readonly networks: readonly Named[];
  readonly connections: readonly (Named & { readonly ends: readonly string[] })[];
  readonly vantages: readonly (Named & { readonly networkId: string })[];
  readonly policies: readonly Named[];
  readonly groups: readonly (Named & {
    readonly sides: readonly (Named & { readonly networkId: string; readonly steering?: unknown })[];
    readonly paths: readonly (Named & {
      readonly connectionId: string;
      readonly probe: { readonly vantageId: string; readonly host: string; readonly port: number };
      readonly handles: Readonly<Record<string, unknown>>;
    })[];
    readonly automation: string;
    readonly policyId?: string | undefined;
  })[];
  readonly flows: readonly (Named & {
    readonly groupId?: string | undefined;
    readonly policyId?: string | undefined;
  })[];
}

/** Adds an issue for each duplicate id, each name that is declared nowhere, and each group that could not be moved as it says. */
export function checkReferences(config: Referring, context: z.RefinementCtx): void {
  const complain = (path: PropertyKey[], message: string): void => context.addIssue({ code: "custom", path, message });
  const declared = (kind: keyof Referring): Set<string> => new Set(config[kind].map((one) => one.id));
  const networks = declared("networks");
  const connections = declared("connections");
  const vantages = declared("vantages");
  const policies = declared("policies");
  const groups = declared("groups");
  const need = (set: Set<string>, what: string, id: string, path: PropertyKey[]): void => {
    if (!set.has(id)) complain(path, `names ${what} "${id}", which is not declared; declare it or correct the name`);
  };

  for (const kind of ["networks", "connections", "vantages", "policies", "groups", "flows"] as const)
    unique(config[kind], [kind], complain);
  config.connections.forEach((connection, i) => {
    connection.ends.forEach((end, j) => {
      need(networks, "network", end, ["connections", i, "ends", j]);
    });
  });
  config.vantages.forEach((vantage, i) => {
    need(networks, "network", vantage.networkId, ["vantages", i, "networkId"]);
  });
  config.flows.forEach((flow, i) => {
    if (flow.groupId !== undefined) need(groups, "group", flow.groupId, ["flows", i, "groupId"]);
    if (flow.policyId !== undefined) need(policies, "policy", flow.policyId, ["flows", i, "policyId"]);
  });

  unique(
    config.groups.flatMap((group) => group.paths),
    ["groups", "paths"],
    complain,
  );
  const probedBy = new Map<string, string>();
  config.groups.forEach((group, i) => {
    if (group.policyId !== undefined) need(policies, "policy", group.policyId, ["groups", i, "policyId"]);
    group.sides.forEach((side, j) => {
      need(networks, "network", side.networkId, ["groups", i, "sides", j, "networkId"]);
    });
    if (group.automation === "act" && !group.sides.every((side) => side.steering))
      complain(
        ["groups", i, "automation"],
        `is "act", but a side has no steering; give both sides an actuator or use "advise"`,
      );
    group.paths.forEach((path, j) => {
      const at = ["groups", i, "paths", j];
      need(connections, "connection", path.connectionId, [...at, "connectionId"]);
      need(vantages, "vantage", path.probe.vantageId, [...at, "probe", "vantageId"]);
      const target = `${path.probe.host}:${path.probe.port}`;
      const other = probedBy.get(target);
      if (other)
        complain(
          [...at, "probe", "host"],
          `probes ${target} like path "${other}"; one target probes one path, give each path its own`,
        );
      probedBy.set(target, path.id);
      for (const side of group.sides)
        if (side.steering && !path.handles[side.id])
          complain([...at, "handles"], `lacks "${side.id}"; say how side "${side.id}" sends traffic over this path`);
    });
  });
}

function unique(
  items: readonly Named[],
  path: PropertyKey[],
  complain: (path: PropertyKey[], message: string) => void,
): void {
  const seen = new Set<string>();
  items.forEach(({ id }, i) => {
    if (seen.has(id)) complain([...path, i, "id"], `"${id}" is used twice; ids must be unique`);
    seen.add(id);
  });
}
