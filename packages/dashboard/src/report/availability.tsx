import type { PathWeek, WeekReport } from "@skylane/core";
import { Link } from "@tanstack/react-router";
import { counted } from "../explore/words.ts";
import { took } from "../shell/clock.ts";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Table } from "./table.tsx";
import { share } from "./words.ts";

const DAY_MS = 86_400_000;
const SHOWN = 40;

/** How much of the week groups had a way that works, and paths were there. */
export function AvailabilityCard({ report: { availability, fromMs } }: { readonly report: WeekReport }) {
  const { groups, paths } = availability;
  const hit = groups.filter(({ incidentCount }) => incidentCount > 0);
  return (
    <Card title="Availability" head={<span className="sub">the least available first</span>}>
      <p className="sub">
        {hit.length === 0
          ? `No incident took the primary path of any of ${counted(groups.length, "group")} away.`
          : hit
              .map(
                ({ groupId, outageMs, availabilityRatio }) =>
                  `${plain(groupId)}: interrupted for ${availabilityRatio === undefined ? "at least " : ""}${took(outageMs)}${availabilityRatio === undefined ? "" : `, ${share(availabilityRatio)} available`}`,
              )
              .join("; ")}
      </p>
      {paths.length > 0 && (
        <Table
          label="Availability of paths"
          head={["Path", "Mon – Sun", "Available", "Promised", "Down", "Budget left"]}
          numbers={[2, 3, 4, 5]}
          rows={paths
            .slice(0, SHOWN)
            .map((path) => ({ key: `${path.vantageId} ${path.pathId}`, cells: cellsOf(path, fromMs) }))}
        />
      )}
      {paths.length > SHOWN && (
        <p className="sub">
          {SHOWN} of {paths.length}.
        </p>
      )}
    </Card>
  );
}

function cellsOf(path: PathWeek, fromMs: number) {
  const { pathId, availabilityRatio, objectiveRatio, downMinutes, remainingRatio } = path;
  const isMissed =
    availabilityRatio !== undefined && objectiveRatio !== undefined && availabilityRatio < objectiveRatio;
  return [
    <Link key="path" to="/paths/$pathId" params={{ pathId }}>
      {plain(pathId)}
    </Link>,
    <Days key="days" path={path} fromMs={fromMs} />,
    <span key="available" className={isMissed ? "error" : undefined}>
      {isMissed && "✕ "}
      {availabilityRatio === undefined ? "not seen" : share(availabilityRatio)}
    </span>,
    objectiveRatio === undefined ? "–" : share(objectiveRatio),
    downMinutes === 0 ? "0" : took(downMinutes * 60_000),
    remainingRatio === undefined ? "–" : `${Math.floor(remainingRatio * 100)} %`,
  ];
}

/** A mark a day: whether it was down, degraded, or not seen. */
const Days = ({ path, fromMs }: { readonly path: PathWeek; readonly fromMs: number }) => (
  <svg className="report-days" viewBox="0 0 82 16" role="img">
    <title>{`${plain(path.pathId)}, day by day`}</title>
    {Array.from({ length: 7 }, (_, i) => {
      const date = new Date(fromMs + i * DAY_MS).toISOString().slice(0, 10);
      const day = path.days.find((one) => one.day === date);
      const state = !day ? "unknown" : day.downMinutes > 0 ? "down" : day.degradedMinutes > 0 ? "degraded" : "up";
      return (
        <rect key={date} className={`day-${state}`} x={i * 12} width={10} height={16}>
          <title>{`${date}: ${day ? `down ${took(day.downMinutes * 60_000)}, degraded ${took(day.degradedMinutes * 60_000)}` : "not seen"}`}</title>
        </rect>
      );
    })}
  </svg>
);
