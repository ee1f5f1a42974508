import type { RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople } from "../../_shared/routes/fit.ts";
import { read } from "../../_shared/routes/markers.ts";
import { command, script } from "../../_shared/routes/shell.ts";

export interface AllowedTarget {
  readonly regionId: string;
  readonly directConnectGatewayId: string;
  /** The transit gateway it is associated with. */
  readonly transitGatewayId: string;
  /** Announce over Direct Connect, or no longer. */
  readonly isAnnounced: boolean;
  readonly prefixes: readonly string[];
}

/** A6: what AWS announces over Direct Connect at all. It is a planned change: every circuit of the gateway is touched. */
export function dxPrefixes(intent: RouteIntent, target: AllowedTarget): RouteConfig {
  const { regionId, directConnectGatewayId, transitGatewayId, isAnnounced, prefixes } = target;
  const association = {
    operation: "direct-connect:DescribeDirectConnectGatewayAssociations",
    input: { directConnectGatewayId, associatedGatewayId: transitGatewayId },
  };
  const associationId = read({ ...association, path: "directConnectGatewayAssociations[0].associationId" });
  const list = prefixes.map((cidr) => ({ cidr }));
  const add = { associationId, addAllowedPrefixesToDirectConnectGateway: list };
  const remove = { associationId, removeAllowedPrefixesToDirectConnectGateway: list };
  const operation = "direct-connect:UpdateDirectConnectGatewayAssociation";
  const find = `id=$(${command("aws directconnect describe-direct-connect-gateway-associations", {
    region: regionId,
    "direct-connect-gateway-id": directConnectGatewayId,
    "associated-gateway-id": transitGatewayId,
    query: "directConnectGatewayAssociations[0].associationId",
    output: "text",
  })})`;
  const update = (verb: "add" | "remove") =>
    `${command("aws directconnect update-direct-connect-gateway-association", {
      region: regionId,
      [`${verb}-allowed-prefixes-to-direct-connect-gateway`]: prefixes.map((cidr) => `cidr=${cidr}`),
    })} --association-id "$id"`;
  const guard = `case "$id" in None|'') printf '%s\\n' "no such association" >&2; exit 1 ;; esac`;
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "dx-allowed-prefixes",
    summary: `${isAnnounced ? "Announce" : "Do not announce"} ${prefixes.join(", ")} over Direct Connect gateway ${directConnectGatewayId}, so that the other side answers over ${forPeople(intent.links[0]?.connectionId ?? "")}. Planned change.`,
    scripts: [
      {
        dialect: "aws",
        apply: script(find, guard, update(isAnnounced ? "add" : "remove")),
        undo: script(find, guard, update(isAnnounced ? "remove" : "add")),
      },
    ],
    calls: [
      {
        operation,
        input: isAnnounced ? add : remove,
        readBack: {
          ...association,
          expect: `association state associated, allowed prefixes ${isAnnounced ? "with" : "without"} ${prefixes.join(", ")}`,
        },
        undo: { operation, input: isAnnounced ? remove : add },
      },
    ],
    notes: [
      "Planned change only, with a person's approval: it holds for every virtual interface of the Direct Connect gateway and takes minutes.",
      isAnnounced
        ? "The undo takes all of these prefixes away: leave out those that were allowed before."
        : "While they are not announced there, Direct Connect is no backup for them: the other link must announce them first.",
      "For one site alone, lower the local preference on its router instead: it is faster, and touches nobody else.",
      "A tag of a customer gateway changes nothing.",
    ],
  };
}
