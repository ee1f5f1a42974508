import policies from "../../cloud-policies.gen.json" with { type: "json" };

/** One statement of an IAM policy, before it is given its resources' partition. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Given = Omit<Statement, "Sid" | "Effect">;

const { read, steer } = policies.aws;
const given = (policy: { readonly Statement: readonly object[] }): readonly Given[] =>
  policy.Statement as readonly Given[];
const actionsOf = (statements: readonly Given[]): readonly string[] =>
  [...new Set(statements.flatMap(({ Action }) => Action))].sort();
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

/** What the knobs may whose objects have tags: write to those that are marked. Knobs with the same objects share a statement. */
export const steering: readonly Statement[] = [
  { Sid: "Look", Effect: "Allow", Action: actionsOf(marked.filter((one) => !isWrite(one))), Resource: "*" },
  ...[...Map.groupBy(marked.filter(isWrite), ({ Resource }) => JSON.stringify(Resource)).values()].flatMap(
    (same, i): readonly Statement[] => {
      const [first] = same;
      if (!first?.Condition) return [];
      const { Resource, Condition } = first;
      return [{ Sid: `Steer${i + 1}`, Effect: "Allow", Action: actionsOf(same), Resource, Condition }];
    },
  ),
];

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

/**
 * The most that any role of this template can ever do, whatever policy somebody attaches to it. IAM sees the route table of a
 * change and never its prefix, so tables that must not be touched (of management networks) are tagged, and refused by that.
 */
export const boundary: readonly Statement[] = [
  {
    Sid: "AtMost",
    Effect: "Allow",
    Action: actionsOf([...given(read), ...Object.values(steer).flatMap((policy) => given(policy))]),
    Resource: "*",
  },
  {
    Sid: "NeverTouchProtected",
    Effect: "Deny",
    Action: actionsOf(marked.filter(isWrite)),
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceTag/skylane:protected": "true" } },
  },
  {
    Sid: "NeverGainRights",
    Effect: "Deny",
    Action: ["iam:*", "organizations:*", "account:*", "sts:AssumeRole", "ec2:CreateTags", "ec2:DeleteTags"],
    Resource: "*",
  },
];
