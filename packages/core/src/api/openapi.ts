import * as z from "zod";
import { routes } from "../deployment/manifest.ts";
import { Approval, ApprovalVerdict } from "../model/approval.ts";
import { Json as AnyJson, ConnectPlan } from "../model/connect-plan.ts";
import { DrillReport } from "../model/drill.ts";
import { FailoverPlan } from "../model/failover-plan.ts";
import { Flow } from "../model/flow.ts";
import { Incident } from "../model/incident.ts";
import { IntentRequest, Understanding } from "../model/intent.ts";
import { IntentRun, RunSummary } from "../model/intent-run.ts";
import { Network } from "../model/network.ts";
import { Override } from "../model/override.ts";
import { PathOverride } from "../model/path-override.ts";
import { PathPlan } from "../model/path-plan.ts";
import { SeenService } from "../model/service.ts";
import { Topology } from "../model/topology.ts";
import { contract, type RouteContract } from "./contract.ts";
import { IntentBatch, IntentOrderBody, IntentView } from "./intents.ts";
import { scopeOf } from "./scopes.ts";
import { ErrorBody, KillSwitchView, MoveAccepted, Overview, TopologyView } from "./views.ts";

type Json = Readonly<Record<string, unknown>>;
type Named = Readonly<Record<string, z.ZodType>>;

/** Bodies as somebody writes them: defaults may be left out. */
const ASKED: Named = { ApprovalVerdict, IntentBatch, IntentOrderBody, IntentRequest };
/** What is answered. */
const ANSWERED: Named = {
  Approval,
  ConnectPlan,
  DrillReport,
  ErrorBody,
  FailoverPlan,
  Flow,
  Incident,
  IntentRun,
  IntentView,
  Json: AnyJson,
  KillSwitchView,
  MoveAccepted,
  Network,
  Override,
  Overview,
  PathOverride,
  PathPlan,
  RunSummary,
  SeenService,
  Topology,
  TopologyView,
  Understanding,
};

/** What any route may answer beside what it is asked for; a gateway in front of it says `message`, Skylane `error`. */
const REFUSALS: Readonly<Record<string, string>> = {
  400: "something of the request does not fit; says which field and why",
  401: "no token, or not a valid one",
  403: "not allowed: whoever asks lacks the role, or nobody says who asks",
  404: "there is nothing of that name",
  409: "does not fit where things stand; says what stands",
  413: "the body is too long",
  429: "too many requests; ask again later",
  500: "something went wrong here; the log has the details",
  503: "something that is needed does not answer; ask again",
  504: "it took longer than 30 seconds",
};
const ANYTIME = [401, 403, 429, 500, 503, 504];

/** The HTTP API as OpenAPI 3.1, from the contract of its routes. @see https://spec.openapis.org/oas/v3.1.1 (read 2026-11) */
export function openApiDocument(): Json {
  const asked = registryOf(ASKED, ({ body }) => body, "Body");
  const answered = registryOf(ANSWERED, ({ answer }) => answer, "Answer");
  return {
    openapi: "3.1.0",
    info: {
      title: "Skylane",
      version: "1",
      summary: "The control plane for the network between clouds",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths: pathsOf({ asked, answered }),
    components: {
      securitySchemes: {
        signIn: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "An access token of the identity provider; the list beside it names the scope it must have.",
        },
      },
      responses: Object.fromEntries(Object.entries(REFUSALS).map(([status, says]) => [status, refusal(says)])),
      schemas: {
        ...schemasOf(asked, "input"),
        ...schemasOf(answered, "output"),
        Refusal: {
          anyOf: [
            { $ref: refTo("ErrorBody") },
            { type: "object", required: ["message"], properties: { message: { type: "string" } } },
          ],
        },
      },
    },
  };
}

interface Registries {
  readonly asked: Registry;
  readonly answered: Registry;
}
type Registry = z.core.$ZodRegistry<{ id: string }>;

