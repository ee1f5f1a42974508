import policies from "../../cloud-policies.gen.json" with { type: "json" };
import { azureProvisionRole } from "../../provision-roles.ts";
import { expression, nested, param } from "./arm.ts";

/** A custom role as the adapters write it. */
interface Policy {
  readonly Name: string;
  readonly Description: string;
  readonly Actions: readonly string[];
  readonly NotActions?: readonly string[];
}

/** What discovery may. */
export const readPolicy: Policy = policies.azure.read;
/** What each knob and official test may, by its id. */
export const steerPolicies: Readonly<Record<string, Policy>> = policies.azure.steer;

const definitionId = (id: string): string => `guid(subscription().id, ${param("name")}, '${id}')`;
const definition = (id: string): string =>
  `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ${definitionId(id)})`;

/** A role of this subscription. A role's name is one for the whole tenant, so the subscription stands in it. */
export const roleDefinition = (
  id: string,
  { Name, Description, Actions, NotActions = [] }: Policy,
  more: object = {},
) => ({
  type: "Microsoft.Authorization/roleDefinitions",
  apiVersion: "2022-04-01",
  name: expression(definitionId(id)),
  ...more,
  properties: {
    roleName: expression(`format('{0} ({1}, {2})', '${Name}', ${param("name")}, subscription().subscriptionId)`),
    description: Description,
    type: "CustomRole",
    assignableScopes: [expression("subscription().id")],
    permissions: [{ actions: Actions, notActions: NotActions }],
  },
});

/** The observer's role, in the whole subscription. */
export const observerAssignment = {
  type: "Microsoft.Authorization/roleAssignments",
  apiVersion: "2022-04-01",
  name: expression(`guid(subscription().id, ${param("name")}, 'observer', ${param("observerPrincipalId")})`),
  dependsOn: [expression(definition("observer"))],
  properties: {
    roleDefinitionId: expression(definition("observer")),
    principalId: expression(param("observerPrincipalId")),
    principalType: "ServicePrincipal",
  },
};

/** A role given to one identity in each of some resource groups; made only under this condition. */
const inGroups = (role: {
  readonly id: string;
  readonly condition: string;
  readonly groups: string;
  readonly principalId: string;
}): object => {
  const { id, condition, groups, principalId } = role;
  const name = id.replace(".", "-");
  return nested(
    {
      name: expression(`format('{0}-${name}-{1}', ${param("name")}, copyIndex())`),
      condition: expression(condition),
      resourceGroup: expression(`${param(groups)}[copyIndex()]`),
      dependsOn: [expression(definition(id))],
      copy: { name, count: expression(`length(${param(groups)})`) },
      parameters: { roleDefinitionId: expression(definition(id)), principalId: expression(param(principalId)) },
    },
    {
      parameters: { roleDefinitionId: { type: "string" }, principalId: { type: "string" } },
      resources: [
        {
          type: "Microsoft.Authorization/roleAssignments",
          apiVersion: "2022-04-01",
          name: expression(`guid(resourceGroup().id, ${param("roleDefinitionId")}, ${param("principalId")})`),
          properties: {
            roleDefinitionId: expression(param("roleDefinitionId")),
            principalId: expression(param("principalId")),
            principalType: "ServicePrincipal",
          },
        },
      ],
    },
  );
};

/** A knob's role, made only if the knob is asked for, and given to the actuator in the named resource groups alone. */
export const knob = (actuator: string, policy: Policy): readonly object[] => {
  const condition = `contains(${param("actuators")}, '${actuator}')`;
  return [
    roleDefinition(actuator, policy, { condition: expression(condition) }),
    inGroups({ id: actuator, condition, groups: "steeredResourceGroups", principalId: "actuatorPrincipalId" }),
  ];
};

/** The role that builds, made only if both an identity and a resource group are named, and given to it in those groups alone. */
export const provisioner = (): readonly object[] => {
  const condition = `and(not(empty(${param("provisionerPrincipalId")})), not(empty(${param("builtResourceGroups")})))`;
  return [
    roleDefinition("provisioner", azureProvisionRole, { condition: expression(condition) }),
    inGroups({ id: "provisioner", condition, groups: "builtResourceGroups", principalId: "provisionerPrincipalId" }),
  ];
};
