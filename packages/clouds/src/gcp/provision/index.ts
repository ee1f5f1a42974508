import type { Provisioner } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { knownByPlace } from "../../_shared/provision/known-by-place.ts";
import { DNS_SCOPE, googleCompute } from "../steer/google-compute.ts";
import { bgpPeer } from "./bgp-peer.ts";
import { dnsRecord } from "./dns-record.ts";
import { externalGateway } from "./external-gateway.ts";
import { firewallRule } from "./firewall-rule.ts";
import { googleObjects } from "./google-objects.ts";
import { haVpnGateway } from "./ha-vpn-gateway.ts";
import { networkPeering } from "./network-peering.ts";
import { privateZone } from "./private-zone.ts";
import { router } from "./router.ts";
import { vpnTunnel } from "./vpn-tunnel.ts";

/** What can be made in Google Cloud. */
export function gcpProvisioners(context: CloudContext): readonly Provisioner[] {
  const objects = googleObjects(googleCompute(context, undefined, [DNS_SCOPE]));
  return [
    router(objects),
    haVpnGateway(objects),
    externalGateway(objects),
    vpnTunnel(objects, context),
    knownByPlace(bgpPeer(objects)),
    firewallRule(objects),
    knownByPlace(networkPeering(objects)),
    privateZone(objects),
    knownByPlace(dnsRecord(objects)),
  ];
}
