import type { ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { type Routers, startRouters } from "./frr.ts";
import { type Links, startLinks } from "./links.ts";
import { makeNamespaces, removeNamespaces } from "./namespaces.ts";
import { type Remote, startRole } from "./remote.ts";
import type { Controller } from "./roles/controller.ts";
import type { StreamClient } from "./roles/stream-client.ts";
import type { StreamServer } from "./roles/stream-server.ts";

/** The lab while it runs. */
export interface Lab {
  readonly links: Links;
  readonly routers: Routers;
  readonly client: Remote<StreamClient>;
  readonly server: Remote<StreamServer>;
  readonly controller: Remote<Controller>;
}

/** What a lab has on the machine; `close` removes all of it, at any moment, and may be called twice. */
export interface LabGround {
  start(): Promise<Lab>;
  close(): void;
}

const HIGH_PRIORITY = -15;

/** Prepares a lab; nothing is there before `start`. What a killed lab left behind is removed by the next. */
export function labGround(): LabGround {
  const children: ChildProcess[] = [];
  let isClosed = false;
  const own = (child: ChildProcess): void => {
    children.push(child);
    if (isClosed) child.kill("SIGKILL");
    // It needs little of a busy machine, but at once; else the wait for a core is measured.
    if (child.pid !== undefined) setPriority(child.pid, HIGH_PRIORITY);
  };
  return {
    async start() {
      removeNamespaces();
      removeFolders();
      const home = mkdtempSync(join(tmpdir(), `skylab-${process.pid}-`));
      // The routing daemons run as another account and must get in.
      chmodSync(home, 0o755);
      makeNamespaces();
      const links = await startLinks(own);
      const [routers, client, server] = await Promise.all([
        startRouters(home, own),
        startRole<StreamClient>("stream-client", "client", [], own),
        startRole<StreamServer>("stream-server", "server", [], own),
        startRole("probe-target", "cloud", [], own),
      ]);
      const controller = await startRole<Controller>("controller", "site", [home], own);
      return { links, routers, client, server, controller };
    },
    close() {
      isClosed = true;
      // Nothing in the lab is worth a goodbye; what is left in a namespace goes with it.
      for (const child of children) child.kill("SIGKILL");
      removeNamespaces();
      removeFolders();
    },
  };
}

/** Removes this process's folder, and those of labs whose process is gone. */
function removeFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(/^skylab-(\d+)-/.exec(name)?.[1]);
    if (!Number.isInteger(owner) || (owner !== process.pid && existsSync(`/proc/${owner}`))) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
