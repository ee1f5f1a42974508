import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEventBus, type EventBus } from "./create-event-bus.ts";
import { ACCOUNT, anEntry, aRule, manualTimers, put } from "./fixture.ts";

type Step = { readonly put: number } | { readonly waitMs: number } | "restart" | "redrive";
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ put: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 3, arbitrary: fc.record({ waitMs: fc.integer({ min: 0, max: 3_000 }) }) },
  { weight: 1, arbitrary: fc.constant("restart" as const) },
  { weight: 1, arbitrary: fc.constant("redrive" as const) },
);

describe("local/event-bus/durability", () => {
  it("has each accepted event delivered or among the dead letters, whatever fails and however often it restarts", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aStep, { maxLength: 25 }),
        fc.infiniteStream(fc.constantFrom("takes", "takes", "fails", "hangs")),
        async (steps, behaviour) => {
          const folder = mkdtempSync(join(tmpdir(), "event-bus-"));
          const timers = manualTimers();
          const delivered = new Set<string>();
          let isOver = false;
          const open = (): EventBus => {
            const bus = createEventBus({
              databaseFile: join(folder, "events.sqlite"),
              timers,
              random: () => 0.5,
              ...ACCOUNT,
              concurrencyPerTarget: 3,
              targets: {
                async invoke(_arn, input, signal) {
                  const now = isOver ? "takes" : behaviour.next().value;
                  if (now === "fails") throw new Error("failed");
                  if (now === "hangs")
                    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
                  delivered.add((input as { id: string }).id);
                },
              },
            });
            return bus;
          };
          const close = async (bus: EventBus): Promise<void> => {
            const closed = bus.close(0);
            await timers.advance(0);
            await closed;
          };
          const accepted: string[] = [];
          let bus = open();
          await aRule(bus, { RetryPolicy: { MaximumRetryAttempts: 2 } });
          bus.start();

          for (const step of steps) {
            if (step === "restart") {
              await close(bus);
              bus = open();
              bus.start();
            } else if (step === "redrive") {
              for (const { id } of bus.deadLetters()) await bus.redrive(id);
            } else if ("waitMs" in step) await timers.advance(step.waitMs);
            else {
              const answer = await put(bus, ...Array.from({ length: step.put }, () => anEntry()));
              accepted.push(...(answer as { Entries: { EventId: string }[] }).Entries.map(({ EventId }) => EventId));
            }
          }
          isOver = true;
          await close(bus); // aborts what hangs
          bus = open();
          bus.start();
          await timers.advance(10_000);

          const dead = new Set(bus.deadLetters().map(({ event }) => event.id));
          const { pending, delivered: count } = bus.stats();
          await close(bus);
          rmSync(folder, { recursive: true, force: true });
          expect(accepted.filter((id) => !delivered.has(id) && !dead.has(id))).toEqual([]);
          expect(pending).toBe(0);
          expect(count + dead.size).toBe(accepted.length);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});
