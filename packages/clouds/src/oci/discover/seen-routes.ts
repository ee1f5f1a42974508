import type { SeenRoute } from "@skylane/core";
import type { RegionAnswers } from "./answers.ts";
import { ociKey } from "./words.ts";

type Next = SeenRoute["next"];

/** Routes of VCNs' tables and of DRGs' tables. Names of Oracle's own services instead of prefixes are left out. */
export const seenRoutes = (answers: RegionAnswers): SeenRoute[] => [...vcnRoutes(answers), ...drgRoutes(answers)];

const vcnRoutes = ({ routeTables }: RegionAnswers): SeenRoute[] =>
  routeTables.flatMap(({ id, vcnId, routeRules }) =>
    (routeRules ?? []).flatMap((rule): SeenRoute[] => {
      const prefix = rule.destination ?? rule.cidrBlock;
      if (prefix === undefined || (rule.destinationType ?? "CIDR_BLOCK") !== "CIDR_BLOCK") return [];
      const isLocal = rule.routeType === "LOCAL";
      return [
        {
          cloud: "oci",
          owner: ociKey(vcnId),
          tableId: id,
          prefix,
          next: isLocal ? { kind: "local" } : nextOf(rule.networkEntityId),
          origin: isLocal ? "system" : "static",
          isActive: true,
        },
      ];
    }),
  );

/** The second part of an OCID says what it names. */
function nextOf(entityId: string | undefined): Next {
  switch (entityId?.split(".")[1]) {
    case "internetgateway":
    case "natgateway":
      return { kind: "internet" };
    case "drg":
      return { kind: "gateway", key: ociKey(entityId ?? "") };
    case "localpeeringgateway":
      return { kind: "link", key: ociKey(entityId ?? "") };
    case "servicegateway":
      return { kind: "gateway" };
    case "privateip":
      return { kind: "interface" };
    default:
      return { kind: "none" };
  }
}

function drgRoutes({ drgRoutes: rows, drgAttachments, tunnels }: RegionAnswers): SeenRoute[] {
  const nextByAttachment = new Map(drgAttachments.map((one) => [one.id, nextOfAttachment(one, tunnels)]));
  return rows.flatMap(({ drgId, tableId, rule }): SeenRoute[] =>
    rule.destination === undefined || rule.destinationType === "SERVICE_CIDR_BLOCK"
      ? []
      : [
          {
            cloud: "oci",
            owner: ociKey(drgId),
            tableId,
            prefix: rule.destination,
            next: rule.isBlackhole
              ? { kind: "none" }
              : (nextByAttachment.get(rule.nextHopDrgAttachmentId ?? "") ?? { kind: "none" }),
            origin: rule.routeType === "STATIC" ? "static" : "propagated",
            isActive: rule.isBlackhole !== true && rule.isConflict !== true,
          },
        ],
  );
}

function nextOfAttachment(
  { networkDetails, vcnId }: RegionAnswers["drgAttachments"][number],
  tunnels: RegionAnswers["tunnels"],
): Next {
  const id = networkDetails?.id ?? vcnId;
  if (id === undefined) return { kind: "none" };
  switch (networkDetails?.type ?? "VCN") {
    case "VCN":
      return { kind: "network", key: ociKey(id) };
    case "IPSEC_TUNNEL": {
      // tunnels are parts of the connection that is the link
      const owner = [...tunnels].find(([, parts]) => parts.some(({ tunnel }) => tunnel.id === id));
      return { kind: "link", key: ociKey(owner?.[0] ?? id) };
    }
    case "VIRTUAL_CIRCUIT":
    case "REMOTE_PEERING_CONNECTION":
      return { kind: "link", key: ociKey(id) };
    default:
      return { kind: "none" };
  }
}