/** Schemas that have a name of their own, and what is left of the routes' by the name of what answers there. */
function registryOf(named: Named, pick: (route: RouteContract) => z.ZodType | undefined, suffix: string): Registry {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(named)) registry.add(schema, { id: name });
  for (const { target, ...route } of routes) {
    const schema = pick(contractOf(route));
    if (schema && !registry.has(schema)) registry.add(schema, { id: `${inPascalCase(target)}${suffix}` });
  }
  return registry;
}

const contractOf = ({ method, path }: { readonly method: string; readonly path: string }): RouteContract =>
  contract[`${method} ${path}` as keyof typeof contract];

const inPascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase());

const refTo = (name: string): string => `#/components/schemas/${name}`;
const refIn = (registry: Registry, schema: z.ZodType): Json => ({ $ref: refTo(registry.get(schema)?.id ?? "Refusal") });

function schemasOf(registry: Registry, io: "input" | "output"): Json {
  const { schemas } = z.toJSONSchema(registry, { io, uri: refTo, unrepresentable: "any" });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

const refusal = (description: string): Json => ({
  description,
  content: { "application/json": { schema: { $ref: refTo("Refusal") } } },
});

function pathsOf(registries: Registries): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const { method, path, target } = route;
    const operation = operationOf(contractOf(route), registries, {
      operationId: target,
      ...("isSigned" in route
        ? { security: [], description: "Signed by Slack; no token." }
        : { security: [{ signIn: [scopeOf(route)] }] }),
    });
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return paths;
}

function operationOf(route: RouteContract, registries: Registries, about: Json): Json {
  const { summary, actions, path, query, body, isForm, isOtlp, statusCode = 200, answer, refusals = [] } = route;
  const isSent = body !== undefined || isForm === true || isOtlp === true;
  const isParsed = path !== undefined || query !== undefined || isSent;
  const statuses = [
    ...ANYTIME,
    ...refusals,
    ...(isParsed ? [400] : []),
    ...(isSent ? [413] : []),
    ...(path ? [404] : []),
  ];
  return {
    summary,
    ...about,
    ...(actions && { "x-skylane-actions": actions }),
    ...((path || query) && { parameters: [...parametersIn("path", path), ...parametersIn("query", query)] }),
    ...(body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: refIn(registries.asked, body) } },
      },
    }),
    ...(isForm && {
      requestBody: { required: true, content: { "application/x-www-form-urlencoded": { schema: { type: "object" } } } },
    }),
    ...(isOtlp && {
      description: "An ExportTraceServiceRequest of OTLP/HTTP in its JSON encoding, as it is or compressed by gzip.",
      requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
    }),
    responses: {
      [statusCode]: {
        description: statusCode === 202 ? "taken; it goes on from here" : "as it stands",
        content: Object.fromEntries(
          mediaTypesOf(route).map((type) => [type, { schema: refIn(registries.answered, answer) }]),
        ),
      },
      ...Object.fromEntries(
        [...new Set(statuses)].sort().map((status) => [status, { $ref: `#/components/responses/${status}` }]),
      ),
    },
  };
}

const mediaTypesOf = ({ isMarkdown, isMetrics, isPage }: RouteContract): readonly string[] => {
  if (isMetrics) return ["text/plain", "application/openmetrics-text"];
  if (isPage) return ["application/json", "text/html"];
  return [isMarkdown ? "text/markdown" : "application/json"];
};

/** A path is given as somebody writes it; a query comes as text, and is documented as what is made of it. */
const parametersIn = (where: "path" | "query", schema: z.ZodObject | undefined): readonly Json[] =>
  Object.entries(schema?.shape ?? {}).map(([name, one]) => {
    const { $schema: _, ...shown } = z.toJSONSchema(one as z.ZodType, {
      io: where === "path" ? "input" : "output",
      unrepresentable: "any",
    });
    return { name, in: where, required: where === "path" || !(one as z.ZodType).isOptional(), schema: shown };
  });
