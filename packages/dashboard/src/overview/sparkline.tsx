const WIDTH = 120;
const HEIGHT = 22;

/** The last samples as a line; a lost one is a mark at the bottom. */
export function Sparkline({ samples }: { readonly samples: readonly (number | null)[] }) {
  if (samples.length === 0) return <span className="sub">none yet</span>;
  const answered = samples.filter((rttMs) => rttMs !== null);
  const top = Math.max(...answered, 1) * 1.25;
  const x = (i: number): number => 2 + (i * (WIDTH - 4)) / Math.max(1, samples.length - 1);
  const y = (rttMs: number): number => HEIGHT - 4 - (rttMs / top) * (HEIGHT - 8);
  const line = samples
    .map((rttMs, i) =>
      rttMs === null
        ? ""
        : `${i === 0 || samples[i - 1] === null ? "M" : "L"}${x(i).toFixed(1)},${y(rttMs).toFixed(1)}`,
    )
    .join(" ");
  const lostCount = samples.length - answered.length;
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      className="sparkline"
      role="img"
      aria-label={`${samples.length} samples, ${lostCount} lost`}
    >
      <path d={line} />
      {samples.map((rttMs, i) =>
        rttMs === null ? <rect key={x(i)} x={x(i) - 1.5} y={HEIGHT - 7} width="3" height="7" /> : null,
      )}
    </svg>
  );
}
