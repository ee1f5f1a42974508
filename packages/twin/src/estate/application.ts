import * as z from "zod";
import { contains } from "../world/prefix.ts";
import { ip, port } from "./fields.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, "must be lower-case letters, digits, . or -");
const ms = z.number().positive().max(60_000);
const text = z.string().min(1).max(64);
/** `GET /api/prices/{sku}`; what stands in braces differs from call to call. */
const route = z.string().regex(/^(GET|POST|PUT|DELETE) \/[\w./{}-]*$/, "must be a method and a path, GET /api/sales");

/** What an application does when it is asked, one after the other. */
const Step = z.discriminatedUnion("kind", [
  /** It computes. */
  z.strictObject({ kind: z.literal("work"), name: text, ms }),
  /** It asks a database beside it. */
  z.strictObject({ kind: z.literal("query"), name: text, system: text, database: text, ms }),
  /** It asks another application, so many times in a row. */
  z.strictObject({ kind: z.literal("call"), service: name, route, times: z.int().min(1).max(50).default(1) }),
]);
export type ApplicationStep = z.infer<typeof Step>;

/** An application that says what its requests took, as one with OpenTelemetry in it does. */
export const EstateApplication = z.strictObject({
  /** Its `service.name`. */
  service: name,
  /** Machine it runs on. */
  address: ip,
  port,
  routes: z
    .array(
      z.strictObject({
        route,
        steps: z.array(Step).min(1).max(8),
        /** A user asks for it so often; absent = only other applications do. */
        askedEverySeconds: z.number().min(0.1).optional(),
      }),
    )
    .min(1),
});
export type EstateApplication = z.infer<typeof EstateApplication>;

interface Checked {
  readonly networks: readonly { readonly cidrs: readonly string[] }[];
  readonly applications: readonly EstateApplication[];
}

/** Adds an issue for each application that stands nowhere, and each call to what does not answer or asks back. */
export function checkApplications(
  { networks, applications }: Checked,
  complain: (path: PropertyKey[], message: string) => void,
): void {
  const seen = new Set<string>();
  const routeOf = (service: string, wanted: string) =>
    applications.find((one) => one.service === service)?.routes.find((one) => one.route === wanted);
  const comesBack = (service: string, wanted: string, above: readonly string[]): boolean => {
    const key = `${service} ${wanted}`;
    if (above.includes(key)) return true;
    return (routeOf(service, wanted)?.steps ?? []).some(
      (step) => step.kind === "call" && comesBack(step.service, step.route, [...above, key]),
    );
  };
  applications.forEach(({ service, address, routes }, i) => {
    if (seen.has(service)) complain(["applications", i, "service"], `"${service}" is used twice; names must be unique`);
    seen.add(service);
    if (!networks.some(({ cidrs }) => cidrs.some((range) => contains(range, address))))
      complain(["applications", i, "address"], `${address} lies in no network of the estate`);
    routes.forEach(({ route: own, steps }, j) => {
      steps.forEach((step, k) => {
        if (step.kind === "call" && !routeOf(step.service, step.route))
          complain(
            ["applications", i, "routes", j, "steps", k],
            `calls "${step.route}" of "${step.service}", which is not declared`,
          );
      });
      if (comesBack(service, own, []))
        complain(["applications", i, "routes", j, "route"], `"${own}" of ${service} calls itself in the end`);
    });
  });
}
