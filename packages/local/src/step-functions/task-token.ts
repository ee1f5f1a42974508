import { randomUUID } from "node:crypto";

/** Unguessable, and it says whose it is: a token stays recognisable after its task has ended. */
export function newToken(executionId: number): string {
  return Buffer.from(JSON.stringify([executionId, randomUUID(), randomUUID()])).toString("base64url");
}

/** The execution a token was made for; undefined when it is no token of this service. */
export function executionOfToken(token: string): number | undefined {
  const match = /^\[(\d+),"[0-9a-f-]{36}","[0-9a-f-]{36}"\]$/.exec(Buffer.from(token, "base64url").toString());
  return match ? Number(match[1]) : undefined;
}
