import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Connection, nextConnection, pauseMs } from "./connection.ts";

const fine = (answeredAtMs: number): Connection => ({ kind: "fine", answeredAtMs });
const failed = (startedAtMs: number, atMs: number) => ({ kind: "failed", startedAtMs, atMs }) as const;
const answered = (startedAtMs: number, atMs: number) => ({ kind: "answered", startedAtMs, atMs }) as const;

describe("dashboard/session/connection", () => {
  it("is lost with the first request that gets no answer, and since then", () => {
    const lost = nextConnection(fine(1_000), failed(2_000, 2_100));

    expect(lost).toEqual({ kind: "lost", sinceMs: 2_100, failureCount: 1, nextTryAtMs: 3_100 });
    expect(nextConnection(lost, failed(3_100, 3_200))).toEqual({
      kind: "lost",
      sinceMs: 2_100,
      failureCount: 2,
      nextTryAtMs: 5_200,
    });
  });

  it("waits twice as long each time, and 15 seconds at most", () => {
    expect([1, 2, 3, 4, 5, 6, 50].map(pauseMs)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it("counts once what many requests saw together", () => {
    const lost = nextConnection(fine(1_000), failed(2_000, 2_100));

    expect(nextConnection(lost, failed(2_050, 2_150))).toEqual(lost);
  });

  it("is not lost because one answer is slow while others come", () => {
    expect(nextConnection(fine(4_000), failed(2_000, 7_000))).toEqual(fine(4_000));
  });

  it("recovers with any answer, whatever came before", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(10_000), fc.nat(10_000))), (tries) => {
        let nowMs = 0;
        let connection = fine(0);
        for (const [isAnswered, startsAfterMs, takesMs] of tries) {
          nowMs += startsAfterMs + 1;
          const startedAtMs = nowMs;
          nowMs += takesMs;
          connection = nextConnection(connection, (isAnswered ? answered : failed)(startedAtMs, nowMs));
          if (isAnswered) expect(connection).toEqual(fine(nowMs));
          else if (connection.kind === "lost") {
            expect(connection.sinceMs).toBeLessThanOrEqual(nowMs);
            expect(connection.nextTryAtMs - nowMs).toBeLessThanOrEqual(15_000);
          }
        }
      }),
    );
  });
});
