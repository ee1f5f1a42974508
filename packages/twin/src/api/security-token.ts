import { randomUUID } from "node:crypto";
import { XMLBuilder } from "fast-xml-parser";
import type { World } from "../world/world.ts";
import type { XmlAnswer } from "./ec2/ec2.ts";

const NO_ACCOUNT = "000000000000";
const builder = new XMLBuilder({ suppressEmptyNode: false });

/** The AWS accounts of an estate; the first is the one that credentials from outside are of. */
const accountsOf = ({ atlas }: World): readonly string[] => {
  const own = [...atlas.estate.networks, ...atlas.estate.gateways].flatMap(({ cloud, accountId }) =>
    cloud === "aws" ? (accountId ?? []) : [],
  );
  return own.length > 0 ? [...new Set(own)] : [NO_ACCOUNT];
};

/**
 * The account that an access key is of: the one in the key's id if AssumeRole gave it out, else the estate's first.
 * `undefined` if the key's account is none of the estate's.
 */
export function accountOfKey(world: World, accessKeyId: string): string | undefined {
  const accounts = accountsOf(world);
  const assumed = /^ASIA(\d{12})TWIN$/.exec(accessKeyId)?.[1];
  if (assumed === undefined) return accounts[0];
  return accounts.find((account) => account === assumed);
}

/** STS's query API: who one is, and a role in another account of the estate. */
export function callSts(world: World, accountId: string, form: URLSearchParams): XmlAnswer {
  const action = form.get("Action") ?? "";
  if (action === "GetCallerIdentity")
    return answer(action, {
      Arn: `arn:aws:sts::${accountId}:assumed-role/reader/session`,
      UserId: "AROATWIN:session",
      Account: accountId,
    });
  if (action !== "AssumeRole") return stsError(400, "InvalidAction", `Could not find operation ${action}`);
  const roleArn = form.get("RoleArn") ?? "";
  const [, account, role] = /^arn:aws:iam::(\d{12}):role\/([\w+=,.@/-]+)$/.exec(roleArn) ?? [];
  if (account === undefined) return stsError(400, "ValidationError", `${roleArn} is invalid`);
  if (!accountsOf(world).includes(account))
    return stsError(
      403,
      "AccessDenied",
      `User: arn:aws:sts::${accountId}:assumed-role/reader/session is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  const session = form.get("RoleSessionName") ?? "session";
  return answer(action, {
    AssumedRoleUser: {
      AssumedRoleId: `AROATWIN:${session}`,
      Arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    },
    Credentials: {
      AccessKeyId: `ASIA${account}TWIN`,
      SecretAccessKey: "twin",
      SessionToken: "twin",
      Expiration: new Date(world.clock.nowMs() + SESSION_MS).toISOString(),
    },
  });
}
const SESSION_MS = 3_600_000;

/** An error as STS words it. */
export const stsError = (statusCode: number, code: string, message: string): XmlAnswer => ({
  statusCode,
  xml: builder.build({
    ErrorResponse: { Error: { Type: "Sender", Code: code, Message: message }, RequestId: randomUUID() },
  }),
});

const answer = (action: string, result: object): XmlAnswer => ({
  statusCode: 200,
  xml: builder.build({
    [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } },
  }),
});
