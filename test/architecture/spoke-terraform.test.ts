import { describe, expect, it } from "vitest";
import policies from "../../infra/cloud-policies.gen.json" with { type: "json" };
import { gcpAccount } from "../../infra/spoke/gcp/account.ts";
import { gcpIdentity } from "../../infra/spoke/gcp/identity.ts";
import { faultsOf } from "../golden/routes/check-terraform.ts";

interface Document {
  readonly variable: Readonly<Record<string, { readonly type: string; readonly default?: unknown }>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}
const account = gcpAccount() as unknown as Document;
const identity = gcpIdentity() as unknown as Document;
const named = (document: Document, type: string) => Object.entries(document.resource[type] ?? {});

describe("infra/spoke/gcp", () => {
  it.each([
    ["account", account],
    ["identity", identity],
  ])("%s holds nothing that Google's provider would refuse", (_, document) => {
    expect(faultsOf({ ...document })).toEqual([]);
  });

  it("makes a role of exactly the permissions of each policy, none of them a pattern", () => {
    const made = Object.fromEntries(
      named(account, "google_project_iam_custom_role").map(([name, { permissions }]) => [name, permissions]),
    );

    expect(made).toEqual({
      observer: policies.gcp.read.includedPermissions,
      router_priority: policies.gcp.steer["gcp.router-priority"].includedPermissions,
      import_policy: policies.gcp.steer["gcp.import-policy"].includedPermissions,
      route_priority: policies.gcp.steer["gcp.route-priority"].includedPermissions,
      provisioner: expect.any(Array),
      bill_query: ["bigquery.jobs.create"],
    });
    const building = Object.values(policies.gcp.provision).flatMap(({ includedPermissions }) => includedPermissions);
    expect(made.provisioner).toEqual([...new Set(building)].sort());
    // what builds gives nobody rights
    expect(building.filter((one) => /setIamPolicy|^(iam|resourcemanager)\./.test(one))).toEqual([]);
    expect(JSON.stringify(made)).not.toContain("*");
    expect(policies.gcp.read.includedPermissions.filter((one) => !/\.(get|list)\w*$/.test(one))).toEqual([]);
  });

  it("lets nobody steer or build who is not named for it", () => {
    for (const [name, { for_each, role }] of named(account, "google_project_iam_member")) {
      expect(role).toBe(`\${google_project_iam_custom_role.${name}.id}`);
      const variable = ["observer", "provisioner"].includes(name) ? `${name}s` : `${name}_members`;
      expect(for_each).toBe(`\${var.${variable}}`);
      expect(account.variable[variable]?.default).toEqual(name === "observer" ? undefined : []);
    }
  });

  it("federates with single roles of one account, and makes no key", () => {
    const [[, provider] = ["", {}]] = named(identity, "google_iam_workload_identity_pool_provider");
    expect(provider).toMatchObject({
      attribute_mapping: { "google.subject": "assertion.sub" },
      attribute_condition: `assertion.sub.startsWith('arn:aws:iam::\${var.hub_account_id}:role/')`,
    });
    const members = named(identity, "google_service_account_iam_member");
    expect(members.map(([name]) => name)).toEqual(["observer", "actuator", "provisioner"]);
    for (const [name, { member, role, for_each }] of members)
      expect({ member, role, for_each }).toEqual({
        member: `principal://iam.googleapis.com/\${google_iam_workload_identity_pool.skylane.name}/subject/\${each.value}`,
        role: "roles/iam.workloadIdentityUser",
        for_each: `\${var.hub_${name}_role_arns}`,
      });
    expect(identity.variable.hub_actuator_role_arns?.default).toEqual([]);
    expect(identity.variable.hub_provisioner_role_arns?.default).toEqual([]);
    expect(JSON.stringify([account, identity])).not.toMatch(/service_account_key|principalSet|private_key/);
  });

  it("tells the hub of links that are down, of no machine", () => {
    const filters = named(account, "google_monitoring_alert_policy").map(([, { conditions }]) =>
      JSON.stringify(conditions),
    );
    expect(filters).toHaveLength(2);
    for (const filter of filters) expect(filter).toMatch(/metric\.type = .{1,2}(vpn|interconnect)\.googleapis\.com/);
  });
});
