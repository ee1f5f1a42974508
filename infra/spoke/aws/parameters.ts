import { Aws, CfnCondition, CfnParameter, Fn, type ICfnRuleConditionExpression, type Stack } from "aws-cdk-lib";

/** What a customer fills in, and what of the template is made for it. */
export interface SpokeSettings {
  readonly name: string;
  readonly externalId: string;
  readonly observedBy: readonly string[];
  readonly steeredBy: readonly string[];
  readonly builtBy: readonly string[];
  /** The hub's buses in its two Regions. */
  readonly busArns: readonly string[];
  readonly testedInterfaceArns: readonly string[];
  /** IAM is one for all Regions: its resources are made by the stack of one of them. */
  readonly isIdentityRegion: CfnCondition;
  readonly isSteered: CfnCondition;
  readonly isDirectConnectSteered: CfnCondition;
  readonly isTested: CfnCondition;
  readonly isBuilt: CfnCondition;
  readonly isBillRead: CfnCondition;
}

const ROLE_ARN = "^arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,128}$";
const BUS_ARN = "^arn:aws[a-z-]*:events:[a-z0-9-]+:\\d{12}:event-bus/[\\w./-]{1,256}$";
const VIRTUAL_INTERFACE_ARN = "^(arn:aws[a-z-]*:directconnect:[a-z0-9-]+:\\d{12}:dxvif/dxvif-[a-z0-9]+)?$";

/** The parameters of the template. An account is only read unless it is said otherwise. */
export function spokeParameters(stack: Stack): SpokeSettings {
  const text = (id: string, description: string, more: object = {}): CfnParameter =>
    new CfnParameter(stack, id, { type: "String", description, ...more });
  const list = (id: string, description: string, more: object = {}): CfnParameter =>
    new CfnParameter(stack, id, { type: "CommaDelimitedList", description, ...more });
  const onOrOff = (id: string, description: string): ICfnRuleConditionExpression =>
    Fn.conditionEquals(text(id, description, { allowedValues: ["on", "off"], default: "off" }), "on");
  const when = (id: string, ...all: readonly ICfnRuleConditionExpression[]): CfnCondition =>
    new CfnCondition(stack, id, { expression: all.length === 1 && all[0] ? all[0] : Fn.conditionAnd(...all) });

  const name = text("Name", "First part of the names of what is made here; the hub's own name", {
    allowedPattern: "^[a-z][a-z0-9-]{1,30}$",
    default: "skylane",
  });
  const identityRegion = text("IdentityRegion", "The one Region whose stack makes the roles", {
    allowedPattern: "^[a-z]{2}(-[a-z]+)+-\\d$",
    default: "us-east-1",
  });
  const isHere = Fn.conditionEquals(Aws.REGION, identityRegion);
  const steering = onOrOff(
    "Steering",
    "on = make a role that may change routes of tables tagged skylane:managed = true",
  );
  const directConnect = onOrOff(
    "DirectConnectSteering",
    "on = that role may also change which prefixes a Direct Connect gateway announces; these have no tags",
  );
  const costExplorer = onOrOff(
    "CostExplorer",
    "on = the role that looks may ask Cost Explorer for this account's bill, which costs $0.01 a request; off where a data export is read",
  );
  const provisioning = onOrOff(
    "Provisioning",
    "on = make a role that may build connections: gateways, tunnels, peerings, zones, and routes of what is tagged skylane:managed = true",
  );
  const tested = list(
    "TestedVirtualInterfaceArns",
    "Virtual interfaces whose BGP failover test that role may run, with commas between them; empty = none",
    { allowedPattern: VIRTUAL_INTERFACE_ARN, default: "" },
  ).valueAsList;
  const isTested = Fn.conditionNot(Fn.conditionEquals(Fn.join("", tested), ""));
  return {
    name: name.valueAsString,
    externalId: text("ExternalId", "What the hub says when it assumes a role here; its own for each customer", {
      allowedPattern: "^[\\w+=,.@:/-]+$",
      minLength: 16,
      maxLength: 1_224,
      noEcho: true,
    }).valueAsString,
    observedBy: list("HubObserverRoleArns", "Roles of the hub's functions that look at the network", {
      allowedPattern: ROLE_ARN,
    }).valueAsList,
    steeredBy: list("HubActuatorRoleArns", "Roles of the hub's functions that change routes", {
      allowedPattern: ROLE_ARN,
    }).valueAsList,
    builtBy: list(
      "HubProvisionerRoleArns",
      "Roles of the hub's functions that build connections; needed with Provisioning",
      {
        allowedPattern: `^(${ROLE_ARN.slice(1, -1)})?$`,
        default: "",
      },
    ).valueAsList,
    busArns: [
      text("HubBusArn", "The hub's bus in its home Region", { allowedPattern: BUS_ARN }).valueAsString,
      text("HubStandbyBusArn", "The hub's bus in its standby Region", { allowedPattern: BUS_ARN }).valueAsString,
    ],
    testedInterfaceArns: tested,
    isIdentityRegion: when("IsIdentityRegion", isHere),
    isSteered: when("IsSteered", isHere, steering),
    isDirectConnectSteered: when("IsDirectConnectSteered", isHere, steering, directConnect),
    isTested: when("IsTested", isHere, steering, isTested),
    isBuilt: when("IsBuilt", isHere, provisioning),
    isBillRead: when("IsBillRead", isHere, costExplorer),
  };
}
