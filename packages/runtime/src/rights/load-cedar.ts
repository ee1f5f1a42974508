import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

type Cedar = typeof import("@cedar-policy/cedar-wasm/web");

/** Where the package keeps its WebAssembly; a bundle has it as a file of its own, and says where by `SKYLANE_CEDAR_FILE`. */
const inPackage = (): string =>
  join(dirname(createRequire(import.meta.url).resolve("@cedar-policy/cedar-wasm/nodejs")), "cedar_wasm_bg.wasm");

let loading: Promise<Cedar> | undefined;

/** Cedar's evaluator, loaded once a process; a failed load is tried again at the next call. */
export function loadCedar(file?: string): Promise<Cedar> {
  loading ??= load(file ?? inPackage()).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** The form for the web is the one that can be given its bytes; the others look for them where a bundle does not have them. */
async function load(file: string): Promise<Cedar> {
  const [cedar, bytes] = await Promise.all([import("@cedar-policy/cedar-wasm/web"), readFile(file)]);
  await cedar.default({ module_or_path: bytes });
  return cedar;
}
