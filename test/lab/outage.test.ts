import { describe, expect, it } from "vitest";
import { outageOf } from "./outage.ts";

/** Requests 10 ms apart: `+` answered, `<` arrived but not answered, `-` lost on the way there. */
const stream = (picture: string) => {
  const marks = [...picture];
  const sent = marks.map((mark, seq) => ({ seq, sentMs: 5_000 + seq * 10, isAnswered: mark === "+" }));
  return outageOf(
    sent,
    marks.flatMap((mark, seq) => (mark === "-" ? [] : [seq])),
  );
};

describe("lab/outage", () => {
  it("is nothing while every request is answered", () => {
    expect(stream("+++++")).toEqual({ outageMs: 0, forwardMs: 0, returnMs: 0, lostCount: 0 });
  });

  it("lasts from the first lost request to the first that is answered again", () => {
    expect(stream("++---+++")).toMatchObject({ outageMs: 30, forwardMs: 30, lostCount: 3 });
  });

  it("tells the way there from the way back", () => {
    expect(stream("+<<---<<+++")).toEqual({ outageMs: 70, forwardMs: 30, returnMs: 70, lostCount: 7 });
  });

  it("goes on through what gets through by luck", () => {
    expect(stream("+-+-++-++++")).toMatchObject({ outageMs: 60, lostCount: 3 });
  });

  it("is not over while the last request is lost", () => {
    expect(stream("++--")).toBeUndefined();
    expect(stream("+++<")).toBeUndefined();
  });

  it("counts an answer for an arrival that the server's list does not hold yet", () => {
    expect(outageOf([{ seq: 1, sentMs: 0, isAnswered: true }], [])).toMatchObject({ outageMs: 0, lostCount: 0 });
  });
});
