import type { Provisioner } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { routerShell } from "../router-shell.ts";
import { bgpNeighbor } from "./bgp-neighbor.ts";
import { onpremFirewallRule } from "./firewall-rule.ts";
import { ipsecTunnel } from "./ipsec-tunnel.ts";

/** What can be made on a router: FRR, strongSwan, networkd and nftables. */
export function onpremProvisioners(context: CloudContext): readonly Provisioner[] {
  const shell = routerShell(context.routerGatewayUrl);
  return [ipsecTunnel(shell, context), bgpNeighbor(shell), onpremFirewallRule(shell)];
}
