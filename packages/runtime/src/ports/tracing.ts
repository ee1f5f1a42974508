import { otlpExporter } from "../otlp/otlp-exporter.ts";
import { keepSpans } from "../trace/keep-spans.ts";
import { tracedProber, tracedSteering } from "../trace/traced-ports.ts";
import type { Port } from "./ports.ts";
import { secrets } from "./secrets.ts";
import { traces as keptTraces } from "./state.ts";
import { theSurroundings } from "./surroundings.ts";

/** Keeps what a handler does as spans of the incident it is about: its own, its calls to clouds, its probes. */
export const traces: Port<"traces"> = {
  ...keptTraces,
  async around({ raw, lambda, invoked }, run) {
    const from = await theSurroundings().catch(() => undefined);
    // without a configuration there is nothing to keep, and the handler itself says so
    return from ? keepSpans({ raw, lambda, invoked, store: await from.the(keptTraces), from }, run) : run();
  },
  watch: ({ steering, prober }) => ({
    ...(steering && { steering: tracedSteering(steering) }),
    ...(prober && { prober: tracedProber(prober) }),
  }),
};

/** To the collector of the configuration. */
export const spanExporter: Port<"spanExporter"> = {
  name: "spanExporter",
  async make({ config: { telemetry }, settings, clock, the }) {
    const { otlpEndpoint, headerSecrets } = telemetry;
    if (otlpEndpoint === undefined) return undefined;
    const secretOf = await the(secrets);
    return otlpExporter({ endpoint: otlpEndpoint, headerSecrets, secretOf, clock, deployment: settings.names.bus });
  },
};
