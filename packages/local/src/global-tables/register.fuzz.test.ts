import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Acceptor, openAcceptor } from "./acceptor.ts";
import { createRegister, type Register } from "./register.ts";

const KEY = "k";

/** An acceptor behind a wire that delays by the scheduler's order and loses what `losses` says: the question, or its answer. */
function behindWire(
  acceptor: Acceptor,
  scheduler: fc.Scheduler,
  losses: () => "question" | "answer" | "none",
): Acceptor {
  const over = async <T>(call: () => Promise<T>): Promise<T> => {
    const lost = losses();
    await scheduler.schedule(Promise.resolve());
    if (lost === "question") throw new Error("lost");
    const answer = await call();
    await scheduler.schedule(Promise.resolve());
    if (lost === "answer") throw new Error("lost");
    return answer;
  };
  return {
    look: (key) => over(() => acceptor.look(key)),
    prepare: (key, ballot) => over(() => acceptor.prepare(key, ballot)),
    accept: (key, accepted) => over(() => acceptor.accept(key, accepted)),
    keys: () => over(() => acceptor.keys()),
  };
}

/** Counts one up if nobody did in between; answers the count. */
const countUp = (register: Register): Promise<number> =>
  register.change(KEY, async (item) => {
    const next = Number(item?.n?.N ?? 0) + 1;
    return { next: { n: { N: String(next) } }, answer: () => next };
  });
const read = (register: Register): Promise<number> =>
  register.change(KEY, async (item) => ({ answer: () => Number(item?.n?.N ?? 0) }));

describe("local/global-tables/register", () => {
  it("no count is given twice, none that was answered is lost, and who begins later sees it, whatever is lost or late", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.infiniteStream(fc.constantFrom("none", "none", "none", "none", "question", "answer")),
        fc.array(
          fc.record({ region: fc.constantFrom("east", "west"), does: fc.constantFrom("count", "count", "read") }),
          {
            minLength: 1,
            maxLength: 10,
          },
        ),
        async (scheduler, losses, who) => {
          const acceptors = [1, 2, 3].map(() => openAcceptor(":memory:"));
          const registerOf = (by: string): Register =>
            createRegister({
              acceptors: acceptors.map((one) => behindWire(one, scheduler, () => losses.next().value)),
              by,
              random: () => 0.5,
              pause: async () => void (await scheduler.schedule(Promise.resolve())),
            });
          const registers = { east: registerOf("east"), west: registerOf("west") };
          let clock = 0;
          const tick = (): number => {
            clock += 1;
            return clock;
          };
          const done: { does: "count" | "read"; begunAt: number; endedAt: number; count: number }[] = [];
          // each Region does one thing after the other, so that some end before others begin
          const running = (["east", "west"] as const).map(async (own) => {
            for (const { does } of who.filter(({ region }) => region === own)) {
              await scheduler.schedule(Promise.resolve());
              const begunAt = tick();
              const act = does === "count" ? countUp : read;
              const count = await act(registers[own]).catch(() => undefined);
              if (count !== undefined) done.push({ does, begunAt, endedAt: tick(), count });
            }
          });
          await scheduler.waitFor(Promise.all(running));
          const quiet = createRegister({ acceptors, by: "quiet", random: () => 0, pause: async () => undefined });
          const last = await read(quiet);

          const counts = done.filter(({ does }) => does === "count").map(({ count }) => count);
          expect(new Set(counts).size).toBe(counts.length);
          expect(last).toBeGreaterThanOrEqual(Math.max(0, ...counts));
          expect(last).toBeLessThanOrEqual(who.length);
          for (const one of done)
            for (const other of done.filter(({ begunAt }) => one.endedAt < begunAt))
              expect([one, other, other.count - one.count >= (other.does === "count" ? 1 : 0)]).toEqual([
                one,
                other,
                true,
              ]);
          for (const one of acceptors) one.close();
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it.each([0, 1, 2])("goes on without acceptor %i, and not without two", async (dead) => {
    const gone: Acceptor = {
      look: async () => Promise.reject(new Error("dead")),
      prepare: async () => Promise.reject(new Error("dead")),
      accept: async () => Promise.reject(new Error("dead")),
      keys: async () => Promise.reject(new Error("dead")),
    };
    const acceptors: Acceptor[] = [1, 2, 3].map(() => openAcceptor(":memory:"));
    const options = { by: "east", random: () => 0, pause: async () => undefined };
    await countUp(createRegister({ ...options, acceptors }));

    acceptors[dead] = gone;
    const one = createRegister({ ...options, by: "west", acceptors });
    await countUp(one);
    acceptors[(dead + 1) % 3] = gone;

    await expect(countUp(createRegister({ ...options, by: "north", acceptors }))).rejects.toMatchObject({
      name: "InternalServerError",
    });
  });

  it("a reader is in no writer's way: what it reads is promised to nobody", async () => {
    const acceptors = [1, 2, 3].map(() => openAcceptor(":memory:"));
    const options = { acceptors, random: () => 0, pause: async () => undefined };
    await countUp(createRegister({ ...options, by: "east" }));
    const promised = await acceptors[0]?.prepare(KEY, { round: 2, by: "east" });

    await read(createRegister({ ...options, by: "west" }));
    const taken = await acceptors[0]?.accept(KEY, { ballot: { round: 2, by: "east" }, item: null });

    expect([promised?.ok, taken?.ok]).toEqual([true, true]);
  });

  it("tells a writer that others keep coming before to try again, in DynamoDB's words", async () => {
    const acceptors = [1, 2, 3].map(() => openAcceptor(":memory:"));
    let round = 100;
    const overtaken = acceptors.map(
      (one): Acceptor => ({
        ...one,
        async prepare(key, ballot) {
          round += 100;
          await one.prepare(key, { round, by: "other" });
          return one.prepare(key, ballot);
        },
      }),
    );
    const register = createRegister({
      acceptors: overtaken,
      by: "east",
      random: () => 0,
      pause: async () => undefined,
    });

    await expect(countUp(register)).rejects.toMatchObject({ name: "ReplicatedWriteConflictException" });
  });
});
