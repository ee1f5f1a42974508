import { describe, expect, it } from "vitest";
import { deployArm } from "../../../test/support/arm-deployment.ts";
import { azureProvisionRole } from "../../provision-roles.ts";
import { azureAccount } from "./account.ts";
import { azureIdentity } from "./identity.ts";
import { readPolicy, steerPolicies } from "./roles.ts";

const subscriptionId = "00000000-1111-2222-3333-444444444444";
const observer = "11111111-aaaa-bbbb-cccc-000000000001";
const actuator = "11111111-aaaa-bbbb-cccc-000000000002";
const circuit = `/subscriptions/${subscriptionId}/resourceGroups/wan/providers/Microsoft.Network/expressRouteCircuits/one`;
const actionGroupId = "/subscriptions/hub/resourceGroups/skylane/providers/Microsoft.Insights/actionGroups/skylane";
const required = {
  location: "westeurope",
  observerPrincipalId: observer,
  actuatorPrincipalId: actuator,
  actionGroupId,
  changesFunctionId:
    "/subscriptions/hub/resourceGroups/skylane/providers/Microsoft.Web/sites/skylane/functions/discover-on-change",
};
const deploy = (more: object = {}, subscription = subscriptionId) =>
  deployArm(azureAccount(), { ...required, ...more }, { subscriptionId: subscription });
const ofType = (made: ReturnType<typeof deploy>, type: string) => made.filter((one) => one.type.endsWith(`/${type}`));

