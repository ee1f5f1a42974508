import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TerraformBlock, TerraformSchema } from "../test/golden/routes/check-terraform.ts";

/*
 * Writes what Terraform's providers take, for exactly the resources that Skylane writes, to test/golden/routes/schema/. Run by
 * hand when a resource is added or a provider moves on; the facts are read from typed bindings of the providers:
 *
 *   npm pack @cdktf/provider-aws @cdktf/provider-azurerm @cdktf/provider-google @pulumi/oci
 *   (unpack each into <folder>/aws, <folder>/azurerm, <folder>/google, <folder>/oci; what is not there stays as it is)
 *   node tools/extract-terraform-schema.ts <folder>
 */

/** Resource → the file of its binding, the interface of its arguments in it, and further files it speaks of. */
const bindings = {
  aws: {
    aws_ec2_managed_prefix_list: ["lib/ec2-managed-prefix-list", "Ec2ManagedPrefixListConfig"],
    aws_ec2_transit_gateway_prefix_list_reference: [
      "lib/ec2-transit-gateway-prefix-list-reference",
      "Ec2TransitGatewayPrefixListReferenceConfig",
    ],
    aws_ec2_transit_gateway_route: ["lib/ec2-transit-gateway-route", "Ec2TransitGatewayRouteConfig"],
    aws_ec2_transit_gateway_route_table_propagation: [
      "lib/ec2-transit-gateway-route-table-propagation",
      "Ec2TransitGatewayRouteTablePropagationConfig",
    ],
    aws_route: ["lib/route", "RouteConfig"],
  },
  azurerm: {
    azurerm_route: ["lib/route", "RouteConfig"],
    azurerm_virtual_network_gateway_connection: [
      "lib/virtual-network-gateway-connection",
      "VirtualNetworkGatewayConnectionConfig",
    ],
  },
  google: {
    google_compute_router_peer: ["lib/compute-router-peer", "ComputeRouterPeerConfig"],
    google_compute_router_route_policy: ["lib/compute-router-route-policy", "ComputeRouterRoutePolicyConfig"],
    google_iam_workload_identity_pool: ["lib/iam-workload-identity-pool", "IamWorkloadIdentityPoolConfig"],
    google_iam_workload_identity_pool_provider: [
      "lib/iam-workload-identity-pool-provider",
      "IamWorkloadIdentityPoolProviderConfig",
    ],
    google_monitoring_alert_policy: ["lib/monitoring-alert-policy", "MonitoringAlertPolicyConfig"],
    google_monitoring_notification_channel: [
      "lib/monitoring-notification-channel",
      "MonitoringNotificationChannelConfig",
    ],
    google_project_iam_custom_role: ["lib/project-iam-custom-role", "ProjectIamCustomRoleConfig"],
    google_project_iam_member: ["lib/project-iam-member", "ProjectIamMemberConfig"],
    google_service_account: ["lib/service-account", "ServiceAccountConfig"],
    google_service_account_iam_member: ["lib/service-account-iam-member", "ServiceAccountIamMemberConfig"],
  },
  oci: {
    oci_core_drg_route_distribution_statement: [
      "core/drgRouteDistributionStatement",
      "DrgRouteDistributionStatementArgs",
    ],
    oci_core_drg_route_table_route_rule: ["core/drgRouteTableRouteRule", "DrgRouteTableRouteRuleArgs"],
  },
} as const satisfies Record<string, Record<string, readonly [file: string, args: string]>>;

/** The arguments of an interface, with blocks inside blocks. */
function blockOf(text: string, name: string): TerraformBlock {
  const body = new RegExp(`interface ${name}(?: extends [^{]+)? \\{([^}]*)\\}`).exec(text)?.[1];
  if (body === undefined) throw new RangeError(`${name} is not in its binding; look whether it was renamed`);
  const fields = [...body.matchAll(/^\s*(?:readonly )?(\w+)(\??): ([^;]+);/gm)];
  return Object.fromEntries(
    fields.map(([, camel = "", optional = "", type = ""]) => [
      camel.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
      { ...shapeOf(text, type), ...(optional === "" && { required: true as const }) },
    ]),
  );
}

function shapeOf(text: string, type: string): Omit<TerraformBlock[string], "required"> {
  const plain = type.replaceAll(/pulumi\.Input<|cdktf\.IResolvable|undefined|inputs\.\w+\.|[>|\s]/g, "").trim();
  if (plain === "string" || plain === "number" || plain === "boolean" || plain === "map") return { type: plain };
  if (/^(string|number)\[\]$/.test(plain)) return { type: "list" };
  const isList = plain.endsWith("[]");
  return { type: isList ? "blocks" : "block", block: blockOf(text, isList ? plain.slice(0, -2) : plain) };
}

/** A binding without comments, its maps written as one word. */
const readBinding = (file: string): string =>
  readFileSync(file, "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\{\s*\[key: string\]: [^}]*\}/g, "map");

const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new RangeError("say where the packages are unpacked: extract-terraform-schema.ts <folder>");
const target = fileURLToPath(new URL("../test/golden/routes/schema/", import.meta.url));

for (const [provider, resources] of Object.entries(bindings)) {
  const root = join(folder, provider, "package");
  if (!existsSync(root)) continue;
  const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly name: string;
    readonly version: string;
    readonly cdktf?: { readonly provider: { readonly version: string } };
  };
  const shared = provider === "oci" ? readBinding(join(root, "types/input.d.ts")) : "";
  const schema: TerraformSchema = {
    source: `${about.name} ${about.version}${about.cdktf ? `, provider ${about.cdktf.provider.version}` : ""}`,
    resources: Object.fromEntries(
      Object.entries(resources).map(([type, [file, args]]) => {
        const path = join(root, provider === "oci" ? `${file}.d.ts` : join(file, "index.d.ts"));
        return [type, blockOf(readBinding(path) + shared, args)];
      }),
    ),
  };
  writeFileSync(join(target, `${provider}.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
