import { isDenied, isDeniedAfter } from "./denied.ts";
import { type Finder, type Said, skip, skipBack, wordSet } from "./said.ts";

const ENCRYPTED = wordSet(
  "encrypted encryption encrypt tls mtls ipsec ssl verschlusselt verschlusselte verschlusselten verschlusselung chiffre chiffree chiffrees " +
    "chiffrement chiffrer cryptee cifrado cifrada cifrados cifrar encriptado encriptada encriptacion criptografado criptografada " +
    "criptografia crittografia crittografato crittografata cifrato cifrata cifratura versleuteld versleutelde versleuteling tls1.2 tls1.3 tlsv1.2 tlsv1.3 " +
    "tls-encrypted ipsec-encrypted",
);
const PLAIN = wordSet(
  "unencrypted non-encrypted cleartext plaintext clear-text plain-text klartext unverschlusselt unverschlusselte onversleuteld",
);
const AROUND = wordSet(
  "required mandatory : = must be is in transit tls ipsec encryption encrypted 1.2 1.3 1.2+ + or higher yes obligatoire erforderlich pflicht requerido end-to-end at all times necessary needed with notig noetig not optional no nicht pas es",
);

const BEFORE = wordSet("end-to-end fully strongly no not without kein keine ohne nicht sans sin sem senza zonder geen");

/** Whether it must be encrypted on the way. Saying that it need not be is something else than saying nothing. */
export const encryption: Finder = (tokens) =>
  tokens.flatMap(({ word, kind }, at): readonly Said[] => {
    if (kind !== "word" || !(ENCRYPTED.has(word) || PLAIN.has(word))) return [];
    const isNo = isDenied(tokens, at) !== isDeniedAfter(tokens, at + 1); // twice denied is asked for
    const value = PLAIN.has(word) !== isNo ? "not-needed" : "required";
    return [
      {
        from: skipBack(tokens, at, BEFORE),
        to: skip(tokens, at + 1, AROUND),
        slot: "encryption",
        field: "encryption",
        value,
      },
    ];
  });
