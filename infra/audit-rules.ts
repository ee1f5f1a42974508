import cloudPolicies from "./cloud-policies.gen.json" with { type: "json" };
import type { NoticeRule } from "./notice-rules.ts";

/** A call as CloudTrail tells it: what was called, by whom, from where. */
const shows = {
  call: "$.detail.eventName",
  by: "$.detail.userIdentity.arn",
  from: "$.detail.sourceIPAddress",
  account: "$.account",
};

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
export const auditRules = ({ actuators, tokenAskers, assumedByToken }: ExpectedRoles): readonly NoticeRule[] => [
  {
    name: "foreign-route-change",
    says: "A route of the kind Skylane moves was changed by somebody else. The call is in the audit log group.",
    shows,
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
    isOnDefaultBus: true,
    says: "A role that has no business in another cloud asked AWS for a token for one, and may have got it: docs/operations/runbooks/credential-loss.md.",
    shows,
    pattern: {
      ...calls,
      source: ["aws.sts"],
      detail: { eventName: ["GetWebIdentityToken"], ...notBy(tokenAskers) },
    },
  },
  {
    name: "foreign-token-login",
    isOnDefaultBus: true,
    says: "Somebody assumed a role in this account with a token from outside, or tried to, and it is none of Skylane's: docs/operations/runbooks/credential-loss.md.",
    shows,
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
