import policies from "../../cloud-policies.gen.json" with { type: "json" };

/** One statement of an IAM policy, before it is given its resources' partition. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

type Given = Omit<Statement, "Sid" | "Effect">;

const { read, steer, provision } = policies.aws;
const given = (policy: { readonly Statement: readonly object[] }): readonly Given[] =>
  policy.Statement as readonly Given[];
const actionsOf = (statements: readonly Given[]): readonly string[] =>
  [...new Set(statements.flatMap(({ Action }) => Action))].sort();
const isOfEc2 = ({ Action }: Given): boolean => Action.every((action) => action.startsWith("ec2:"));
const isWrite = ({ Resource, Condition }: Given): boolean => Resource !== "*" || Condition !== undefined;

/** Knobs that are limited to what its owner has tagged; what cannot be limited so is asked for by a parameter of its own. */
const marked = Object.values(steer)
  .map((policy) => given(policy))
  .filter((statements) => statements.some(({ Condition }) => Condition !== undefined))
  .flat();

/** What discovery may: read. */
export const observing: readonly Statement[] = [
  { Sid: "Observe", Effect: "Allow", Action: actionsOf(given(read)), Resource: "*" },
];

/** What asking for the bill may; Cost Explorer knows no resources. */
export const askingForBill: readonly Statement[] = [
  { Sid: "AskForBill", Effect: "Allow", Action: ["ce:GetCostAndUsage"], Resource: "*" },
];

/**
 * Statements under the same condition, or about the same things where there is none, as one. It allows no more: an action of EC2
 * takes things of its own types only, whatever else stands beside it.
 */
const joined = (sid: string, statements: readonly Given[]): readonly Statement[] =>
  [...Map.groupBy(statements, ({ Resource, Condition }) => JSON.stringify(Condition ?? Resource)).values()].map(
    (same, i) => ({
      Sid: `${sid}${i + 1}`,
      Effect: "Allow",
      Action: actionsOf(same),
      Resource: resourcesOf(same),
      ...(same[0]?.Condition && { Condition: same[0].Condition }),
    }),
  );
const resourcesOf = (statements: readonly Given[]): string | readonly string[] => {
  const all = [...new Set(statements.flatMap(({ Resource }) => Resource))];
  return all.length === 1 && all[0] !== undefined ? all[0] : all;
};

/** What the knobs may whose objects have tags: write to those that are marked. Knobs with the same objects share a statement. */
export const steering: readonly Statement[] = [
  { Sid: "Look", Effect: "Allow", Action: actionsOf(marked.filter((one) => !isWrite(one))), Resource: "*" },
  ...joined("Steer", marked.filter(isWrite)),
];

const built = Object.values(provision).flatMap((policy) => given(policy));

/** What building connections may: make what bears Skylane's tags, join it to what is there, and take away what bears them. */
export const building: readonly Statement[] = joined("Build", built);

/** What the knob of Direct Connect gateways may: their associations have neither ARN nor tags. */
export const steeringDirectConnect: readonly Statement[] = [
  { Sid: "SteerDirectConnect", Effect: "Allow", Action: actionsOf(given(steer["aws.dx-prefixes"])), Resource: "*" },
];

/** What the official test may, of these virtual interfaces alone. */
export const testing = (interfaceArns: readonly string[]): readonly Statement[] => {
  const statements = given(steer["aws.bgp-failover-test"]);
  return [
    {
      Sid: "LookAtTests",
      Effect: "Allow",
      Action: actionsOf(statements.filter((one) => !isWrite(one))),
      Resource: "*",
    },
    { Sid: "Test", Effect: "Allow", Action: actionsOf(statements.filter(isWrite)), Resource: interfaceArns },
  ];
};

const neverTouchProtected = (writes: readonly Given[]): Statement => ({
  Sid: "NeverTouchProtected",
  Effect: "Deny",
  Action: actionsOf(writes),
  Resource: "*",
  Condition: { StringEquals: { "aws:ResourceTag/skylane:protected": "true" } },
});
const RIGHTS = ["iam:*", "organizations:*", "account:*", "sts:AssumeRole"];

/**
 * The most that the roles that look and steer can ever do, whatever policy somebody attaches to them. IAM sees the route table of
 * a change and never its prefix, so tables that must not be touched (of management networks) are tagged, and refused by that.
 */
export const boundary: readonly Statement[] = [
  {
    Sid: "AtMost",
    Effect: "Allow",
    Action: actionsOf([...given(read), ...askingForBill, ...Object.values(steer).flatMap((policy) => given(policy))]),
    Resource: "*",
  },
  neverTouchProtected(marked.filter(isWrite)),
  {
    Sid: "NeverGainRights",
    Effect: "Deny",
    Action: [...RIGHTS, "ec2:CreateTags", "ec2:DeleteTags"],
    Resource: "*",
  },
];

/** The most that the role that builds can ever do. It tags what it makes in the same call, and nothing that is there: a mark is its owner's. */
export const buildingBoundary: readonly Statement[] = [
  { Sid: "AtMost", Effect: "Allow", Action: actionsOf(built), Resource: "*" },
  neverTouchProtected(built.filter((one) => isWrite(one) && isOfEc2(one))),
  { Sid: "NeverGainRights", Effect: "Deny", Action: [...RIGHTS, "ec2:DeleteTags"], Resource: "*" },
  {
    Sid: "NeverMark",
    Effect: "Deny",
    Action: ["ec2:CreateTags"],
    Resource: "*",
    Condition: { Null: { "ec2:CreateAction": "true" } },
  },
];
