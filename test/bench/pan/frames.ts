import * as z from "zod";

const TraceEvent = z.looseObject({
  name: z.string(),
  ph: z.string(),
  ts: z.number(),
  dur: z.number().optional(),
  pid: z.number(),
  tid: z.number(),
});
type TraceEvent = z.infer<typeof TraceEvent>;

/** Work of the main thread that is told apart: script, style, layout, painting. */
const KINDS = {
  scriptMs: ["FunctionCall", "EvaluateScript", "RunMicrotasks"],
  styleMs: ["UpdateLayoutTree"],
  layoutMs: ["Layout"],
  paintMs: ["PrePaint", "Paint", "Layerize", "Commit"],
  hitTestMs: ["HitTest"],
} as const;

/** Lowest, median, 99th of a hundred and highest, to a tenth of a millisecond. */
export function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(10 * (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)) / 10;
  return { min: at(0), median: at(0.5), p99: at(0.99), max: at(1) };
}

/** What a trace of Chromium says of the page that drew most frames: its main thread's work from one frame's begin to the next, by kind. */
export function framesOf(text: string) {
  const { traceEvents } = z.object({ traceEvents: z.array(z.unknown()) }).parse(JSON.parse(text));
  const events = traceEvents.flatMap((event): TraceEvent[] => {
    const known = TraceEvent.safeParse(event);
    return known.success ? [known.data] : [];
  });
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const animated = events.filter(({ name }) => name === "FireAnimationFrame");
  const [main] = [...Map.groupBy(animated, threadOf)].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [""];
  const own = events.filter((event) => threadOf(event) === main);
  const begins = own
    .filter(({ name }) => name === "FireAnimationFrame")
    .map(({ ts }) => ts)
    .toSorted((a, b) => a - b);
  const tasks = own.filter(({ name, ph }) => name.endsWith("RunTask") && ph === "X");
  const mainMs = begins.slice(1).map((to, i) => {
    const from = begins[i] ?? to;
    const busyUs = tasks.reduce(
      (sum, { ts, dur = 0 }) => sum + Math.max(0, Math.min(to, ts + dur) - Math.max(from, ts)),
      0,
    );
    return busyUs / 1_000;
  });
  const perFrame = (names: readonly string[]) =>
    Math.round(
      own.filter(({ name }) => names.includes(name)).reduce((sum, { dur = 0 }) => sum + dur, 0) / 10 / begins.length,
    ) / 100;
  const page = main.split("/")[0];
  return {
    mainMs,
    meanMs: Object.fromEntries(Object.entries(KINDS).map(([kind, names]) => [kind, perFrame(names)])),
    droppedFrames: events.filter(({ name, pid }) => name === "DroppedFrame" && String(pid) === page).length,
    drawnFrames: events.filter(({ name, pid }) => name === "DrawFrame" && String(pid) === page).length,
  };
}
