import { SkylaneError } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aStandingRun, builtConfig, builtTopology } from "../../../../../test/support/built-runs.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { lookAfter, publishDocuments } from "../index.ts";

const runId = "in-1-abc";
const documents = { repository: "https://git.globalcart.example/docs.git", tokenSecret: "documents-token" };
async function documented(intents: object): Promise<MemoryDeps> {
  const deps = memoryDeps(builtConfig({ intents }));
  const { run, made } = aStandingRun(2);
  deps.building.runs.set(run.id, run);
  for (const one of made) await deps.made.put(run.id, one);
  await deps.topologies.saveSnapshot(builtTopology());
  await lookAfter(deps, runId);
  return deps;
}
const event = (deps: MemoryDeps) => {
  const told = deps.published.find(({ type }) => type === "intent.documented.v1");
  if (!told) throw new Error("nothing told");
  return told.data as Parameters<typeof publishDocuments>[1];
};

describe("engine/intent/use-cases/publish-documents", () => {
  it("on intent.documented.v1 pushes each document of it, one commit for all", async () => {
    const deps = await documented({ documents });

    expect(await publishDocuments(deps, event(deps))).toBe("pushed");

    const { files, commitCount } = deps.building.repository;
    expect([...files.keys()]).toEqual([`${runId}-1.md`, `${runId}-2.md`]);
    expect(files.get(`${runId}-1.md`)).toBe(deps.building.documentOf.get(`${runId}-1`)?.markdown);
    expect(commitCount).toBe(1);
  });

  it("an event that comes again is no second commit", async () => {
    const deps = await documented({ documents });
    await publishDocuments(deps, event(deps));

    expect(await publishDocuments(deps, event(deps))).toBe("as-they-were");
    expect(deps.building.repository.commitCount).toBe(1);
  });

  it("does nothing where no repository is named", async () => {
    const deps = await documented({});

    expect(await publishDocuments(deps, event(deps))).toBe("nowhere-to");
    expect(deps.building.repository.files.size).toBe(0);
  });

  it("what could not be pushed is an error in the log, and is tried again", async () => {
    const deps = await documented({ documents });
    const said: string[] = [];
    const away = new SkylaneError("ERR_REPOSITORY_UNAVAILABLE", "unavailable", "no answer");
    const broken = {
      ...deps,
      log: { ...deps.log, error: (message: string) => void said.push(message) },
      repository: { push: () => Promise.reject(away) },
    };

    await expect(publishDocuments(broken, event(deps))).rejects.toBe(away);
    expect(said).toEqual(["documents not pushed"]);
  });
});
