/** What a provider would add to a resource when it makes it, as far as other resources are made from it. */
export type Attributes = Record<string, unknown>;

interface Made {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly regionId: string;
  readonly accountId: string;
}

/** ARNs and addresses in the forms the clouds give them. */
export function attributesOf({ type, name, inputs, regionId, accountId }: Made): Attributes {
  const physical = String(inputs.name ?? inputs.bucket ?? name);
  const arn = (service: string, rest: string) => `arn:aws:${service}:${regionId}:${accountId}:${rest}`;
  switch (type) {
    case "aws:lambda/function:Function": {
      const own = arn("lambda", `function:${physical}`);
      const invokeArn = `arn:aws:apigateway:${regionId}:lambda:path/2015-03-31/functions/${own}/invocations`;
      return { arn: own, name: physical, qualifiedArn: `${own}:$LATEST`, invokeArn, version: "1" };
    }
    case "aws:iam/role:Role":
      return { arn: `arn:aws:iam::${accountId}:role/${physical}`, name: physical };
    case "aws:iam/policy:Policy":
      return { arn: `arn:aws:iam::${accountId}:policy/${physical}`, name: physical };
    case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
      return { arn: `arn:aws:iam::${accountId}:oidc-provider/${String(inputs.url).replace("https://", "")}` };
    case "aws:iam/outboundWebIdentityFederation:OutboundWebIdentityFederation":
      return { issuerIdentifier: "https://00000000-0000-4000-8000-000000000000.tokens.sts.global.api.aws" };
    case "aws:dynamodb/table:Table":
      return { arn: arn("dynamodb", `table/${physical}`), name: physical };
    case "aws:sqs/queue:Queue":
      return { arn: arn("sqs", physical), url: `https://sqs.${regionId}.amazonaws.com/${accountId}/${physical}` };
    case "aws:sns/topic:Topic":
      return { arn: arn("sns", physical) };
    case "aws:kms/key:Key":
      return { arn: arn("kms", `key/${name}`), keyId: name };
    case "aws:cloudwatch/eventBus:EventBus":
      return { arn: arn("events", `event-bus/${physical}`), name: physical };
    case "aws:cloudwatch/eventRule:EventRule":
      return { arn: arn("events", `rule/${inputs.eventBusName}/${physical}`), name: physical };
    case "aws:cloudwatch/logGroup:LogGroup":
      return { arn: arn("logs", `log-group:${physical}`), name: physical };
    case "aws:scheduler/scheduleGroup:ScheduleGroup":
      return { arn: arn("scheduler", `schedule-group/${physical}`), name: physical };
    case "aws:sfn/stateMachine:StateMachine":
      return { arn: arn("states", `stateMachine:${physical}`), name: physical };
    case "aws:apigatewayv2/api:Api":
      return {
        arn: `arn:aws:apigateway:${regionId}::/apis/${name}`,
        apiEndpoint: `https://${name.toLowerCase()}.execute-api.${regionId}.amazonaws.com`,
        executionArn: arn("execute-api", name),
      };
    case "aws:s3/bucket:Bucket":
    case "aws:s3/bucketV2:BucketV2":
      return {
        arn: `arn:aws:s3:::${physical}`,
        bucket: physical,
        bucketDomainName: `${physical}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${physical}.s3.${regionId}.amazonaws.com`,
      };
    case "aws:cloudfront/distribution:Distribution":
      return {
        arn: `arn:aws:cloudfront::${accountId}:distribution/${name}`,
        domainName: `${name.toLowerCase()}.cloudfront.net`,
        status: "Deployed",
      };
    case "aws:cloudfront/keyValueStore:KeyValueStore":
      return { arn: `arn:aws:cloudfront::${accountId}:key-value-store/${name}` };
    case "aws:cloudfront/function:Function":
      return { arn: `arn:aws:cloudfront::${accountId}:function/${physical}` };
    case "random:index/randomBytes:RandomBytes":
      return {
        base64: Buffer.alloc(Number(inputs.length), 1).toString("base64"),
        hex: "01".repeat(Number(inputs.length)),
      };
    case "gcp:serviceaccount/account:Account":
      return {
        email: `${inputs.accountId}@${inputs.project ?? "project"}.iam.gserviceaccount.com`,
        name: `projects/${inputs.project ?? "project"}/serviceAccounts/${inputs.accountId}`,
        uniqueId: "112233445566778899001",
      };
    case "gcp:cloudfunctionsv2/function:Function":
      return { url: `https://${name.toLowerCase()}.run.app`, name: physical };
    case "azure-native:managedidentity:UserAssignedIdentity":
      return {
        name: String(inputs.resourceName ?? name),
        principalId: "11111111-2222-4333-8444-555555555555",
        clientId: "66666666-7777-4888-8999-aaaaaaaaaaaa",
      };
    default: {
      const [provider, module = ""] = type.split(":");
      return provider === "aws"
        ? { name: physical, arn: arn(module.split("/")[0] ?? "", physical) }
        : { name: physical };
    }
  }
}

/** What a provider answers to a question about the world; `undefined` = a question nobody has foreseen. */
export function answerOf(token: string, inputs: Record<string, unknown>, regionId: string, accountId: string) {
  switch (token) {
    case "aws:index/getRegion:getRegion":
      return { id: regionId, name: regionId, region: regionId, description: regionId, endpoint: "" };
    case "aws:index/getPartition:getPartition":
      return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { id: accountId, accountId, arn: `arn:aws:iam::${accountId}:role/deployer`, userId: "AROA" };
    case "aws:iam/getPolicyDocument:getPolicyDocument":
      return { ...inputs, id: "document", json: JSON.stringify(policyDocument(inputs.statements)), minifiedJson: "" };
    case "aws:cloudfront/getCachePolicy:getCachePolicy":
    case "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy":
      return { ...inputs, id: `${inputs.name}-id` };
    default:
      return undefined;
  }
}

interface WrittenStatement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: string[];
  readonly resources?: string[];
  readonly principals?: { type: string; identifiers: string[] }[];
  readonly conditions?: { test: string; variable: string; values: string[] }[];
}

/** The JSON the provider makes of its own way to write a policy. */
function policyDocument(statements: unknown) {
  return {
    Version: "2012-10-17",
    Statement: ((statements ?? []) as WrittenStatement[]).map((statement) => {
      const condition: Record<string, Record<string, string[]>> = {};
      for (const { test, variable, values } of statement.conditions ?? [])
        condition[test] = { ...condition[test], [variable]: values };
      return {
        ...(statement.sid && { Sid: statement.sid }),
        Effect: statement.effect ?? "Allow",
        ...(statement.principals && {
          Principal: Object.fromEntries(statement.principals.map(({ type, identifiers }) => [type, identifiers])),
        }),
        Action: statement.actions ?? [],
        ...(statement.resources && { Resource: statement.resources }),
        ...(statement.conditions && { Condition: condition }),
      };
    }),
  };
}
