import {
  actuatorRoles,
  BUILT_GROUP_PARTITION,
  deploymentNames,
  eventSource,
  eventTypes,
  type FunctionName,
  type FunctionSpec,
  functions,
  inboxPartition,
  observerRole,
  proofAnswerPartition,
  proofRequestPartition,
  provisionerRoles,
  workflows,
} from "@skylane/core";
import { arnsOf, networkKeyOf, type Place } from "./arns.ts";
import { billAccounts, billBuckets } from "./bill-places.ts";
import { type HubDuty, hubRoleArn } from "./duties.ts";
import functionPorts from "./function-ports.gen.json" with { type: "json" };
import type { DeployedStage } from "./stage.ts";

/** One statement of a role, in the form SST takes. */
export interface Grant {
  /** Absent = allow. */
  readonly effect?: "deny";
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: { test: string; variable: string; values: string[] }[];
}

/** What grants are made for. */
export interface Grantee {
  readonly stage: DeployedStage;
  readonly place: Place;
  /** Its stack in the other Region, whose bus is told everything that is told here. */
  readonly other: Place;
  /** Reads what it otherwise also writes. */
  readonly isReader: boolean;
}

type GrantsOf = (grantee: Grantee) => readonly Grant[];

const READS = ["dynamodb:GetItem", "dynamodb:Query"];
const WRITES = ["dynamodb:PutItem"];
const WRITES_MANY = ["dynamodb:BatchWriteItem"];

/**
 * Items of a table whose partition key is one of these, a `*` at the end for any. Each action that is granted names the keys it
 * touches, so the condition is never empty.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html (read 2026-11)
 */
const items = (resource: string, actions: readonly string[], keys: readonly string[]): Grant => ({
  actions: [...actions],
  resources: [resource],
  conditions: [{ test: "ForAllValues:StringLike", variable: "dynamodb:LeadingKeys", values: [...keys] }],
});

/** Documents of `state` in these partitions, read and written by these actions. */
const partitions =
  (keys: readonly string[], writes: readonly string[]): GrantsOf =>
  ({ place, isReader }) => [items(arnsOf(place).stateTable, isReader ? READS : [...READS, ...writes], keys)];

/** Documents of `state`, written one by one. */
const documents = (...keys: string[]): GrantsOf => partitions(keys, WRITES);
/** Documents of `state`, written many at once. */
const manyDocuments = (...keys: string[]): GrantsOf => partitions(keys, WRITES_MANY);

/** Items of `coord` under these keys, written by these actions. */
const coordination =
  (keys: readonly string[], writes: readonly string[], isListed = false): GrantsOf =>
  ({ place, isReader }) => {
    const table = arnsOf(place).coordTable;
    return [
      items(table, ["dynamodb:GetItem", ...(isReader ? [] : writes)], keys),
      // a scan names no keys, so no key can hold it back; the table has few items, and no secrets
      ...(isListed ? [{ actions: ["dynamodb:Scan"], resources: [table] }] : []),
    ];
  };

/** Who looks into accounts, by what the last look found. */
const readTopology: GrantsOf = (grantee) => [
  ...roleInAccounts("observer")(grantee),
  ...partitions(["TOPOLOGY", "TOPOLOGY#*"], [])(grantee),
];

const PUT_AND_DELETE = ["dynamodb:PutItem", "dynamodb:DeleteItem"];
const UPDATE = ["dynamodb:UpdateItem"];
const nothing: GrantsOf = () => [];

/** The key of a Region, through the parameter store alone; by its alias, for its id is AWS's to give. */
const keyOfSecrets = (place: Place, action: "kms:Decrypt" | "kms:Encrypt"): Grant => ({
  actions: [action],
  resources: [arnsOf(place).anyKey],
  conditions: [
    {
      test: "ForAnyValue:StringEquals",
      variable: "kms:ResourceAliases",
      values: [deploymentNames(place.name).keyAlias],
    },
    { test: "StringEquals", variable: "kms:ViaService", values: [`ssm.${place.regionId}.amazonaws.com`] },
  ],
});

/** Secrets, and the key they are encrypted by. */
const secrets: GrantsOf = ({ place }) => [
  { actions: ["ssm:GetParametersByPath"], resources: [arnsOf(place).secrets] },
  keyOfSecrets(place, "kms:Decrypt"),
];

