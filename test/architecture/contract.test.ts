import { join } from "node:path";
import { type Action, contract, functions, IntentVerb, openApiDocument, routes } from "@skylane/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { gatewayPath } from "../../infra/route-keys.ts";

interface HandlerRoute {
  readonly body?: z.ZodType;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly statusCode?: number;
  readonly at?: string;
  readonly action?: Action | ((path: unknown) => Action);
}
const handlerRoute = async (target: keyof typeof functions): Promise<HandlerRoute> => {
  const file = join(import.meta.dirname, `../../functions/${functions[target].entry}.ts`);
  return ((await import(file)) as { readonly handler: { readonly route: HandlerRoute } }).handler.route;
};
const shown = (schema: z.ZodType | undefined, io: "input" | "output") =>
  schema && z.toJSONSchema(schema, { io, unrepresentable: "any" });
const fieldsOf = (schema: z.ZodObject | undefined, io: "input" | "output") => shown(schema, io)?.properties;
const actionsOf = ({ action }: HandlerRoute): readonly Action[] => {
  if (action === undefined) return [];
  if (typeof action === "string") return [action];
  return [...new Set(IntentVerb.options.map((verb) => action({ id: { verb } })))];
};

/** Every `$ref` in a document, wherever it is. */
function refsIn(value: unknown): readonly string[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === "$ref" && typeof part === "string" ? [part] : refsIn(part),
  );
}
const at = (document: unknown, ref: string): unknown =>
  ref
    .slice(2)
    .split("/")
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);

type Document = {
  readonly paths: Record<string, Record<string, { parameters?: { in: string; name: string }[]; responses: object }>>;
};
const document = openApiDocument() as unknown as Document;

describe("contract of the HTTP API", () => {
  it.each(routes.filter((route) => !("isSigned" in route)))(
    "$method $path: its handler takes what the contract says",
    async ({ method, path, target }) => {
      const said = contract[`${method} ${path}` as keyof typeof contract];
      const route = await handlerRoute(target);

      expect(shown(route.body, "input")).toEqual(shown(said.body, "input"));
      expect(fieldsOf(route.path, "input")).toEqual(fieldsOf(said.path, "input"));
      expect(fieldsOf(route.query, "output")).toEqual(fieldsOf(said.query, "output"));
      expect(route.statusCode ?? 200).toBe(said.statusCode ?? 200);
      expect(actionsOf(route)).toEqual(said.actions ?? []);
      // a gateway's key for it may fit other paths too: then the function refuses them itself
      expect(route.at).toBe(gatewayPath(path) === path ? undefined : path);
    },
  );

  it("every route of the manifest is in the document, and nothing else", () => {
    const written = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(written.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it("names every variable of a path as a parameter, and answers each refusal in one form", () => {
    for (const [path, operations] of Object.entries(document.paths))
      for (const { parameters = [], responses } of Object.values(operations)) {
        const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        expect(parameters.filter((one) => one.in === "path").map(({ name }) => name)).toEqual(variables);
        expect(Object.keys(responses)).toContain("403");
      }
  });

  it("refers to nothing that is not there", () => {
    const refs = refsIn(document);

    expect(refs.length).toBeGreaterThan(100);
    expect(refs.filter((ref) => at(document, ref) === undefined)).toEqual([]);
    // and the check does tell a wrong one
    expect(at(document, "#/components/schemas/Nothing")).toBeUndefined();
  });
});
