import { createHash } from "node:crypto";
import type { LinkSighting } from "@skylane/core";
import { circuitPrice } from "../prices/link-months.ts";
import type { RegionAnswers, VirtualCircuit } from "./answers.ts";
import { addressOf, asnOf, clipped, commonOf, mbpsOf, momentOf, ociKey, present, provisioningOf } from "./words.ts";

/** FastConnect virtual circuits. One without a DRG, as a public one, ends at itself. */
export const seenCircuits = (answers: RegionAnswers): LinkSighting[] =>
  answers.virtualCircuits.map((circuit) => {
    const bandwidthMbps = mbpsOf(circuit.bandwidthShapeName);
    return {
      ...commonOf(answers, circuit),
      kind: "fastconnect",
      aliases: circuit.displayName === undefined ? [] : [circuit.displayName],
      at: ociKey(circuit.gatewayId ?? circuit.id ?? ""),
      join: joinOf(circuit),
      provisioning: provisioningOf(circuit.lifecycleState),
      control: controlOf(circuit),
      isEncrypted: false,
      isPublic: circuit.type === "PUBLIC",
      isBfdOn: circuit.isBfdEnabled === true,
      ...present({
        bandwidthMbps,
        createdAtMs: momentOf(circuit.timeCreated),
        carrier: circuit.providerName === undefined ? undefined : clipped(circuit.providerName),
        listPrice: circuitPrice(bandwidthMbps, answers.regionId),
      }),
    };
  });

function controlOf({ bgpSessionState }: VirtualCircuit): LinkSighting["control"] {
  if (bgpSessionState === "UP") return "up";
  return bgpSessionState === "DOWN" ? "down" : "unknown";
}

function joinOf(circuit: VirtualCircuit): LinkSighting["join"] {
  const mappings = circuit.crossConnectMappings ?? [];
  const mapping = mappings.find(({ oracleBgpPeeringIp }) => oracleBgpPeeringIp !== undefined) ?? mappings[0];
  const key = circuit.providerServiceKeyName;
  return present({
    sharedId: circuit.sharedConnectionUuid ?? (key ? linkKeyHash(key) : undefined),
    localInsideIp: addressOf(mapping?.oracleBgpPeeringIp),
    peerInsideIp: addressOf(mapping?.customerBgpPeeringIp),
    localAsn: asnOf(circuit.oracleBgpAsn),
    peerAsn: asnOf(circuit.customerAsn ?? circuit.customerBgpAsn),
    vlan: mapping?.vlan,
  });
}

/** The key pairs a circuit with the other cloud's and is secret; its hash tells two ends that they have the same one. */
const linkKeyHash = (key: string): string => createHash("sha256").update(`skylane-link-key:${key}`).digest("hex");
