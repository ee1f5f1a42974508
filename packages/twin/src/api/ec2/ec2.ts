import { randomUUID } from "node:crypto";
import { XMLBuilder } from "fast-xml-parser";
import type { World } from "../../world/world.ts";
import { ApiError } from "../api-error.ts";
import { describers, selectDescribed } from "./describe.ts";
import { type Ec2Parameters, ec2Parameters, pageOf } from "./parameters.ts";
import type { Scope } from "./scope.ts";
import { tgwRouteOperations } from "./tgw-routes.ts";
import { vpcRouteOperations } from "./vpc-routes.ts";

const builder = new XMLBuilder({ suppressEmptyNode: false });
const operations = { ...tgwRouteOperations, ...vpcRouteOperations };

/** An answer of the query API. */
export interface XmlAnswer {
  readonly statusCode: number;
  readonly xml: string;
}

/** How this caller is treated: reads that lag behind writes, operations its policy denies. */
export interface Ec2Temper {
  readonly consistencyMs: number;
  readonly deniedActions: readonly string[];
}

/** EC2's query API for one Region: form in, XML out, errors in EC2's own shape. */
export function callEc2(world: World, regionId: string, form: URLSearchParams, temper: Ec2Temper): XmlAnswer {
  const action = form.get("Action") ?? "";
  try {
    if (temper.deniedActions.includes(`ec2:${action}`))
      throw new ApiError("UnauthorizedOperation", "You are not authorized to perform this operation.", 403);
    const read = temper.consistencyMs === 0 ? world.routing : world.routingAsOf(temper.consistencyMs);
    const body = run({ world, regionId, read }, action, ec2Parameters(form));
    return { statusCode: 200, xml: document(`${action}Response`, { requestId: randomUUID(), ...body }) };
  } catch (error) {
    if (error instanceof ApiError) return ec2Error(error.statusCode, error.code, error.message);
    throw error;
  }
}

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
  const answer = (describe as NonNullable<typeof describe>)(scope);
  const { page, nextToken } = pageOf(selectDescribed(answer, parameters), parameters);
  return { [answer.set]: { item: page.map(({ xml }) => xml) }, ...(nextToken !== undefined && { nextToken }) };
}

const document = (root: string, body: object): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: { ...clean(body) } })}`;

/** Without the undefined values, which the builder would write as empty elements. */
function clean(value: unknown): object {
  return JSON.parse(JSON.stringify(value)) as object;
}
