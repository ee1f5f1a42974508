import type * as z from "zod";
import { contains } from "../world/prefix.ts";
import { checkApplications } from "./application.ts";
import { type CheckedServices, checkServices } from "./check-services.ts";

interface Checked extends CheckedServices {
  readonly networks: readonly {
    readonly id: string;
    readonly cidrs: readonly string[];
    readonly gatewayId?: string | undefined;
    readonly gatewayTableId?: string | undefined;
    readonly routes: readonly { readonly connectionId: string }[];
  }[];
  readonly gateways: readonly {
    readonly id: string;
    readonly tables: readonly string[];
    readonly kind: string;
    readonly cloud: string;
    readonly vpcId?: string | undefined;
  }[];
  readonly connections: readonly { readonly id: string; readonly a: CheckedEnd; readonly b: CheckedEnd }[];
  readonly flows: readonly { readonly id: string; readonly source: string; readonly destination: string }[];
  readonly canaries: readonly { readonly gatewayId: string }[];
  readonly applications: Parameters<typeof checkApplications>[0]["applications"];
}
interface CheckedEnd {
  readonly at: string;
  readonly propagatesTo: readonly string[];
  readonly associatedTableId?: string | undefined;
}

/** Adds an issue for each duplicate id and each name or address that belongs to nothing. */
export function checkEstate(estate: Checked, context: z.RefinementCtx): void {
  const complain = (path: PropertyKey[], message: string): void => context.addIssue({ code: "custom", path, message });
  const places = new Set([...estate.networks, ...estate.gateways].map(({ id }) => id));
  const gateways = new Set(estate.gateways.map(({ id }) => id));
  const tables = new Set(estate.gateways.flatMap((gateway) => gateway.tables));
  const connections = new Set(estate.connections.map(({ id }) => id));
  const cidrs = estate.networks.flatMap((network) => network.cidrs);

  for (const kind of ["networks", "gateways", "connections", "flows"] as const) {
    const seen = new Set<string>();
    estate[kind].forEach(({ id }, i) => {
      if (seen.has(id)) complain([kind, i, "id"], `"${id}" is used twice; ids must be unique`);
      seen.add(id);
    });
  }
  estate.networks.forEach((network, i) => {
    if (network.gatewayId !== undefined && !gateways.has(network.gatewayId))
      complain(["networks", i, "gatewayId"], `names gateway "${network.gatewayId}", which is not declared`);
    if (network.gatewayTableId !== undefined && !tables.has(network.gatewayTableId))
      complain(
        ["networks", i, "gatewayTableId"],
        `names route table "${network.gatewayTableId}", which no gateway has`,
      );
    network.routes.forEach(({ connectionId }, j) => {
      if (!connections.has(connectionId))
        complain(
          ["networks", i, "routes", j, "connectionId"],
          `names connection "${connectionId}", which is not declared`,
        );
    });
  });
  estate.gateways.forEach(({ vpcId }, i) => {
    if (vpcId !== undefined && !estate.networks.some(({ id }) => id === vpcId))
      complain(["gateways", i, "vpcId"], `names network "${vpcId}", which is not declared`);
  });
  estate.connections.forEach((connection, i) => {
    for (const end of ["a", "b"] as const) {
      const { at, propagatesTo, associatedTableId } = connection[end];
      if (associatedTableId !== undefined && !tables.has(associatedTableId))
        complain(
          ["connections", i, end, "associatedTableId"],
          `names route table "${associatedTableId}", which no gateway has`,
        );
      if (!places.has(at))
        complain(["connections", i, end, "at"], `names "${at}", which is neither a gateway nor a network`);
      for (const table of propagatesTo)
        if (!tables.has(table))
          complain(["connections", i, end, "propagatesTo"], `names route table "${table}", which no gateway has`);
    }
  });
  estate.flows.forEach((flow, i) => {
    for (const side of ["source", "destination"] as const)
      if (!cidrs.some((range) => contains(range, flow[side])))
        complain(["flows", i, side], `${flow[side]} lies in no network of the estate`);
  });
  estate.canaries.forEach(({ gatewayId }, i) => {
    if (!gateways.has(gatewayId))
      complain(["canaries", i, "gatewayId"], `names gateway "${gatewayId}", which is not declared`);
  });
  checkServices(estate, complain);
  checkApplications(estate, complain);
}
