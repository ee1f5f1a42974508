import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One question: does this pattern match this event. */
export interface Pair {
  readonly pattern: unknown;
  readonly event: unknown;
}
export type Verdict = "match" | "no-match" | "invalid";

const VERSION = "2.1.0"; // the newest that this was compared with
const FETCH_TIMEOUT_MS = 60_000;
const cache = join(import.meta.dirname, "../../../node_modules/.cache/event-ruler", VERSION);
const source = join(import.meta.dirname, "RulerVerdicts.java");

/** AWS's own implementation, or why it cannot be had here. Its jars are fetched once through Maven. */
export function findRuler():
  | { readonly ask: (pairs: readonly Pair[]) => readonly Verdict[] }
  | { readonly reason: string } {
  for (const tool of ["java", "javac", "mvn"])
    if (spawnSync(tool, [tool === "mvn" ? "--version" : "-version"]).error)
      return { reason: `${tool} is not installed` };
  const classPath = join(cache, "*");
  if (!existsSync(join(cache, "RulerVerdicts.class"))) {
    const reason = fetch() ?? compile(classPath);
    if (reason !== undefined) return { reason };
  }
  return { ask: (pairs) => ask(`${classPath}:${cache}`, pairs) };
}

function fetch(): string | undefined {
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    join(cache, "pom.xml"),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>skylane</groupId><artifactId>conformance</artifactId><version>1</version>
<dependencies><dependency><groupId>software.amazon.event.ruler</groupId><artifactId>event-ruler</artifactId><version>${VERSION}</version></dependency></dependencies></project>`,
  );
  spawnSync(
    "mvn",
    ["-q", "-B", "-f", join(cache, "pom.xml"), "dependency:copy-dependencies", `-DoutputDirectory=${cache}`],
    { timeout: FETCH_TIMEOUT_MS },
  );
  return readdirSync(cache).some((name) => name.startsWith("event-ruler-"))
    ? undefined
    : `event-ruler ${VERSION} cannot be fetched with Maven`;
}

function compile(classPath: string): string | undefined {
  const done = spawnSync("javac", ["-cp", classPath, "-d", cache, source], { encoding: "utf8" });
  return done.status === 0 ? undefined : `the comparison does not compile: ${done.stderr.slice(0, 200)}`;
}

function ask(classPath: string, pairs: readonly Pair[]): readonly Verdict[] {
  const input = pairs.map(({ pattern, event }) => `${JSON.stringify(pattern)}\n${JSON.stringify(event)}\n`).join("");
  const output = execFileSync("java", ["-cp", classPath, "RulerVerdicts"], {
    input,
    encoding: "utf8",
    maxBuffer: 64_000_000,
  });
  return output.trim().split("\n") as Verdict[];
}
