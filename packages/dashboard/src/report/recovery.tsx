import { type Recovery, RecoveryPhase, type WeekReport } from "@skylane/core";
import { Link } from "@tanstack/react-router";
import { took } from "../shell/clock.ts";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Table } from "./table.tsx";

const WIDTH = 1_000;
const HEIGHT = 16;

/** How soon traffic was well again, part by part, and what was lost meanwhile. */
export function RecoveryCard({ recovery }: Pick<WeekReport, "recovery">) {
  const { moves, rto, phases, judgedCount, withinCount, probes } = recovery;
  const timed = moves.filter(({ rtoMs }) => rtoMs !== undefined).sort((a, b) => (b.rtoMs ?? 0) - (a.rtoMs ?? 0));
  const longest = Math.max(1, ...timed.flatMap(({ rtoMs = 0, objectiveMs = 0 }) => [rtoMs, objectiveMs]));
  return (
    <Card
      title="Recovery"
      head={
        judgedCount > 0 && (
          <span className="sub">
            {withinCount} of {judgedCount} as promised
          </span>
        )
      }
    >
      {!rto && <p className="empty">No failover in this week.</p>}
      {timed.length > 0 && (
        <>
          <ul className="report-legend">
            {[...RecoveryPhase.options, "rest" as const, "objective" as const].map((part) => (
              <li key={part}>
                <svg viewBox="0 0 12 12" aria-hidden="true">
                  <rect className={`part-${part}`} width="12" height="12" />
                </svg>
                {part === "rest" ? "not told apart" : part}
              </li>
            ))}
          </ul>
          <ul className="report-bars">
            {timed.map((move) => (
              <Bar key={move.incidentId} move={move} longest={longest} />
            ))}
          </ul>
        </>
      )}
      {rto && (
        <Table
          label="Times to recover"
          head={["Part", "Known of", "p50", "p95", "Longest"]}
          numbers={[1, 2, 3, 4]}
          rows={[...RecoveryPhase.options.map((part) => [part, phases[part]] as const), ["in all", rto] as const].map(
            ([part, spread]) => ({
              key: part,
              cells: [
                part,
                spread?.count ?? 0,
                ...[spread?.p50Ms, spread?.p95Ms, spread?.maxMs].map((ms) => (ms === undefined ? "–" : took(ms))),
              ],
            }),
          )}
        />
      )}
      {rto && (
        <p className="sub">
          From the first bad probe to traffic proven on the other path. A move of routes takes back nothing that is
          stored; what was on its way has to be sent again.{" "}
          {probes.moveCount === 0
            ? "How much is not known: the event log holds a week."
            : `As a sample, ${probes.lostCount} of ${probes.knownCount} probes of the failed paths were not answered.`}
        </p>
      )}
    </Card>
  );
}

function Bar({ move, longest }: { readonly move: Recovery; readonly longest: number }) {
  const { incidentId, groupId, phasesMs, rtoMs = 0, objectiveMs } = move;
  const at = (ms: number): number => Math.round((ms / longest) * WIDTH);
  let doneMs = 0;
  const parts = RecoveryPhase.options.map((part) => {
    const fromMs = doneMs;
    doneMs = Math.min(rtoMs, doneMs + (phasesMs[part] ?? 0));
    return { part: part as string, fromMs, toMs: doneMs };
  });
  const isLate = objectiveMs !== undefined && rtoMs > objectiveMs;
  return (
    <li>
      <Link to="/incidents/$incidentId" params={{ incidentId }}>
        {plain(groupId)}
      </Link>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img">
        <title>{`${plain(groupId)}: ${took(rtoMs)}${objectiveMs === undefined ? "" : ` of ${took(objectiveMs)}`}`}</title>
        {[...parts, { part: "rest", fromMs: doneMs, toMs: rtoMs }].map(({ part, fromMs, toMs }) => (
          <rect key={part} className={`part-${part}`} x={at(fromMs)} y={2} width={at(toMs) - at(fromMs)} height={12} />
        ))}
        {objectiveMs !== undefined && (
          <rect className="part-objective" x={Math.max(0, at(objectiveMs) - 4)} width={4} height={HEIGHT} />
        )}
      </svg>
      <strong className={isLate ? "error" : undefined}>
        {isLate && "✕ "}
        {took(rtoMs)}
      </strong>
    </li>
  );
}
