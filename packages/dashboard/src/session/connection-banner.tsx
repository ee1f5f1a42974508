import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ago } from "../shell/ago.ts";
import { session } from "./index.ts";
import { useSession } from "./use-session.ts";

/** Says on every page that nothing answers, since when, and when it is tried again; nothing while all is well. */
export function ConnectionBanner() {
  const { connection } = useSession();
  const client = useQueryClient();
  const isLost = connection.kind === "lost";
  const nowMs = useSeconds(isLost);
  useEffect(() => {
    const tryNow = (): void => {
      session.tryNow();
      void client.invalidateQueries();
    };
    window.addEventListener("online", tryNow);
    return () => window.removeEventListener("online", tryNow);
  }, [client]);
  // what the page shows is old by as long as nothing answered
  useEffect(() => {
    if (!isLost) return undefined;
    return () => void client.invalidateQueries();
  }, [isLost, client]);
  if (!isLost) return null;
  const leftMs = Math.max(0, connection.nextTryAtMs - nowMs);
  return (
    <div role="alert" className="connection-lost">
      <span>
        No connection to Skylane since {new Date(connection.sinceMs).toLocaleTimeString()} (
        {ago(Math.max(0, nowMs - connection.sinceMs))}). What you see is from before.{" "}
        {leftMs > 0 ? `Trying again in ${Math.ceil(leftMs / 1_000)} s.` : "Trying …"}
      </span>
      <button
        type="button"
        onClick={() => {
          session.tryNow();
          void client.invalidateQueries();
        }}
      >
        Try now
      </button>
    </div>
  );
}

/** The time, each second while it is needed. */
function useSeconds(isNeeded: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isNeeded) return undefined;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isNeeded]);
  return nowMs;
}
