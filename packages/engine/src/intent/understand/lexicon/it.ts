import type { Lexicon } from "./lexicon.ts";

export const it: Lexicon = {
  connect: "collega collegare collegate connetti connettere unisci",
  reach:
    "raggiungere raggiunga raggiunge accedere acceda accede interrogare interroga chiamare chiama parlare parla leggere legge scrivere " +
    "usare comunicare contattare inviare",
  reached: "raggiungibile accessibile disponibile",
  need: "deve devono dovrebbe vuole vogliamo serve bisogno necessita puo possa abbiamo ha",
  grant: "consenti consentire permetti permettere autorizza autorizzare lascia dai dare abilita",
  expose: "apri aprire esponi",
  access: "accesso connessione collegamento traffico connettivita",
  move: "replica replicare sincronizza sincronizzare copia migra",
  to: "a al alla allo all verso",
  from: "da dal dalla dallo dall",
  with: "con",
  and: "e ed",
  between: "tra fra",
  by: "",
  for: "per",
  end: "senza tramite via sotto entro prima su sulla",
  clause: "perche ma quando",
  noise:
    "che un una uno il lo la i gli le l nostro nostra nostri mio mia questo questa grazie ciao noi essere sia sono in nel " +
    "nella di del della dello chiamata chiamato regione conto sottoscrizione progetto cloud ospitato ospitata nuova nuovo creare crea " +
    "stabilire dati favore si solo",
  nouns: "servizio applicazione app database base funzione istanza server macchina sistema api archiviazione",
  not: "non senza mai nessun nessuna no",
};
