import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { Target } from "./api/requests.ts";
import type { Envelope } from "./envelope.ts";
import { type CompiledPattern, compileEventPattern, matchesPattern } from "./patterns.ts";

/** A rule that is switched on, ready for matching. */
export interface LiveRule {
  readonly bus: string;
  readonly name: string;
  readonly pattern: CompiledPattern;
  readonly targets: readonly Target[];
}

/** An archive that takes events. */
interface LiveArchive {
  readonly name: string;
  readonly pattern: CompiledPattern | undefined;
}

interface LiveBus {
  readonly rules: readonly LiveRule[];
  readonly archives: readonly LiveArchive[];
}

/** What events are matched against, kept in memory until something of it changes. */
export interface RuleBook {
  /** `undefined` if there is no such bus. */
  bus(name: string): LiveBus | undefined;
  target(bus: string, rule: string, id: string): Target | undefined;
  /** To be called after each change of a bus, rule, target or archive. */
  forget(): void;
}

const Row = z.looseObject({ bus: z.string(), name: z.string(), pattern: z.string().nullable() });

export function createRuleBook(db: DatabaseSync): RuleBook {
  let known: Map<string, LiveBus> | undefined;
  const read = (): Map<string, LiveBus> => {
    const targets = db.prepare("SELECT body FROM targets WHERE bus = ? AND rule = ? ORDER BY id");
    const rules = rowsOf(db, "SELECT bus, name, pattern FROM rules WHERE state = 'ENABLED' ORDER BY name").map(
      ({ bus, name, pattern }): LiveRule => ({
        bus,
        name,
        pattern: compileEventPattern(pattern ?? ""),
        targets: targets.all(bus, name).map(({ body }) => Target.parse(JSON.parse(String(body)))),
      }),
    );
    const archives = rowsOf(db, "SELECT bus, name, pattern FROM archives ORDER BY name").map(
      ({ bus, name, pattern }) => ({
        bus,
        name,
        pattern: pattern === null ? undefined : compileEventPattern(pattern),
      }),
    );
    const names = db.prepare("SELECT name FROM buses").all();
    return new Map(
      names.map(({ name }) => [
        String(name),
        { rules: rules.filter(({ bus }) => bus === name), archives: archives.filter(({ bus }) => bus === name) },
      ]),
    );
  };
  const current = (): Map<string, LiveBus> => {
    known ??= read();
    return known;
  };
  const readTarget = db.prepare("SELECT body FROM targets WHERE bus = ? AND rule = ? AND id = ?");
  return {
    bus: (name) => current().get(name),
    target(bus, rule, id) {
      const live = current()
        .get(bus)
        ?.rules.find(({ name }) => name === rule)
        ?.targets.find(({ Id }) => Id === id);
      if (live) return live;
      const row = readTarget.get(bus, rule, id); // a disabled rule still delivers what it matched before
      return row && Target.parse(JSON.parse(String(row.body)));
    },
    forget() {
      known = undefined;
    },
  };
}

const rowsOf = (db: DatabaseSync, sql: string): z.infer<typeof Row>[] =>
  db
    .prepare(sql)
    .all()
    .map((row) => Row.parse(row));

/** The rules of a bus that an event matches. */
export const matchingRules = (bus: LiveBus, envelope: Envelope): readonly LiveRule[] =>
  bus.rules.filter(({ pattern }) => matchesPattern(pattern, envelope));
