import type { AlarmKind, CloudAlarm } from "@skylane/core";
import * as z from "zod";
import { Instant, oneLineName, plainId, resourceIdsOf, Text } from "../../_shared/alarms/outside-text.ts";
import { idOfArn } from "../discover/words.ts";

/** @see https://docs.aws.amazon.com/network-manager/latest/tgwnm/monitoring-events.html (read 2026-11-21) */
export const NetworkManagerStatus = z.looseObject({
  "detail-type": z.literal("Network Manager Status Update"),
  time: Instant,
  detail: z.looseObject({
    changeType: Text,
    changeDescription: Text.default(""),
    vpnConnectionArn: Text.optional(),
    transitGatewayAttachmentArn: Text.optional(),
    /** Of a core network's attachment. */
    attachmentArn: Text.optional(),
    /** AWS's address of the tunnel. */
    outsideIpAddress: Text.optional(),
  }),
});

const CHANGES: Readonly<Record<string, readonly [kind: AlarmKind, isRaised: boolean]>> = {
  "VPN-CONNECTION-IPSEC-DOWN": ["tunnel-down", true],
  "VPN-CONNECTION-IPSEC-UP": ["tunnel-down", false],
  "VPN-CONNECTION-BGP-DOWN": ["bgp-down", true],
  "VPN-CONNECTION-BGP-ESTABLISH": ["bgp-down", false],
  CONNECT_PEER_BGP_DOWN: ["bgp-down", true],
  CONNECT_PEER_BGP_UP: ["bgp-down", false],
};

/** State of one tunnel of a VPN connection, or of the BGP session in it. */
export function fromNetworkManager({ time, detail }: z.infer<typeof NetworkManagerStatus>): CloudAlarm {
  const { changeType, vpnConnectionArn, transitGatewayAttachmentArn, attachmentArn, outsideIpAddress } = detail;
  const [kind, isRaised] = Object.hasOwn(CHANGES, changeType) ? (CHANGES[changeType] ?? UNKNOWN) : UNKNOWN;
  const about = vpnConnectionArn ?? transitGatewayAttachmentArn ?? attachmentArn;
  return {
    cloud: "aws",
    alarmId: plainId(about ?? "", kind === "other" ? changeType : kind, outsideIpAddress ?? ""),
    kind,
    isRaised,
    atMs: Date.parse(time),
    name: oneLineName(detail.changeDescription || changeType),
    resourceIds: resourceIdsOf([vpnConnectionArn, transitGatewayAttachmentArn, attachmentArn].map(idOfArn)),
  };
}

const UNKNOWN = ["other", true] as const;