/** Pre-shared keys of tunnels, which Skylane makes: the same in both Regions, so that who finds one half copies it to the other. */
const makePresharedKeys: GrantsOf = ({ place, other }) => [
  {
    actions: ["ssm:PutParameter", "ssm:GetParameter", "ssm:DeleteParameter"],
    resources: [arnsOf(place).presharedKeys, arnsOf(other).presharedKeys],
  },
  ...[place, other].flatMap((one) => [keyOfSecrets(one, "kms:Encrypt"), keyOfSecrets(one, "kms:Decrypt")]),
];
const readPresharedKeys: GrantsOf = ({ place }) => [
  { actions: ["ssm:GetParameter"], resources: [arnsOf(place).presharedKeys] },
  keyOfSecrets(place, "kms:Decrypt"),
];

/** Skylane's own events, to its own two buses. */
const publish: GrantsOf = ({ place, other }) => [
  {
    actions: ["events:PutEvents"],
    resources: [arnsOf(place).bus, arnsOf(other).bus],
    conditions: [
      { test: "ForAllValues:StringEquals", variable: "events:source", values: ownSources },
      // without it a request that names no source would pass
      { test: "Null", variable: "events:source", values: ["false"] },
    ],
  },
];
const ownSources = [...new Set(eventTypes.map(eventSource))];

const startWorkflows: GrantsOf = ({ place }) => [
  { actions: ["states:StartExecution"], resources: workflows.map((one) => arnsOf(place).stateMachine(one)) },
];

/** A role in each AWS account of the configuration, as the configuration names it; and the one other clouds trust. */
const roleInAccounts =
  (duty: HubDuty): GrantsOf =>
  ({ stage }) => {
    const { aws: own } = stage.config.clouds;
    const inAccounts =
      duty !== "observer"
        ? Object.values((duty === "actuator" ? actuatorRoles(own) : provisionerRoles(own)) ?? {})
        : (own?.accounts ?? []).flatMap((account) => observerRole(own ?? { accounts: [] }, account) ?? []);
    const { azure, gcp } = stage.settings;
    const roles = [...inAccounts.map(({ roleArn }) => roleArn), ...(azure || gcp ? [hubRoleArn(stage, duty)] : [])];
    return roles.length === 0 ? [] : [{ actions: ["sts:AssumeRole"], resources: roles }];
  };

/** What lies under the prefixes of bills, and the list of it, and Cost Explorer. Bills in other clouds are read as the one who looks there. */
const readBills: GrantsOf = ({ stage }) => {
  const { azure, gcp, aws: hub } = stage.settings;
  const isElsewhere = stage.config.costs.bills.some(
    ({ at }) => (at.startsWith("https:") && azure) || (/^(gs|bigquery):/.test(at) && gcp),
  );
  const accounts = billAccounts(stage.config);
  const roles = [
    ...accounts.flatMap(({ role }) => (role ? [role.roleArn] : [])),
    ...(isElsewhere ? [hubRoleArn(stage, "observer")] : []),
  ];
  return [
    ...billBuckets(stage.config).flatMap(({ bucket, prefix }): Grant[] => [
      {
        actions: ["s3:ListBucket"],
        resources: [`arn:aws:s3:::${bucket}`],
        conditions: [{ test: "StringLike", variable: "s3:prefix", values: [`${prefix}*`] }],
      },
      { actions: ["s3:GetObject"], resources: [`arn:aws:s3:::${bucket}/${prefix}*`] },
    ]),
    // it knows no resources
    ...(accounts.some(({ accountId, role }) => !role && accountId === hub.accountId)
      ? [{ actions: ["ce:GetCostAndUsage"], resources: ["*"] }]
      : []),
    ...(roles.length > 0 ? [{ actions: ["sts:AssumeRole"], resources: roles }] : []),
  ];
};

/** The key to the model, what the day has left for it, and what it has read. */
const readByModel: GrantsOf = (grantee) => [
  ...secrets(grantee),
  ...coordination(["SPEND#*"], UPDATE)(grantee),
  ...documents("READING#*")(grantee),
];

