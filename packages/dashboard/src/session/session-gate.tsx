import { useQueryClient } from "@tanstack/react-query";
import { Fragment, type ReactNode, useEffect } from "react";
import { pauseMs } from "./connection.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { session } from "./index.ts";
import { SessionEnded } from "./session-ended.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { useSession } from "./use-session.ts";
import "./session.css";

/** The pages, for who is signed in; the way in, for everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { state } = useSession();
  const client = useQueryClient();
  useStart(state.kind === "unreachable");
  const generation = "generation" in state ? state.generation : undefined;
  const isIn = state.kind === "in";
  // answers to one person are not shown to the next
  useEffect(() => {
    if (generation !== undefined && generation > 0) client.clear();
  }, [generation, client]);
  useEffect(() => {
    if (isIn) void client.invalidateQueries();
  }, [isIn, client]);
  if (state.kind !== "in" && state.kind !== "ended") return <SignInPage state={state} />;
  return (
    <Fragment key={state.generation}>
      <ConnectionBanner />
      {children}
      {state.kind === "ended" && <SessionEnded how={state.how} message={state.message} />}
    </Fragment>
  );
}

/** Starts the session once, and again while the page cannot be told how people sign in; takes an address that is opened in this tab later. */
function useStart(isUnreachable: boolean): void {
  useEffect(() => {
    let failureCount = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const start = async (): Promise<void> => {
      await session.start();
      if (isOver || session.view().state.kind !== "unreachable") return;
      failureCount += 1;
      timer = setTimeout(() => void start(), pauseMs(failureCount));
    };
    const kind = session.view().state.kind;
    if (kind === "starting" || isUnreachable) void start();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isUnreachable]);
}
