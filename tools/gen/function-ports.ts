import { join } from "node:path";
import { functions } from "@skylane/core";
import type { Handler } from "@skylane/runtime";

/** The ports of each function, by its name, as its handler says them: what it is bundled with, and what its role may do. */
export async function functionPorts(root: string): Promise<string> {
  const rows = Object.entries(functions).map(async ([name, { entry }]) => {
    const { handler } = (await import(join(root, `functions/${entry}.ts`))) as { readonly handler: Handler<unknown> };
    return [name, handler.ports] as const;
  });
  const sorted = (await Promise.all(rows)).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}
