import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createHashHistory, RouterProvider } from "@tanstack/react-router";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { makeRouter } from "./router.ts";
import { startSession } from "./session/index.ts";
import { SessionGate } from "./session/session-gate.tsx";
import "./style.css";

/** Made when somebody is in: until then the address may hold what a sign-in brought back. */
function Pages() {
  const [router] = useState(() => makeRouter(createHashHistory()));
  return <RouterProvider router={router} />;
}

const root = document.getElementById("root");
if (root) {
  void startSession();
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={new QueryClient()}>
        <SessionGate>
          <Pages />
        </SessionGate>
      </QueryClientProvider>
    </StrictMode>,
  );
}
