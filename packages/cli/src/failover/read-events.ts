import { readFileSync } from "node:fs";
import { AnyEvent, EventPage, type EventType, explainIssues, type SkylaneEvent } from "@skylane/core";
import type { ApiClient } from "../api-client.ts";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

const PAGE_COUNT = 500;

/** What a replay is made of. */
const REPLAYED: readonly EventType[] = [
  "health.snapshot-taken.v1",
  "health.path-state-changed.v1",
  "failover.completed.v1",
];

/** The health events of the log since a moment, page by page; `onProgress` hears how many events were read. */
export async function fetchEvents(
  api: Pick<ApiClient, "get">,
  sinceMs: number,
  onProgress: (count: number) => void,
): Promise<readonly SkylaneEvent[]> {
  const found: SkylaneEvent[] = [];
  const since = new Date(sinceMs).toISOString();
  let after = `${since.slice(0, 13)}|${since}`;
  let count = 0;
  for (;;) {
    const page = await api.get(`/v1/events?limit=${PAGE_COUNT}&after=${encodeURIComponent(after)}`, EventPage);
    for (const { event } of page.events) if (isReplayed(event)) found.push(AnyEvent.parse(event));
    count += page.events.length;
    onProgress(count);
    const last = page.events.at(-1);
    if (!last || page.events.length < PAGE_COUNT) return found;
    after = last.key;
  }
}

/** The health events of a file, one a line, as `skylane events tail --json` prints them. @throws CliError with the line that is wrong */
export function readEventFile(file: string): readonly SkylaneEvent[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new CliError(
      `Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`,
      exitCodes.badInput,
    );
  }
  return text.split("\n").flatMap((line, i) => (line.trim() === "" ? [] : eventIn(line, `${file}, line ${i + 1}`)));
}

function eventIn(line: string, where: string): readonly SkylaneEvent[] {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    throw new CliError(
      `${where} is no JSON: one event a line, as "skylane events tail --no-follow --json" prints them.`,
      exitCodes.badInput,
    );
  }
  if (!isReplayed(raw)) return [];
  const parsed = AnyEvent.safeParse(raw);
  if (parsed.success) return [parsed.data];
  throw new CliError(`${where} is no event of this version: ${explainIssues(parsed.error)}`, exitCodes.badInput);
}

const isReplayed = (raw: unknown): boolean =>
  typeof raw === "object" && raw !== null && REPLAYED.some((type) => type === (raw as { type?: unknown }).type);
