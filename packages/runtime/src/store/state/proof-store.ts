import {
  type Clock,
  MeasuredProof,
  type ProofInbox,
  ProofRequest,
  type ProofRequests,
  proofAnswerPartition,
  proofRequestPartition,
} from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";

/** Whoever writes there may have died before it was taken away. */
const KEPT_SECONDS = 3_600;
const expiry = (clock: Pick<Clock, "nowMs">): number => Math.ceil(clock.nowMs() / 1_000) + KEPT_SECONDS;

/** What provers are asked, in the state table: a place has a partition of requests, and one of answers. The hub's side. */
export const proofRequestsIn = (
  table: Pick<DocumentTable, "put" | "remove" | "get">,
  clock: Pick<Clock, "nowMs">,
): ProofRequests => ({
  ask: (place, request) => table.put({ pk: proofRequestPartition(place), sk: request.id }, request, expiry(clock)),
  async answerTo(place, requestId) {
    const answer = await table.get({ pk: proofAnswerPartition(place), sk: requestId }, z.unknown());
    return MeasuredProof.safeParse(answer).data;
  },
  remove: (place, requestId) => table.remove({ pk: proofRequestPartition(place), sk: requestId }),
});

/** The prover's side: its role may read the one partition of its place, and write the other. */
export const proofInboxIn = (table: Pick<DocumentTable, "put" | "query">, clock: Pick<Clock, "nowMs">): ProofInbox => ({
  waiting: async (place) =>
    (await table.query(proofRequestPartition(place), z.unknown())).flatMap(
      ({ doc }) => ProofRequest.safeParse(doc).data ?? [],
    ),
  answer: (place, requestId, measured) =>
    table.put({ pk: proofAnswerPartition(place), sk: requestId }, measured, expiry(clock)),
});
