import type { Hub } from "../hubs.ts";
import { awsAzureVpn } from "./aws-azure.ts";
import { awsGcpVpn } from "./aws-gcp.ts";
import { awsOnpremVpn } from "./aws-onprem.ts";
import { azureGcpVpn } from "./azure-gcp.ts";
import { azureOnpremVpn } from "./azure-onprem.ts";
import { gcpOnpremVpn } from "./gcp-onprem.ts";
import type { VpnDraft } from "./tunnels.ts";

export { InsideRangesUsedUp, type VpnDraft } from "./tunnels.ts";

/** Each pair of clouds in this order, so that two gateways make one VPN whoever is named first. */
export const HUB_ORDER: readonly Hub["cloud"][] = ["aws", "azure", "gcp", "onprem"];

/** Plans the VPN between two gateways of different clouds; answers the steps whose objects are the connection, or nothing where there is no recipe. */
export function planVpn(draft: VpnDraft, a: Hub, b: Hub): readonly string[] | undefined {
  const [first, second] = HUB_ORDER.indexOf(a.cloud) <= HUB_ORDER.indexOf(b.cloud) ? [a, b] : [b, a];
  if (first.cloud === "aws" && second.cloud === "azure") return awsAzureVpn(draft, first, second);
  if (first.cloud === "aws" && second.cloud === "gcp") return awsGcpVpn(draft, first, second);
  if (first.cloud === "aws" && second.cloud === "onprem") return awsOnpremVpn(draft, first, second);
  if (first.cloud === "azure" && second.cloud === "gcp") return azureGcpVpn(draft, first, second);
  if (first.cloud === "azure" && second.cloud === "onprem") return azureOnpremVpn(draft, first, second);
  if (first.cloud === "gcp" && second.cloud === "onprem") return gcpOnpremVpn(draft, first, second);
  return undefined;
}
