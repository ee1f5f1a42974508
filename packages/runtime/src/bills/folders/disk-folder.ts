import { createReadStream, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { coreError, hasCode } from "@skylane/core";
import type { BillFolder } from "./bill-folder.ts";

const MAX_FILES = 20_000;

/** A folder of this machine, or one file. Links are not followed. @throws ERR_BILL_UNREADABLE */
export function diskFolder(path: string): BillFolder {
  const named = resolve(path);
  const isFile = statSync(named, { throwIfNoEntry: false })?.isFile() === true;
  const root = isFile ? dirname(named) : named;
  const unreadable = (why: string): Error =>
    coreError("ERR_BILL_UNREADABLE", `${path} cannot be read: ${why}. Name a folder of bills, or one file of a bill`, {
      path,
    });
  return {
    async list() {
      try {
        if (isFile) return [{ name: basename(named), ...facts(await stat(named)) }];
        const entries = await readdir(root, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile());
        if (files.length > MAX_FILES) throw unreadable(`it has more than ${MAX_FILES} files`);
        return await Promise.all(
          files.map(async (entry) => {
            const file = join(entry.parentPath, entry.name);
            return { name: relative(root, file).split(sep).join("/"), ...facts(await stat(file)) };
          }),
        );
      } catch (error) {
        if (hasCode(error, "ERR_BILL_UNREADABLE")) throw error;
        throw unreadable((error as NodeJS.ErrnoException).code ?? "unknown");
      }
    },
    read(name) {
      const file = resolve(root, name);
      if (!file.startsWith(root === sep ? sep : root + sep)) throw unreadable("a name leads out of it");
      return createReadStream(file);
    },
  };
}

const facts = ({ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }) => ({
  version: `${Math.round(mtimeMs)}-${size}`,
  bytes: size,
  writtenAtMs: Math.round(mtimeMs),
});
