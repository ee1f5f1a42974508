import policies from "../../cloud-policies.gen.json" with { type: "json" };
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

/** True in an expression if this knob is asked for. */
const isWanted = (actuator: string): string => `contains(${param("actuators")}, '${actuator}')`;

/** A knob's role, made only if the knob is asked for, and given to the actuator in the named resource groups alone. */
export const knob = (actuator: string, policy: Policy): readonly object[] => [
  roleDefinition(actuator, policy, { condition: expression(isWanted(actuator)) }),
  nested(
    {
      name: expression(`format('{0}-${actuator.replace(".", "-")}-{1}', ${param("name")}, copyIndex())`),
      condition: expression(isWanted(actuator)),
      resourceGroup: expression(`${param("steeredResourceGroups")}[copyIndex()]`),
      dependsOn: [expression(definition(actuator))],
      copy: { name: actuator.replace(".", "-"), count: expression(`length(${param("steeredResourceGroups")})`) },
      parameters: {
        roleDefinitionId: expression(definition(actuator)),
        principalId: expression(param("actuatorPrincipalId")),
      },
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
  ),
];
