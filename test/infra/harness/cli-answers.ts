import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** A question SST's components asked their command line. */
export interface Question {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** Answers what SST's components ask their command line for, on a port of this machine; keeps what was asked. */
export async function answerForTheCli(root: string, out: string, accountId: string) {
  const asked: Question[] = [];
  const server = createServer(async (request, response) => {
    const { method, params } = JSON.parse(await text(request)) as { method: string; params: Record<string, unknown>[] };
    const [first = {}] = params;
    asked.push({ method, params: first });
    const answers = answerTo(method, first, { root, out, accountId });
    response.end(
      JSON.stringify(answers === undefined ? { error: `rpc: can't find method ${method}` } : { result: answers }),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port to answer on");
  return { asked, url: `http://127.0.0.1:${address.port}` };
}

function answerTo(
  method: string,
  params: Record<string, unknown>,
  { root, out, accountId }: { root: string; out: string; accountId: string },
): unknown {
  switch (method) {
    case "Provider.Aws.Bootstrap":
      return {
        asset: `sst-asset-${params.region}`,
        state: `sst-state-${params.region}`,
        assetEcrRegistryId: accountId,
        assetEcrUrl: `${accountId}.dkr.ecr.${params.region}.amazonaws.com/sst-asset`,
      };
    case "Provider.Aws.Appsync":
      return { http: "", realtime: "" };
    case "Runtime.AddTarget":
      return true;
    case "Runtime.Build": {
      // SST bundles the handler here; that it can be bundled is proven elsewhere, here that it exists
      const handler = String(params.handler);
      const isThere = existsSync(join(root, `${handler.replace(/\.[^./]+$/, "")}.ts`));
      // beside the package that is made of it, as SST has it: within, the package would take in itself while it is written
      const folder = join(out, "artifacts", `${String(params.functionID)}-src`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "bundle.mjs"), "");
      return { handler, out: folder, errors: isThere ? [] : [`there is no ${handler}`], sourcemaps: [] };
    }
    default:
      return undefined;
  }
}
