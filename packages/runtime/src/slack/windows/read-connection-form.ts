import { ComplianceTag, type ConnectionForm, PersonName, ServiceChoiceId } from "@skylane/core";
import * as z from "zod";

/** A number somebody typed, above 0. */
const amount = (max: number, error: string) =>
  z
    .string()
    .transform(Number)
    .refine((value) => value > 0 && value <= max, { error })
    .optional();

/** What is filled in, by the line's id. */
const Lines = z.strictObject({
  source: ServiceChoiceId,
  destination: ServiceChoiceId,
  port: amount(65_535, "is a TCP port, such as 1433").refine((port) => port === undefined || Number.isInteger(port), {
    error: "is a TCP port, such as 1433",
  }),
  latency: amount(60_000, "is milliseconds there and back, such as 20"),
  encryption: z.enum(["required", "not-needed"]).optional(),
  exposure: z.enum(["forbidden", "allowed"]).optional(),
  compliance: z.array(ComplianceTag).max(4).default([]),
  volume: amount(1e9, "is GB a month, such as 500"),
  bandwidth: amount(1e7, "is Mbps, such as 200"),
  priority: z.enum(["low", "normal", "high"]).optional(),
  deadline: z.iso.date().optional(),
  owner: z.string().trim().pipe(PersonName).optional(),
  "cost-centre": z.string().trim().min(1, "is a name of up to 64 characters").max(64).optional(),
});

/** The form, or what is wrong with it by line, for people. */
export type FormReading =
  | { readonly kind: "filled"; readonly form: ConnectionForm }
  | { readonly kind: "wrong"; readonly errors: Readonly<Record<string, string>> };

/** Reads the form for a connection; pure. */
export function readConnectionForm(
  values: Readonly<Record<string, string | readonly string[]>>,
  nowIso: string,
): FormReading {
  const parsed = Lines.safeParse(values);
  if (!parsed.success)
    return {
      kind: "wrong",
      errors: Object.fromEntries(
        parsed.error.issues.map(({ path: [line], message }) => [String(line ?? "source"), message]),
      ),
    };
  const {
    source,
    destination,
    port,
    latency,
    encryption,
    exposure,
    compliance,
    volume,
    bandwidth,
    priority,
    deadline,
  } = parsed.data;
  if (source === destination) return wrong("destination", "is the same service as the one that opens the connections");
  if (deadline !== undefined && deadline < nowIso.slice(0, 10)) return wrong("deadline", "is a day that has passed");
  const { owner, "cost-centre": costCentre } = parsed.data;
  return {
    kind: "filled",
    form: {
      source,
      destination,
      ...(port !== undefined && { port }),
      requirements: {
        compliance: [...compliance],
        ...(latency !== undefined && { maxRttMs: latency }),
        ...(encryption !== undefined && { encryption }),
        ...(exposure !== undefined && { isPublicForbidden: exposure === "forbidden" }),
        ...(volume !== undefined && { monthlyGb: volume }),
        ...(bandwidth !== undefined && { bandwidthMbps: bandwidth }),
        ...(priority !== undefined && { priority }),
        ...(deadline !== undefined && { neededBy: deadline }),
      },
      ...(owner !== undefined && { owner }),
      ...(costCentre !== undefined && { costCentre }),
    },
  };
}

const wrong = (line: string, message: string): FormReading => ({ kind: "wrong", errors: { [line]: message } });