describe("infra/spoke/azure", () => {
  it("lets the observer look, and nobody steer unless it is asked for", () => {
    const made = deploy();
    const [role, another] = ofType(made, "roleDefinitions");

    expect(another).toBeUndefined();
    expect(role?.properties).toMatchObject({
      type: "CustomRole",
      assignableScopes: [`/subscriptions/${subscriptionId}`],
      permissions: [{ actions: readPolicy.Actions, notActions: ["Microsoft.Network/connections/sharedKey/read"] }],
    });
    expect(ofType(made, "roleAssignments").map(({ properties }) => properties)).toEqual([
      { roleDefinitionId: role?.id, principalId: observer, principalType: "ServicePrincipal" },
    ]);
  });

  it("lets the actuator turn the knobs that are named, in the resource groups that are named", () => {
    const made = deploy({
      actuators: ["azure.user-route", "azure.connection-weight"],
      steeredResourceGroups: ["wan", "app"],
    });
    const given = ofType(made, "roleAssignments").filter(({ properties }) => properties.principalId === actuator);
    const actionsOf = new Map(
      ofType(made, "roleDefinitions").map(({ id, properties: { permissions } }) => [
        id,
        (permissions as readonly { readonly actions: readonly string[] }[])[0]?.actions,
      ]),
    );

    expect(
      given.map(({ id, properties }) => [id.split("/")[4], actionsOf.get(String(properties.roleDefinitionId))]),
    ).toEqual(
      ["azure.user-route", "azure.connection-weight"].flatMap((knob) =>
        ["wan", "app"].map((group) => [group, steerPolicies[knob]?.Actions]),
      ),
    );
    expect(new Set(given.map(({ name }) => name)).size).toBe(4);
  });

  it("lets nobody build unless an identity and resource groups are named, and then there alone", () => {
    const provisioner = "11111111-aaaa-bbbb-cccc-000000000003";
    const roles = (more: object) =>
      ofType(deploy(more), "roleDefinitions").filter(({ properties }) =>
        String(properties.roleName).startsWith(azureProvisionRole.Name),
      );
    const made = deploy({ provisionerPrincipalId: provisioner, builtResourceGroups: ["connectivity", "app"] });
    const [role] = roles({ provisionerPrincipalId: provisioner, builtResourceGroups: ["connectivity", "app"] });
    const given = ofType(made, "roleAssignments").filter(({ properties }) => properties.principalId === provisioner);

    expect(roles({})).toEqual([]);
    expect(roles({ provisionerPrincipalId: provisioner })).toEqual([]);
    expect(roles({ builtResourceGroups: ["connectivity"] })).toEqual([]);
    expect(role?.properties.permissions).toEqual([{ actions: azureProvisionRole.Actions, notActions: [] }]);
    expect(given.map(({ id, properties }) => [id.split("/")[4], properties.roleDefinitionId])).toEqual([
      ["connectivity", role?.id],
      ["app", role?.id],
    ]);
    expect(ofType(made, "roleAssignments")).toHaveLength(3);
  });

  it("gives roles names that a second subscription of the tenant does not take too", () => {
    const names = [subscriptionId, "99999999-1111-2222-3333-444444444444"].flatMap((one) =>
      ofType(deploy({ actuators: Object.keys(steerPolicies) }, one), "roleDefinitions").map(
        ({ properties }) => properties.roleName,
      ),
    );

    expect(names).toHaveLength(2 * (1 + Object.keys(steerPolicies).length));
    expect(new Set(names).size).toBe(names.length);
  });

  it("names each action it allows", () => {
    for (const { Actions } of [readPolicy, azureProvisionRole, ...Object.values(steerPolicies)])
      for (const action of Actions) expect(action).toMatch(/^Microsoft\.[\w/]+$/);
    // what builds gives nobody rights, and reads no key
    for (const action of azureProvisionRole.Actions)
      expect(action).not.toMatch(/^Microsoft\.Authorization\/|\/(list\w*|sharedKey\/read)$/i);
  });

  it("tells the hub of links that are ill, of planned work, and of what is written in the network", () => {
    const made = deploy({ circuitIds: [circuit] });
    const alerts = [...ofType(made, "activityLogAlerts"), ...ofType(made, "metricAlerts")];

    expect(alerts.map(({ id }) => id.split("/").slice(3).join("/"))).toEqual(
      [
        "activityLogAlerts/skylane-link-health",
        "activityLogAlerts/skylane-maintenance",
        "metricAlerts/skylane-circuit-bgp-0",
        "metricAlerts/skylane-circuit-arp-0",
      ].map((alert) => `resourceGroups/skylane/providers/Microsoft.Insights/${alert}`),
    );
    for (const { properties } of alerts) expect(JSON.stringify(properties)).toContain(actionGroupId);
    expect(ofType(made, "metricAlerts").map(({ properties }) => properties.scopes)).toEqual([[circuit], [circuit]]);
    expect(ofType(made, "eventSubscriptions").map(({ properties }) => properties)).toMatchObject([
      {
        destination: { endpointType: "AzureFunction", properties: { resourceId: required.changesFunctionId } },
        filter: { advancedFilters: [{ key: "data.operationName", values: ["Microsoft.Network/"] }] },
      },
    ]);
  });

  it("is refused without the identities it is for", () => {
    const { observerPrincipalId: _, ...rest } = required;
    expect(() => deployArm(azureAccount(), rest, { subscriptionId })).toThrow("observerPrincipalId is missing");
  });

  it("federates an identity with single roles, one after the other, and makes no secret", () => {
    const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
    const issuer = "https://0a1b2c3d.tokens.sts.global.api.aws";
    const made = deployArm(
      azureIdentity(),
      { issuer, observerRoleArns: [arn("a"), arn("b")] },
      { subscriptionId, resourceGroup: "skylane" },
    );

    expect(ofType(made, "federatedIdentityCredentials").map(({ name, properties }) => [name, properties])).toEqual([
      ["skylane-observer/hub-0", { issuer, subject: arn("a"), audiences: ["api://AzureADTokenExchange"] }],
      ["skylane-observer/hub-1", { issuer, subject: arn("b"), audiences: ["api://AzureADTokenExchange"] }],
    ]);
    expect(ofType(made, "userAssignedIdentities").map(({ name }) => name)).toEqual([
      "skylane-observer",
      "skylane-actuator",
      "skylane-provisioner",
    ]);
    expect(JSON.stringify(azureIdentity())).toContain('"mode":"serial","batchSize":1');
    expect(JSON.stringify([azureAccount(), azureIdentity()])).not.toMatch(/secure|password|listKeys|connectionString/i);
  });
});
