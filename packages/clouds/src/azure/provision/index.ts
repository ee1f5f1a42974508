import type { Provisioner } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { knownByPlace } from "../../_shared/provision/known-by-place.ts";
import { azureWriter, type WriterSurroundings } from "../steer/azure-writer.ts";
import { dnsRecord } from "./dns-record.ts";
import { localGateway } from "./local-gateway.ts";
import { nsgRule } from "./nsg-rule.ts";
import { privateEndpoint } from "./private-endpoint.ts";
import { privateZone } from "./private-zone.ts";
import { publicIp } from "./public-ip.ts";
import { sqlFirewallRule } from "./sql-firewall-rule.ts";
import { subnet } from "./subnet.ts";
import { userRoute } from "./user-route.ts";
import { vnetPeering } from "./vnet-peering.ts";
import { vpnConnection } from "./vpn-connection.ts";
import { vpnGateway } from "./vpn-gateway.ts";

/** What can be made in Azure. */
export function azureProvisioners(
  context: CloudContext,
  surroundings: WriterSurroundings = {},
): readonly Provisioner[] {
  const azure = azureWriter(context, surroundings);
  return [
    knownByPlace(subnet(azure)),
    publicIp(azure),
    vpnGateway(azure),
    localGateway(azure),
    vpnConnection(azure, context),
    knownByPlace(vnetPeering(azure)),
    knownByPlace(nsgRule(azure)),
    privateEndpoint(azure),
    privateZone(azure),
    dnsRecord(azure),
    knownByPlace(sqlFirewallRule(azure)),
    knownByPlace(userRoute(azure)),
  ];
}
