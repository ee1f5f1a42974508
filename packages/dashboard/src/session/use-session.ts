import { useSyncExternalStore } from "react";
import type { SessionView } from "./create-session.ts";
import { session } from "./index.ts";

/** Where the person stands with the page, and whether the API answers. */
export const useSession = (): SessionView => useSyncExternalStore(session.subscribe, session.view);
