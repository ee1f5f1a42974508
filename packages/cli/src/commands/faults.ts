import { Duration, Overview } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import { apiClient } from "../api-client.ts";
import { unknownName } from "../cli-error.ts";
import { type Fault, labClient } from "../lab-client.ts";
import { print, table } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface InjectOptions extends TargetOptions {
  readonly loss?: number;
  readonly addedLatency?: number;
  readonly duration?: number;
}

/** Kinds of fault a person may put on one connection. */
const kinds = ["cut", "blackhole", "loss", "latency", "flap", "slow-death"] as const;

/** `skylane faults inject|clear|list`: only where a lab stands behind the instance. */
export const addFaults = (program: Command): void => {
  const faults = program.command("faults").description("put faults on the links of the twin, and take them away");
  withTarget(
    faults
      .command("inject")
      .description("break a connection")
      .argument("<connection>")
      .argument("<kind>", kinds.join(" | ")),
  )
    .option("--loss <ratio>", "share of packets lost, 0-1 (kind loss)", ratio)
    .option("--added-latency <duration>", "one way, e.g. 50ms (kind latency)", durationMs)
    .option("--duration <duration>", "ends by itself, e.g. 30s", durationMs)
    .action(async (connectionId: string, kind: string, options: InjectOptions) => {
      const api = apiClient(options);
      if (!kinds.some((known) => known === kind)) throw unknownName("kind of fault", kind, kinds);
      const { connections } = await api.get("/v1/overview", Overview);
      if (!connections.some(({ id }) => id === connectionId))
        throw unknownName(
          "connection",
          connectionId,
          connections.map(({ id }) => id),
        );
      const fault = await labClient(api).inject(faultBody(connectionId, kind, options));
      print(options.json === true, fault, () => `${fault.kind} on ${connectionId}: ${fault.id}`);
    });
  withTarget(faults.command("clear").description("mend a connection, or everything").argument("[connection]")).action(
    async (connectionId: string | undefined, options: TargetOptions) => {
      const lab = labClient(apiClient(options));
      const present = await lab.list();
      const cleared =
        connectionId === undefined ? present : present.filter(({ target }) => target.connectionId === connectionId);
      if (connectionId === undefined) await lab.clearAll();
      else for (const { id } of cleared) await lab.clear(id);
      print(options.json === true, { cleared }, () => `${cleared.length} faults cleared`);
    },
  );
  withTarget(faults.command("list").description("faults there are now")).action(async (options: TargetOptions) => {
    const present = await labClient(apiClient(options)).list();
    print(options.json === true, { faults: present }, () => describe(present));
  });
};

/** The body of the lab's request for a fault of this kind. */
export const faultBody = (connectionId: string, kind: string, options: Omit<InjectOptions, keyof TargetOptions>) => ({
  kind,
  target: { connectionId },
  ...(kind === "loss" && { lossRatio: options.loss ?? 0.25 }),
  ...(kind === "latency" && { addedMs: options.addedLatency ?? 50 }),
  ...(kind === "flap" && { upMs: 5_000, downMs: 5_000 }),
  ...(kind === "slow-death" && { durationMs: options.duration ?? 60_000 }),
  ...(options.duration !== undefined && { durationMs: options.duration }),
});

const describe = (faults: readonly Fault[]): string =>
  faults.length === 0
    ? "No faults."
    : table(
        ["fault", "kind", "on"],
        faults.map(({ id, kind, target }) => [
          id,
          kind,
          target.connectionId ?? target.regionId ?? target.carrier ?? "",
        ]),
      );

/** A duration option in ms. */
export function durationMs(text: string): number {
  const parsed = Duration.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? "is no duration");
}

function ratio(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError("must be a number above 0 and up to 1, e.g. 0.25");
}
