import { readFileSync } from "node:fs";
import {
  explainIssues,
  FailbackSettings,
  FailoverSettings,
  GroupId,
  type SkylaneConfig,
  Thresholds,
} from "@skylane/core";
import type { ReplayPolicy } from "@skylane/engine";
import { loadConfig } from "@skylane/runtime/load-config";
import { load } from "js-yaml";
import * as z from "zod";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

/** The part of a configuration that a replay can vary; what is not said stays as it is now. */
const PolicyFragment = z.strictObject({
  thresholds: Thresholds.optional(),
  failover: FailoverSettings.optional(),
  groups: z.array(z.strictObject({ id: GroupId, failback: FailbackSettings })).optional(),
});

/** A policy to replay, and what its file says beside it. */
export interface PolicyFile {
  readonly policy: ReplayPolicy;
  /** Parts of a whole configuration that differ from the present one and that a replay leaves as they are now. */
  readonly leftOut: readonly string[];
}

/** The policy of the configuration as it is. */
export const presentPolicy = ({ thresholds, failover, groups }: SkylaneConfig): ReplayPolicy => ({
  name: "present",
  thresholds,
  failover,
  failback: new Map(groups.map(({ id, failback }) => [id, failback])),
});

/** The policy in a whole `skylane.yaml` or in a fragment of one, over the present one. @throws CliError what is wrong with it */
export function readPolicy(file: string, present: SkylaneConfig): PolicyFile {
  const raw = parseYaml(file);
  return "version" in raw ? wholePolicy(file, present) : { policy: fragmentPolicy(file, raw, present), leftOut: [] };
}

function wholePolicy(file: string, present: SkylaneConfig): PolicyFile {
  const { thresholds, failover, groups, ...rest } = loadConfig(file);
  checkGroups(
    file,
    groups.map(({ id }) => id),
    present,
  );
  const withoutFailback = (list: SkylaneConfig["groups"]): unknown => list.map(({ failback: _, ...group }) => group);
  const others = Object.keys(rest) as (keyof typeof rest)[];
  const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);
  const failback = new Map([
    ...presentPolicy(present).failback,
    ...groups.map((group) => [group.id as string, group.failback] as const),
  ]);
  return {
    policy: { name: "new", thresholds, failover, failback },
    leftOut: [
      ...(differs(withoutFailback(groups), withoutFailback(present.groups)) ? ["groups"] : []),
      ...others.filter((key) => key !== "alerts" && differs(rest[key], present[key])),
    ],
  };
}

function fragmentPolicy(file: string, raw: Readonly<Record<string, unknown>>, present: SkylaneConfig): ReplayPolicy {
  const now = presentPolicy(present);
  const parsed = PolicyFragment.safeParse(raw);
  if (!parsed.success)
    throw new CliError(
      `${file} is no policy: ${explainIssues(parsed.error)}\nIt is a whole skylane.yaml, or only its thresholds, failover and groups (id and failback).`,
      exitCodes.badInput,
    );
  const { thresholds, failover, groups = [] } = parsed.data;
  if (Object.keys(raw).length === 0)
    throw new CliError(`${file} says nothing: name thresholds, failover or groups in it.`, exitCodes.badInput);
  checkGroups(
    file,
    groups.map(({ id }) => id),
    present,
  );
  const merged = { ...now.failover, ...named(failover, raw.failover) };
  if (merged.flapReuse >= merged.flapSuppress)
    throw new CliError(
      `${file}: failover.flapReuse (${merged.flapReuse}) must be below flapSuppress (${merged.flapSuppress}); name both.`,
      exitCodes.badInput,
    );
  return {
    name: "new",
    thresholds: { ...now.thresholds, ...named(thresholds, raw.thresholds) },
    failover: merged,
    failback: new Map([
      ...now.failback,
      ...groups.map(({ id, failback }, i) => {
        const kept = now.failback.get(id) ?? failback;
        return [id as string, { ...kept, ...named(failback, rawFailback(raw.groups, i)) }] as const;
      }),
    ]),
  };
}

/** The parsed values of the keys that the file names: what it does not name is as it is now, not what a new file would have. */
const named = <T extends object>(parsed: T | undefined, raw: unknown): Partial<T> =>
  Object.fromEntries(Object.entries(parsed ?? {}).filter(([key]) => key in Object(raw))) as Partial<T>;

const rawFailback = (groups: unknown, i: number): unknown =>
  (groups as readonly { readonly failback?: unknown }[])[i]?.failback;

function checkGroups(file: string, ids: readonly string[], present: SkylaneConfig): void {
  const known = present.groups.map(({ id }) => id as string);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0)
    throw new CliError(
      `${file} names the group "${unknown[0]}", which the present configuration does not have; known: ${known.join(", ")}.`,
      exitCodes.badInput,
    );
}

function parseYaml(file: string): Readonly<Record<string, unknown>> {
  let raw: unknown;
  try {
    raw = load(readFileSync(file, "utf8"), { filename: file, maxAliases: 100 });
  } catch (error) {
    throw new CliError(
      `Cannot read the policy ${file}: ${error instanceof Error ? error.message : String(error)}`,
      exitCodes.badInput,
    );
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(raw ?? {});
  if (parsed.success) return parsed.data;
  throw new CliError(
    `${file} is no policy: it must be a mapping with thresholds, failover or groups.`,
    exitCodes.badInput,
  );
}
