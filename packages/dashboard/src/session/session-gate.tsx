import { useQueryClient } from "@tanstack/react-query";
import { Fragment, type ReactNode, useEffect } from "react";
import { ConnectionBanner } from "./connection-banner.tsx";
import { SessionEnded } from "./session-ended.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { useSession } from "./use-session.ts";
import "./session.css";

/** The pages, for who is signed in; the way in, for everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { state } = useSession();
  const client = useQueryClient();
  const isIn = state.kind === "in";
  const generation = "generation" in state ? state.generation : 0;
  // answers to one person are not shown to the next
  useEffect(() => {
    if (generation > 0) client.clear();
  }, [generation, client]);
  useEffect(() => {
    if (isIn) void client.invalidateQueries();
    else if (state.kind === "out") client.clear();
  }, [isIn, state.kind, client]);
  if (state.kind !== "in" && state.kind !== "ended") return <SignInPage state={state} />;
  return (
    <Fragment key={generation}>
      <ConnectionBanner />
      {children}
      {state.kind === "ended" && <SessionEnded how={state.how} message={state.message} />}
    </Fragment>
  );
}
