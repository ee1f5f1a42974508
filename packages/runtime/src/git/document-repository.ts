import fs from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock, DocumentRepository, Log, RepositoryFile, RepositoryPlace } from "@skylane/core";
import { intentError } from "@skylane/engine";
import * as git from "isomorphic-git";
import type { Secrets } from "../secrets/secrets.ts";
import { gitHttp } from "./git-http.ts";

/** What a repository of documents is spoken to with. */
export interface RepositoryDeps {
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Log;
}

/** As often as somebody else may push at the same moment. */
const ATTEMPTS = 5;
const TIMEOUT_MS = 20_000;
/** Text from people's repositories does not tell of them: `.invalid` is nobody's (RFC 2606 §2). */
const AUTHOR = { name: "Skylane", email: "skylane@skylane.invalid" };

/**
 * A Git repository over HTTPS that documents are pushed to. Each push begins with what stands there now, and commits what differs and
 * nothing else: the same files again are no commit. If another pushed first it is tried again on theirs.
 */
export const documentRepository = (deps: RepositoryDeps): DocumentRepository => ({
  async push(place, files, message) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await pushOnce(deps, place, files, message);
      } catch (error) {
        if (!isOvertaken(error)) throw explained(place, error);
        if (attempt >= ATTEMPTS) throw explained(place, error);
        deps.log.info("somebody else has pushed; once more", { repository: place.repository, attempt });
      }
    }
  },
});

/** Names by which the library and servers say that the branch is not any more where it was. */
const isOvertaken = (error: unknown): boolean =>
  error instanceof git.Errors.PushRejectedError ||
  (error instanceof git.Errors.GitPushError &&
    /non-fast-forward|fetch first|cannot lock ref|failed to update ref|incorrect old value/.test(error.message));

async function pushOnce(
  { secrets, clock }: RepositoryDeps,
  { repository: url, branch, folder, tokenSecret }: RepositoryPlace,
  files: readonly RepositoryFile[],
  message: string,
): Promise<boolean> {
  const password = await secrets(tokenSecret);
  if (password === undefined)
    throw intentError(
      "ERR_REPOSITORY_DENIED",
      `the secret ${tokenSecret} is not set; put the repository's token there`,
      {
        tokenSecret,
      },
    );
  const gitdir = await mkdtemp(join(tmpdir(), "skylane-git-"));
  const remote = {
    fs,
    gitdir,
    http: gitHttp(TIMEOUT_MS),
    url,
    // forges take a token as the password of any user
    onAuth: () => ({ username: "skylane", password }),
  };
  const local = { fs, gitdir };
  const ref = `refs/heads/${branch}`;
  try {
    await git.init({ ...local, bare: true, defaultBranch: branch });
    await git.addRemote({ ...local, remote: "origin", url });
    const there = await git.listServerRefs({ ...remote, prefix: ref });
    const parent = there.find((one) => one.ref === ref)?.oid;
    if (parent !== undefined) await git.fetch({ ...remote, ref: branch, singleBranch: true, depth: 1, tags: false });
    const before = parent === undefined ? undefined : (await git.readCommit({ ...local, oid: parent })).commit.tree;
    const tree = await withFiles(local, before, folder.split("/"), files);
    if (tree === before) return false;
    const at = { timestamp: Math.floor(clock.nowMs() / 1_000), timezoneOffset: 0 };
    await git.commit({
      ...local,
      message,
      tree,
      ref,
      parent: parent === undefined ? [] : [parent],
      author: { ...AUTHOR, ...at },
      committer: { ...AUTHOR, ...at },
    });
    await git.push({ ...remote, ref, remoteRef: ref });
    return true;
  } finally {
    await rm(gitdir, { recursive: true, force: true });
  }
}

/** The tree with these files in a folder of it; what else is there stays. Answers its id. */
async function withFiles(
  local: { readonly fs: typeof fs; readonly gitdir: string },
  oid: string | undefined,
  [name, ...deeper]: readonly string[],
  files: readonly RepositoryFile[],
): Promise<string> {
  const entries = oid === undefined ? [] : (await git.readTree({ ...local, oid })).tree;
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  if (name === undefined)
    for (const file of files) {
      const blob = await git.writeBlob({ ...local, blob: new TextEncoder().encode(file.text) });
      byPath.set(file.name, { mode: "100644", path: file.name, oid: blob, type: "blob" });
    }
  else {
    const inner = byPath.get(name);
    const folder = await withFiles(local, inner?.type === "tree" ? inner.oid : undefined, deeper, files);
    byPath.set(name, { mode: "040000", path: name, oid: folder, type: "tree" });
  }
  return git.writeTree({ ...local, tree: [...byPath.values()] });
}

/** What a person can do about it; nothing of the request is in it. */
function explained({ repository, branch, tokenSecret }: RepositoryPlace, error: unknown): unknown {
  if (error instanceof Error && error.name.startsWith("ERR_")) return error;
  const about = { repository, branch };
  const isRefused =
    (error instanceof git.Errors.HttpError && [401, 403, 404].includes(error.data.statusCode)) ||
    error instanceof git.Errors.UserCanceledError;
  if (isRefused)
    return intentError(
      "ERR_REPOSITORY_DENIED",
      `${repository} lets nobody in with the token in ${tokenSecret}: check that it is there, has not run out and may write`,
      about,
      error,
    );
  return intentError(
    "ERR_REPOSITORY_UNAVAILABLE",
    `documents were not pushed to ${repository}: ${error instanceof Error ? error.message.slice(0, 300) : "no answer"}`,
    about,
    error,
  );
}
