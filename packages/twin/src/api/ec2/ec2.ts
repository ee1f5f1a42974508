import { randomUUID } from "node:crypto";
import { XMLBuilder } from "fast-xml-parser";
import type { World } from "../../world/world.ts";
import { ApiError } from "../api-error.ts";
import { attachmentTableOperations } from "./build/attachment-tables.ts";
import { customerGatewayOperations } from "./build/customer-gateways.ts";
import { ghostsOf } from "./build/ghosts.ts";
import { securityRuleOperations } from "./build/security-rules.ts";
import { transitGatewayOperations } from "./build/transit-gateways.ts";
import { transitPeeringOperations } from "./build/transit-peerings.ts";
import { vpcAttachmentOperations } from "./build/vpc-attachments.ts";
import { vpcPeeringOperations } from "./build/vpc-peerings.ts";
import { vpnConnectionOperations } from "./build/vpn-connections.ts";
import { describers, selectDescribed } from "./describe.ts";
import type { Operation } from "./operation.ts";
import { type Ec2Parameters, ec2Parameters, pageOf } from "./parameters.ts";
import type { Scope } from "./scope.ts";
import { tgwRouteOperations } from "./tgw-routes.ts";
import { vpcRouteOperations } from "./vpc-routes.ts";

const builder = new XMLBuilder({ suppressEmptyNode: false });
const operations: Readonly<Record<string, Operation>> = {
  ...tgwRouteOperations,
  ...vpcRouteOperations,
  ...transitGatewayOperations,
  ...vpcAttachmentOperations,
  ...attachmentTableOperations,
  ...customerGatewayOperations,
  ...vpnConnectionOperations,
  ...vpcPeeringOperations,
  ...transitPeeringOperations,
  ...securityRuleOperations,
};

/** An answer of the query API. */
export interface XmlAnswer {
  readonly statusCode: number;
  readonly xml: string;
}

/** How this caller is treated: reads that lag behind writes, operations its policy denies. */
export interface Ec2Temper {
  readonly consistencyMs: number;
  readonly deniedActions: readonly string[];
  readonly deniedScopes: readonly string[];
}

/** Who asks, and where. */
export interface Ec2Caller {
  readonly regionId: string;
  readonly accountId: string;
}

/** EC2's query API for one Region: form in, XML out, errors in EC2's own shape. */
export function callEc2(
  world: World,
  { regionId, accountId }: Ec2Caller,
  form: URLSearchParams,
  temper: Ec2Temper,
): XmlAnswer {
  const action = form.get("Action") ?? "";
  try {
    if (temper.deniedActions.includes(`ec2:${action}`) || temper.deniedScopes.includes(`aws:${regionId}`))
      return unauthorized(action, accountId);
    const read = temper.consistencyMs === 0 ? world.routing : world.routingAsOf(temper.consistencyMs);
    const body = run({ world, regionId, accountId, read }, action, ec2Parameters(form));
    return { statusCode: 200, xml: document(`${action}Response`, { requestId: randomUUID(), ...body }) };
  } catch (error) {
    if (error instanceof ApiError) return ec2Error(error.statusCode, error.code, error.message);
    throw error;
  }
}

/** EC2's answer to a caller whose policy lacks the permission. */
const unauthorized = (action: string, accountId: string): XmlAnswer =>
  ec2Error(
    403,
    "UnauthorizedOperation",
    `You are not authorized to perform this operation. User: arn:aws:sts::${accountId}:assumed-role/reader/session is not authorized to perform: ec2:${action} because no identity-based policy allows the ec2:${action} action`,
  );

/** An error as EC2 words it. */
export const ec2Error = (statusCode: number, code: string, message: string): XmlAnswer => ({
  statusCode,
  xml: `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ Response: { Errors: { Error: { Code: code, Message: message } }, RequestID: randomUUID() } })}`,
});

function run(scope: Scope, action: string, parameters: Ec2Parameters): Readonly<Record<string, unknown>> {
  const describe = describers[action];
  const operation = operations[action];
  if (!describe && !operation)
    throw new ApiError("InvalidAction", `The action ${action} is not valid for this web service.`);
  if (parameters.text("DryRun") === "true")
    throw new ApiError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
  if (operation) return operation(scope, parameters);
  const shown = (describe as NonNullable<typeof describe>)(scope, parameters);
  const answer = { ...shown, items: [...shown.items, ...ghostsOf(scope, action)] };
  const { page, nextToken } = pageOf(selectDescribed(answer, parameters), parameters);
  return { [answer.set]: { item: page.map(({ xml }) => xml) }, ...(nextToken !== undefined && { nextToken }) };
}

const document = (root: string, body: object): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: { ...clean(body) } })}`;

/** Without the undefined values, which the builder would write as empty elements, and what XML 1.0 cannot hold. */
function clean(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === "string" ? one.replaceAll(NOT_IN_XML, "\u{fffd}") : one,
  ) as object;
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be found
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