/** What each port needs of AWS. A port that is not here cannot be deployed. */
const grantsByPort: Readonly<Record<string, GrantsOf>> = {
  activeDrills: coordination(["DRILL#*"], PUT_AND_DELETE, true),
  alarmReader: nothing,
  alarms: documents("LINK-ALARM"),
  approvals: coordination(["APPROVAL#*"], PUT_AND_DELETE, true),
  billReader: readBills,
  billRules: nothing,
  billStore: partitions(["BILLS", "BILL-LINES#*", "BILL-HOURS#*"], PUT_AND_DELETE),
  budgetsTold: documents("BUDGET-TOLD"),
  built: partitions(["BUILT", "BUILT#*", BUILT_GROUP_PARTITION], PUT_AND_DELETE),
  builtGroups: partitions([BUILT_GROUP_PARTITION], []),
  capacities: manyDocuments("CAPACITY"),
  chatOrders: documents("CHAT#*"),
  channels: (grantee) => [...secrets(grantee), ...documents("THREAD#*")(grantee)],
  costFindings: documents("COST-ANOMALY", "COST-RECOMMENDATION", "COST-FORECAST"),
  documents: documents("CONNECTION-DOCUMENT#*"),
  drills: documents("DRILL"),
  estimates: nothing,
  eventLog: documents("EVENT#*"),
  faultTests: (grantee) => [...secrets(grantee), ...roleInAccounts("actuator")(grantee)],
  handedIn: partitions([inboxPartition("*")], []),
  health: partitions(["HEALTH"], PUT_AND_DELETE),
  incidents: (grantee) => [
    ...documents("INCIDENT", "INCIDENT-AT")(grantee),
    ...partitions(["INCIDENT-ACTIVE"], PUT_AND_DELETE)(grantee),
  ],
  intents: partitions(["INTENT", "INTENT#*"], PUT_AND_DELETE),
  killSwitch: coordination(["KILLSWITCH"], ["dynamodb:PutItem"]),
  leases: coordination(["LEASE#*", "FENCE#*"], UPDATE),
  made: partitions(["MADE#*", "MADE-KEY"], [...PUT_AND_DELETE, ...WRITES_MANY]),
  meter: readTopology,
  meterStore: documents("METER#*", "METER-VOLUMES"),
  names: nothing,
  once: documents("ONCE#*"),
  outbox: documents("ALERT"),
  overrides: coordination(["OVERRIDE#*"], PUT_AND_DELETE, true),
  pathOverrides: coordination(["PATH-OVERRIDE#*"], PUT_AND_DELETE, true),
  pathPlans: documents("PATH-PLAN#LATEST"),
  performance: partitions(["PERFORMANCE"], PUT_AND_DELETE),
  plans: partitions(["PLAN"], PUT_AND_DELETE),
  prober: nothing,
  proofRequests: ({ place }) => [
    items(arnsOf(place).stateTable, [...WRITES, "dynamodb:DeleteItem"], [proofRequestPartition("*")]),
    items(arnsOf(place).stateTable, ["dynamodb:GetItem"], [proofAnswerPartition("*")]),
  ],
  provers: ({ stage, place, other }) => {
    const resources = [place, other].flatMap((one) =>
      stage.settings.aws.provers
        .filter(({ regionId }) => regionId === one.regionId)
        .map(({ vpcId }) => arnsOf(one).prover(networkKeyOf(vpcId))),
    );
    return resources.length === 0 ? [] : [{ actions: ["lambda:InvokeFunction"], resources }];
  },
  provisioning: (grantee) => [
    ...secrets(grantee),
    ...readPresharedKeys(grantee),
    ...roleInAccounts("provisioner")(grantee),
  ],
  publisher: publish,
  queryReader: readByModel,
  reader: readByModel,
  regionBeats: documents("REGION-BEAT"),
  regionLease: coordination(["REGION"], UPDATE),
  repository: secrets,
  requestLedger: ({ place }) => [
    items(arnsOf(place).stateTable, [...READS, ...WRITES], ["REQUESTS#*", "REQUEST-TRACES#*", "REQUEST-TRACE#*"]),
    items(arnsOf(place).stateTable, ["dynamodb:Query"], ["SPANS#*"]),
  ],
  requests: partitions(["REQUESTS#*", "REQUEST-TRACES#*", "REQUEST-TRACE#*", "SPANS#*"], []),
  rights: nothing,
  sealer: secrets,
  secrets,
  // one object, which it cannot read, list or take away
  site: ({ stage, place }) =>
    stage.config.status ? [{ actions: ["s3:PutObject"], resources: [arnsOf(place).statusPage] }] : [],
  sloLedgers: partitions(["SLO-LEDGER"], PUT_AND_DELETE),
  spanExporter: secrets,
  // what applications send is put there, and not read by who takes it
  spanInbox: ({ place }) => [
    items(arnsOf(place).stateTable, WRITES, ["SPANS#*"]),
    items(arnsOf(place).stateTable, UPDATE, ["SPANS-WHOLE#*"]),
  ],
  steering: (grantee) => [...secrets(grantee), ...roleInAccounts("actuator")(grantee)],
  surveyor: roleInAccounts("observer"),
  topologies: documents("TOPOLOGY", "TOPOLOGY#*", "DISCOVERY", "DISCOVERY#*", "SNAPSHOT"),
  traces: documents("TRACE#*"),
  usage: readTopology,
  vault: makePresharedKeys,
  watches: partitions(["WATCH", "WATCH-SINCE"], PUT_AND_DELETE),
  weekReports: documents("WEEK-REPORT"),
  workflows: startWorkflows,
};

