import { routes } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { gatewayPath, routeKeyOf } from "../../infra/route-keys.ts";
import { stacks } from "./harness/stages.ts";

const isSlack = (routeKey: string) => routeKey.includes("/v1/slack/");
const isOtlp = (routeKey: string) => routeKey === "POST /otlp/v1/traces";
const scopeOf = (routeKey: string): string => {
  if (isOtlp(routeKey)) return "skylane/spans";
  return routeKey.startsWith("GET ") ? "skylane/read" : "skylane/order";
};

describe.each(stacks())("API of %s", (stageName, stack) => {
  const made = stack.ofType("aws:apigatewayv2/route:Route");
  const stagesOfApi = stack.ofType("aws:apigatewayv2/stage:Stage");

  it("has the manifest's routes in both Regions", () => {
    const keys = routes.map(routeKeyOf);

    expect(made.map(({ inputs }) => inputs.routeKey).sort()).toEqual([...keys, ...keys].sort());
  });

  it("asks for a token with a scope on every route but Slack's, which carry a signature", () => {
    for (const { inputs } of made)
      expect(inputs).toMatchObject(
        isSlack(inputs.routeKey)
          ? { authorizationType: "NONE" }
          : {
              authorizationType: "JWT",
              authorizerId: expect.stringMatching(/./),
              authorizationScopes: [scopeOf(inputs.routeKey)],
            },
      );
  });

  const authorizers = stack.ofType("aws:apigatewayv2/authorizer:Authorizer");

  it("believes people of one issuer, for one audience", () => {
    const ofPeople = authorizers.filter(({ inputs }) => inputs.name === "sign-in");

    expect(ofPeople).toHaveLength(2);
    for (const { inputs } of ofPeople)
      expect(inputs).toMatchObject({
        authorizerType: "JWT",
        identitySources: ["$request.header.Authorization"],
        jwtConfiguration: {
          issuer: "https://login.globalcart.example/",
          audiences: ["https://skylane.globalcart.example"],
        },
      });
  });

  it("believes applications of their own issuer where a stage names one, for what they send and nothing else", () => {
    const ofApplications = authorizers.filter(({ inputs }) => inputs.name === "applications");
    const others = made.filter(({ inputs }) => !isOtlp(inputs.routeKey)).map(({ inputs }) => inputs.authorizerId);
    const own = made.filter(({ inputs }) => isOtlp(inputs.routeKey)).map(({ inputs }) => inputs.authorizerId);

    expect(ofApplications.map(({ inputs }) => inputs.jwtConfiguration)).toEqual(
      stageName.includes("test")
        ? Array.from({ length: 2 }, () => ({
            issuer: "https://machines.globalcart.example/",
            audiences: ["web-app", "data-service"],
          }))
        : [],
    );
    expect(own.some((id) => others.includes(id))).toBe(!stageName.includes("test"));
  });

  it("holds back every route: requests for connections to 1 a second, orders to 5, the others to 20", () => {
    for (const { inputs } of stagesOfApi) {
      const limits: { routeKey: string; throttlingRateLimit: number; throttlingBurstLimit: number }[] =
        inputs.routeSettings;
      expect(limits.map(({ routeKey }) => routeKey).sort()).toEqual(routes.map(routeKeyOf).sort());
      for (const { routeKey, throttlingRateLimit, throttlingBurstLimit } of limits) {
        const isOrder = !routeKey.startsWith("GET ") && !isSlack(routeKey) && !isOtlp(routeKey);
        const isPlanned = /^POST \/v1\/(intents|\{call\})$/.test(routeKey);
        expect([throttlingRateLimit, throttlingBurstLimit], routeKey).toEqual(
          isPlanned ? [1, 5] : isOrder ? [5, 10] : [20, 40],
        );
      }
      expect(inputs.defaultRouteSettings).toEqual({ throttlingRateLimit: 5, throttlingBurstLimit: 10 });
    }
  });

  it("writes down each request as JSON, without its headers, body or token", () => {
    expect(stagesOfApi).toHaveLength(2);
    for (const { inputs } of stagesOfApi) {
      const line: Record<string, string> = JSON.parse(inputs.accessLogSettings.format);
      expect(line).toMatchObject({ route: "$context.routeKey", status: "$context.status" });
      for (const value of Object.values(line)) expect(value).toMatch(/^\$context\./);
      expect(inputs.accessLogSettings.destinationArn).toMatch(/:log-group:\/aws\/vendedlogs\/apigateway\//);
    }
  });

  it("is called by pages of no other origin", () => {
    for (const { inputs } of stack.ofType("aws:apigatewayv2/api:Api"))
      expect(inputs).not.toHaveProperty("corsConfiguration");
  });

  it("lets each route call its own function, and no other", () => {
    const permissions = stack
      .ofType("aws:lambda/permission:Permission")
      .filter(({ inputs }) => inputs.principal === "apigateway.amazonaws.com");

    expect(permissions).toHaveLength(2 * routes.length);
    for (const { inputs } of permissions) {
      const [, method, ...path] = String(inputs.sourceArn).split("/").slice(1);
      const granted = `${method} /${path.join("/")}`;
      const route = routes.find((one) => inputs.function.endsWith(`-${one.target}`));
      expect(granted).toBe(`${route?.method} ${gatewayPath(route?.path ?? "").replaceAll(/\{\w+\}/g, "*")}`);
    }
  });
});
