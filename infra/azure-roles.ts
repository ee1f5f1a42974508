import { azureSteering } from "./azure-scopes.ts";
import policies from "./cloud-policies.gen.json" with { type: "json" };
import { guidOf } from "./outposts.ts";
import { azureProvisionRole } from "./provision-roles.ts";
import type { DeployedStage, StageSettings } from "./stage.ts";

/** A custom role of the stage, in one subscription: exactly these actions. */
function customRole(
  logicalName: string,
  { name }: DeployedStage,
  scope: string,
  role: {
    readonly Name: string;
    readonly Description: string;
    readonly Actions: string[];
    readonly NotActions?: string[];
  },
) {
  return new azurenative.authorization.RoleDefinition(logicalName, {
    roleDefinitionId: guidOf(`${name} ${role.Name} ${scope}`),
    roleName: `${role.Name} (${name})`,
    description: role.Description,
    roleType: "CustomRole",
    scope,
    assignableScopes: [scope],
    permissions: [{ actions: role.Actions, notActions: role.NotActions ?? [] }],
  });
}

/** Gives a role to a managed identity, in one scope. */
export function assign(
  logicalName: string,
  scope: $util.Input<string>,
  roleDefinitionId: $util.Input<string>,
  identity: azurenative.managedidentity.UserAssignedIdentity,
) {
  return new azurenative.authorization.RoleAssignment(logicalName, {
    roleAssignmentName: guidOf(`${$app.name} ${$app.stage} ${logicalName}`),
    scope,
    roleDefinitionId,
    principalId: identity.principalId,
    principalType: azurenative.authorization.PrincipalType.ServicePrincipal, // or Azure looks for it before it is known everywhere
  });
}

/** What reads the networks may do, over the subscription: read, and nothing that shows a key. */
export function createReadRole(
  stage: DeployedStage,
  subscriptionId: string,
  readers: Readonly<Record<string, azurenative.managedidentity.UserAssignedIdentity>>,
): void {
  const scope = `/subscriptions/${subscriptionId}`;
  const role = customRole("AzureRead", stage, scope, policies.azure.read);
  for (const [name, identity] of Object.entries(readers)) assign(`AzureRead-${name}`, scope, role.id, identity);
}

/** What the actuator may do: turn the knobs that the configuration names, in the resource groups of what they turn. */
export function createSteerRoles(
  stage: DeployedStage,
  subscriptionId: string,
  actuator: azurenative.managedidentity.UserAssignedIdentity,
): void {
  const known: Readonly<Record<string, (typeof policies.azure.steer)["azure.user-route"]>> = policies.azure.steer;
  for (const { actuator: id, scopes } of azureSteering(stage.config, subscriptionId)) {
    const policy = known[id];
    if (!policy || scopes.length === 0) continue;
    const role = customRole(`Azure-${id}`, stage, `/subscriptions/${subscriptionId}`, policy);
    for (const scope of scopes) assign(`Azure-${id}-${scope.split("/").at(-1)}`, scope, role.id, actuator);
  }
}

/** What the provisioner may do: build what connections are made of, in the resource groups that the stage names. */
export function createProvisionRole(
  stage: DeployedStage,
  { subscriptionId, buildsIn }: NonNullable<StageSettings["azure"]>,
  provisioner: azurenative.managedidentity.UserAssignedIdentity,
): void {
  if (buildsIn.length === 0) return;
  const subscription = `/subscriptions/${subscriptionId}`;
  const role = customRole("AzureProvision", stage, subscription, azureProvisionRole);
  for (const group of buildsIn)
    assign(`AzureProvision-${group}`, `${subscription}/resourceGroups/${group}`, role.id, provisioner);
}