/** Ports that need a secret: their functions are told where the secrets are. */
const PORTS_WITH_SECRETS = [
  "channels",
  "faultTests",
  "provisioning",
  "queryReader",
  "reader",
  "repository",
  "sealer",
  "secrets",
  "spanExporter",
  "steering",
];

/** What the watchdog only looks at: it must not be able to change what it judges by. */
const WATCHED_BY_THE_WATCHDOG = ["health"];

/** What a port may do. @throws if nobody has said what */
export function grantsOfPort(port: string, grantee: Grantee): readonly Grant[] {
  const grants = grantsByPort[port];
  if (grants === undefined) throw new Error(`infra/permissions.ts does not say what the port ${port} may do`);
  return grants(grantee);
}

/** Every port that permissions are known for. */
export const knownPorts: readonly string[] = Object.keys(grantsByPort);

/** Ports of a function, as its handler names them. */
export const portsOf = (functionName: FunctionName): readonly string[] =>
  (functionPorts as Readonly<Partial<Record<FunctionName, readonly string[]>>>)[functionName] ?? [];

/** Ports that build, which have no rights where the stage does not say that connections are built. */
const BUILDING_PORTS = ["provisioning", "vault"];

/** Ports of a function that have rights in this stage. */
export const portsIn = ({ settings }: DeployedStage, functionName: FunctionName): readonly string[] =>
  portsOf(functionName).filter((port) => settings.provisioning === "on" || !BUILDING_PORTS.includes(port));

/** Whether a function must be able to read secrets. */
export const needsSecrets = (stage: DeployedStage, functionName: FunctionName): boolean =>
  portsIn(stage, functionName).some((port) => PORTS_WITH_SECRETS.includes(port));

/** Whether a function asks a model, which costs. */
export const asksModel = (functionName: FunctionName): boolean =>
  portsOf(functionName).some((port) => port === "reader" || port === "queryReader");

/** Whether a function is deployed into networks that a stage names for it, and not once a Region. */
export const isPerNetwork = (functionName: FunctionName): boolean =>
  (functions[functionName] as FunctionSpec).where === "network";

/** Whether a function sends packets into the networks it watches. */
export const sendsProbes = (functionName: FunctionName): boolean =>
  portsOf(functionName).includes("prober") && !isPerNetwork(functionName);

/** What Lambda does with a function's role to put it into a network. */
export const networkInterfaceActions: readonly string[] = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

/** For Lambda itself, and not for the code of the function. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html (read 2026-11) */
const inNetwork = (functionArn: string): readonly Grant[] => [
  { actions: [...networkInterfaceActions], resources: ["*"] },
  {
    effect: "deny",
    actions: [...networkInterfaceActions],
    resources: ["*"],
    conditions: [{ test: "ArnEquals", variable: "lambda:SourceFunctionArn", values: [functionArn] }],
  },
];

/**
 * What a function may do: what its ports need, its own log, and the queue of what it could not do. `deployedAs` = the name that one
 * of several in networks has.
 */
export function grantsOf(
  functionName: FunctionName,
  deadLetters: string,
  grantee: Omit<Grantee, "isReader">,
  deployedAs = deploymentNames(grantee.place.name).functionOf(functionName),
): readonly Grant[] {
  const isWatchdog = (functions[functionName] as FunctionSpec).role === "watchdog";
  const { probesFrom } = grantee.stage.settings.aws;
  const isInNetwork =
    isPerNetwork(functionName) || (sendsProbes(functionName) && probesFrom[grantee.place.regionId] !== undefined);
  const ofPorts = portsIn(grantee.stage, functionName).flatMap((port) =>
    grantsOfPort(port, {
      ...grantee,
      // what stands in a network is told what to measure, and changes nothing
      isReader: isPerNetwork(functionName) || (isWatchdog && WATCHED_BY_THE_WATCHDOG.includes(port)),
    }),
  );
  const { named, logGroupOf } = arnsOf(grantee.place);
  return [
    ...withoutRepeats(ofPorts),
    ...(isInNetwork ? inNetwork(named(deployedAs)) : []),
    { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${logGroupOf(deployedAs)}:*`] },
    { actions: ["sqs:SendMessage"], resources: [deadLetters] },
  ];
}

const withoutRepeats = (grants: readonly Grant[]): readonly Grant[] => [
  ...new Map(grants.map((grant) => [JSON.stringify(grant), grant])).values(),
];
