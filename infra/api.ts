import { type FunctionName, routes } from "@skylane/core";
import { logicalName, type RegionContext } from "./context.ts";
import { logRetentionDays } from "./defaults.ts";
import type { FunctionOf } from "./functions.ts";
import { gatewayPath, routeKeyOf } from "./route-keys.ts";
import { scopesFor } from "./sign-in.ts";

interface Route {
  readonly method: string;
  readonly path: string;
  readonly target: FunctionName;
  readonly isSigned?: true;
  readonly scope?: "spans";
}

/** Requests a second, and at once. Slack sends a click at a time; an order is a person's; a request in words is read and planned; spans come many at once. */
const throttles = {
  signed: { throttlingRateLimit: 20, throttlingBurstLimit: 40 },
  read: { throttlingRateLimit: 20, throttlingBurstLimit: 40 },
  order: { throttlingRateLimit: 5, throttlingBurstLimit: 10 },
  spans: { throttlingRateLimit: 20, throttlingBurstLimit: 40 },
  plan: { throttlingRateLimit: 1, throttlingBurstLimit: 5 },
} as const;

const PLANNERS: readonly FunctionName[] = ["submit-intent", "submit-intents"];

const throttleOf = ({ method, target, isSigned, scope }: Route): keyof typeof throttles => {
  if (isSigned) return "signed";
  if (scope) return scope;
  if (method === "GET") return "read";
  return PLANNERS.includes(target) ? "plan" : "order";
};

/** One line of JSON a request: no header, no body, no token. */
const ACCESS_LOG = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  responseBytes: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  subject: "$context.authorizer.claims.sub",
  authorizerError: "$context.authorizer.error",
  integrationError: "$context.integrationErrorMessage",
});

/** The HTTP API with every route of the manifest; no other origin may call it from a browser. */
export function createApi(region: RegionContext, functionOf: FunctionOf) {
  const { stage, suffix, provider } = region;
  const { issuerUrl, audience, applications } = stage.settings.signIn;
  const api = new aws.apigatewayv2.Api(`Api${suffix}`, { name: stage.name, protocolType: "HTTP" }, { provider });
  const authorizerOf = (logical: string, name: string, issuer: string, audiences: string[]) =>
    new aws.apigatewayv2.Authorizer(
      `${logical}${suffix}`,
      {
        name,
        apiId: api.id,
        authorizerType: "JWT",
        identitySources: ["$request.header.Authorization"],
        jwtConfiguration: { issuer, audiences },
      },
      { provider },
    );
  const ofPeople = authorizerOf("SignIn", "sign-in", issuerUrl, [audience]);
  const ofApplications = applications
    ? authorizerOf("Applications", "applications", applications.issuerUrl, applications.audiences)
    : ofPeople;
  const made = (routes as readonly Route[]).map((route) => {
    const { method, path, target, isSigned, scope } = route;
    const logical = logicalName(region, target);
    const integration = new aws.apigatewayv2.Integration(
      `${logical}Integration`,
      {
        apiId: api.id,
        integrationType: "AWS_PROXY",
        integrationUri: functionOf(target).arn,
        payloadFormatVersion: "2.0",
        timeoutMilliseconds: 30_000,
      },
      { provider },
    );
    new aws.lambda.Permission(
      `${logical}ApiPermission`,
      {
        action: "lambda:InvokeFunction",
        function: functionOf(target).name,
        principal: "apigateway.amazonaws.com",
        sourceArn: $interpolate`${api.executionArn}/*/${method}${gatewayPath(path).replaceAll(/\{\w+\}/g, "*")}`,
      },
      { provider },
    );
    return new aws.apigatewayv2.Route(
      `${logical}Route`,
      {
        apiId: api.id,
        routeKey: routeKeyOf(route),
        target: $interpolate`integrations/${integration.id}`,
        ...(isSigned
          ? { authorizationType: "NONE" }
          : {
              authorizationType: "JWT",
              authorizerId: (scope ? ofApplications : ofPeople).id,
              authorizationScopes: scopesFor(stage.settings.signIn, route),
            }),
      },
      { provider },
    );
  });
  const accessLog = new aws.cloudwatch.LogGroup(
    `ApiAccessLog${suffix}`,
    { name: `/aws/vendedlogs/apigateway/${stage.name}`, retentionInDays: logRetentionDays(stage) },
    { provider },
  );
  new aws.apigatewayv2.Stage(
    `ApiStage${suffix}`,
    {
      apiId: api.id,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: accessLog.arn, format: ACCESS_LOG },
      defaultRouteSettings: throttles.order,
      routeSettings: (routes as readonly Route[]).map((route) => ({
        routeKey: routeKeyOf(route),
        ...throttles[throttleOf(route)],
      })),
    },
    { provider, dependsOn: made },
  );
  return api;
}
