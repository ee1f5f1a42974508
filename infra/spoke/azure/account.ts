import { template } from "./arm.ts";
import { forwarding } from "./forwarding.ts";
import { knob, observerAssignment, provisioner, readPolicy, roleDefinition, steerPolicies } from "./roles.ts";

const text = (description: string, more: object = {}) => ({ type: "string", metadata: { description }, ...more });
const list = (description: string, more: object = {}) => ({
  type: "array",
  defaultValue: [],
  metadata: { description },
  ...more,
});
const OBJECT_ID = { minLength: 36, maxLength: 36 };

/** What a customer deploys in each subscription: roles for the hub's identities, alerts and changes sent to the hub. */
export const azureAccount = (): object =>
  template("subscription", {
    parameters: {
      name: text("First part of the names of what is made here", {
        defaultValue: "skylane",
        minLength: 2,
        maxLength: 31,
      }),
      location: text("Region of the resource group that holds the alerts"),
      observerPrincipalId: text("Object id of the hub's identity that looks, not its client id", OBJECT_ID),
      actuatorPrincipalId: text("Object id of the hub's identity that changes routes, not its client id", OBJECT_ID),
      actuators: list("Knobs that it may turn; none unless named", { allowedValues: Object.keys(steerPolicies) }),
      steeredResourceGroups: list("Resource groups in which it may; none unless named"),
      provisionerPrincipalId: text(
        "Object id of the hub's identity that builds connections; nobody builds unless it is named",
        {
          defaultValue: "",
          maxLength: 36,
        },
      ),
      builtResourceGroups: list("Resource groups in which it may build; none unless named"),
      actionGroupId: text("Resource id of the hub's action group"),
      changesFunctionId: text("Resource id of the hub's function discover-on-change"),
      circuitIds: list("Resource ids of ExpressRoute circuits whose BGP and ARP raise alerts"),
    },
    resources: [
      roleDefinition("observer", readPolicy),
      observerAssignment,
      ...Object.entries(steerPolicies).flatMap(([actuator, policy]) => knob(actuator, policy)),
      ...provisioner(),
      ...forwarding,
    ],
  });
