import type { Overview, PathView } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import * as z from "zod";
import { failBack, moveToBackup } from "../api/moves.ts";
import { fetchOrders } from "../api/orders.ts";
import { drainPath, overridePath } from "../api/paths.ts";
import { useDraft } from "../session/use-draft.ts";
import { ago } from "../shell/ago.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";

const SPANS = [
  [1, "1 hour"],
  [2, "2 hours"],
  [8, "8 hours"],
  [24, "1 day"],
  [168, "1 week"],
] as const;
const HOUR_MS = 3_600_000;
const Reason = z.string().max(500);
const TO = { avoid: "Traffic is kept off this path", prefer: "Traffic is kept to this path" } as const;

/** What a person may order of a path; everything is asked twice, and bears a reason. */
export function PathOrders({ path, overview }: { readonly path: PathView; readonly overview: Overview }) {
  const reasonId = useId();
  const spanId = useId();
  const [reason, setReason, forgetReason] = useDraft(`path ${path.id}`, Reason, "");
  const [hours, setHours] = useState(2);
  const { data } = useQuery({ queryKey: ["orders"], queryFn: fetchOrders, refetchInterval: 2_000, retry: false });
  const order = data?.overrides.paths.find(({ pathId }) => pathId === path.id);
  const group = overview.groups.find(({ id }) => id === path.groupId);
  const active = overview.incidents.find(({ id }) => id === group?.activeIncidentId);
  const give = async (order: Promise<unknown>): Promise<void> => {
    await order;
    forgetReason();
  };
  const why = reason.trim() === "" ? "ordered on the page" : reason.trim();
  return (
    <Card title="Orders">
      {order && (
        <p className="in-force-here">
          <strong>{TO[order.to]}</strong> by {plain(order.by)}, {ago(order.untilMs - overview.atMs)} left:{" "}
          {plain(order.reason)}
        </p>
      )}
      <div className="order-form">
        <label htmlFor={reasonId}>Reason</label>
        <input
          id={reasonId}
          type="text"
          maxLength={500}
          value={reason}
          placeholder="the provider announced work"
          onChange={({ target }) => setReason(target.value)}
        />
        <label htmlFor={spanId}>For</label>
        <select id={spanId} value={hours} onChange={({ target }) => setHours(Number(target.value))}>
          {SPANS.map(([count, words]) => (
            <option key={count} value={count}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <div className="order-buttons">
        {group?.automation === "act" && path.isCarrying && !active && (
          <AskTwice
            action="order-failover"
            label="Move to backup"
            sure="Yes, move to backup"
            run={() => moveToBackup(path.groupId)}
          />
        )}
        {active?.status === "moved" && (
          <AskTwice action="order-failback" label="Fail back" sure="Yes, fail back" run={() => failBack(active.id)} />
        )}
        <AskTwice
          action="drain-path"
          label="Drain"
          sure="Yes, drain it"
          run={() => give(drainPath(path.id, why, hours * HOUR_MS))}
        />
        <AskTwice
          action="override-path"
          label="Keep off"
          sure="Yes, keep off it"
          run={() => give(overridePath(path.id, "avoid", why, hours * HOUR_MS))}
        />
        <AskTwice
          action="override-path"
          label="Keep to it"
          sure="Yes, keep to it"
          run={() => give(overridePath(path.id, "prefer", why, hours * HOUR_MS))}
        />
        {order && (
          <AskTwice
            action="override-path"
            label="End the order"
            sure="Yes, end it"
            run={() => give(overridePath(path.id, "auto", why))}
          />
        )}
      </div>
      <p className="sub">
        Drain moves what is on the path to where the plan says, then keeps it off. Keep off and keep to move nothing by
        themselves; they win over what Skylane would decide until they end.
      </p>
    </Card>
  );
}
