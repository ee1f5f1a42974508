import cloudPolicies from "./cloud-policies.gen.json" with { type: "json" };

/** A rule on calls as CloudTrail tells them, whose matches are kept and alarmed on. */
export interface AuditRule {
  readonly name: string;
  /** Name of the metric that counts its matches in the log they are kept in, and the filter that finds them there. */
  readonly metric: string;
  readonly filter: string;
  /** The account's own bus, where its calls arrive; absent = Skylane's, where other accounts send theirs. */
  readonly isOnDefaultBus?: true;
  readonly says: string;
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** Names of the roles that may do what the rules look for. */
export interface ExpectedRoles {
  /** Change routes. */
  readonly actuators: readonly string[];
  /** Ask AWS for a token for another cloud. */
  readonly tokenAskers: readonly string[];
  /** ARNs that are assumed with the token of another cloud or of the code's host. */
  readonly assumedByToken: readonly string[];
}

interface WrittenPolicy {
  readonly Statement: readonly { readonly Sid?: string; readonly Action: readonly string[] }[];
}

const calls = { "detail-type": ["AWS API Call via CloudTrail"] };

/** Changes of routes that AWS lets the adapters make, by the name CloudTrail gives them: what their policies allow but looking. */
export const routeChanges: readonly string[] = [
  ...new Set(
    Object.values<WrittenPolicy>(cloudPolicies.aws.steer)
      .flatMap(({ Statement }) => Statement)
      .filter(({ Sid }) => Sid === "SkylaneSteer")
      .flatMap(({ Action }) => Action.map((action) => action.split(":")[1] ?? action)),
  ),
].sort();

/**
 * What happens beside Skylane: a route of the kind Skylane moves, changed by somebody else; a token for another cloud, asked for
 * by a role that has no business there; a role assumed with a token that none of Skylane's is for.
 */
export const auditRules = ({ actuators, tokenAskers, assumedByToken }: ExpectedRoles): readonly AuditRule[] => [
  {
    name: "foreign-route-change",
    metric: "ForeignRouteChangeCount",
    filter: '{ $.detail.eventSource != "sts.amazonaws.com" }',
    says: "A route of the kind Skylane moves was changed by somebody else. The call is in the audit log group: who, what, from where.",
    pattern: {
      ...calls,
      source: ["aws.ec2", "aws.directconnect"],
      detail: {
        errorCode: [{ exists: false }],
        eventName: routeChanges,
        ...notBy(actuators),
      },
    },
  },
  {
    name: "foreign-token-request",
    metric: "ForeignTokenRequestCount",
    filter: '{ $.detail.eventName = "GetWebIdentityToken" }',
    isOnDefaultBus: true,
    says: "A role that has no business in another cloud asked AWS for a token for one, and may have got it: docs/operations/runbooks/credential-loss.md.",
    pattern: {
      ...calls,
      source: ["aws.sts"],
      detail: { eventName: ["GetWebIdentityToken"], ...notBy(tokenAskers) },
    },
  },
  {
    name: "foreign-token-login",
    metric: "ForeignTokenLoginCount",
    filter: '{ $.detail.eventName = "AssumeRoleWithWebIdentity" }',
    isOnDefaultBus: true,
    says: "Somebody assumed a role in this account with a token from outside, or tried to, and it is none of Skylane's: docs/operations/runbooks/credential-loss.md.",
    pattern: {
      ...calls,
      source: ["aws.sts"],
      detail: {
        eventName: ["AssumeRoleWithWebIdentity"],
        $or: [
          { requestParameters: { roleArn: [{ "anything-but": assumedByToken }] } },
          // a call that was refused early says nothing of the role
          { requestParameters: { roleArn: [{ exists: false }] } },
          { errorCode: [{ exists: true }] },
        ],
      },
    },
  },
];

/** By nobody of these roles: another role, or no role at all. */
const notBy = (roleNames: readonly string[]) => {
  const issuedFor = (userName: readonly object[]) => ({
    userIdentity: { sessionContext: { sessionIssuer: { userName } } },
  });
  return { $or: [issuedFor([{ "anything-but": roleNames }]), issuedFor([{ exists: false }])] };
};
