import policies from "./cloud-policies.gen.json" with { type: "json" };

const union = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())].sort();

/** All that building connections takes in Azure, as a custom role: what each provisioner's policy names, and nothing else. */
export const azureProvisionRole = {
  Name: "Skylane Connection Maker",
  Description: "Makes gateways, tunnels, peerings, endpoints, rules and records of connections, and takes them away.",
  Actions: union(Object.values(policies.azure.provision).map(({ Actions }) => Actions)),
};

/** The same for Google Cloud. */
export const gcpProvisionRole = {
  title: "Skylane make connections",
  description: "Makes gateways, tunnels, sessions, peerings, rules and records of connections, and takes them away",
  includedPermissions: union(
    Object.values(policies.gcp.provision).map(({ includedPermissions }) => includedPermissions),
  ),
};
