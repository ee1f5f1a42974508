import type { Lexicon } from "./lexicon.ts";

export const en: Lexicon = {
  connect: "connect connects connecting connected link links linked linking join hook wire bridge attach pair peer",
  reach:
    "pushing reach reaches reaching query queries querying access accesses accessing talk talks talking call calls calling use uses " +
    "read reads reading write writes writing send sends sending hit hits consume consumes pull pulls pulling push pushes fetch " +
    "fetches contact get gets see sees speak speaks communicate request requests store stores load loads dial invoke invokes " +
    "post posts poll polls depends",
  reached:
    "reachable reached accessible accessed available queried called contacted consumed accept accepts receive " +
    "receives serve serves listen listens used",
  need: "needs need must should wants want requires require has have shall would like can could will may",
  grant: "allow allows let permit give grant enable authorize authorise whitelist allowlist",
  expose: "open expose publish",
  access:
    "access connectivity connection connections traffic packets route tunnel path line requests calls communication",
  move: "replicate replicates replication sync synchronise synchronize mirror copy copies migrate migration backup",
  to: "to into towards toward onto against",
  from: "from",
  with: "with",
  and: "and",
  between: "between",
  by: "by",
  for: "for",
  end: "via using over via where whose through without under until unless during about than like",
  clause: "because since so while when if but once after before whereas",
  noise:
    "longer allowed permitted which who as enough good fine goes go that s a an the our my your their this these those please kindly hi hello hey dear team thanks thank you we i it they he she us " +
    "is are was be been being in at on of able possible ability made make makes sure there here called named name " +
    "running runs run hosted hosts located lives live living sitting sits up out me them its each other one another any all " +
    "new existing some just only also now currently directly set create build provision establish same both do does " +
    "region zone availability account subscription project tenancy compartment cloud type kind id identifier known " +
    "data side end ends way part et al inside within behind right really quickly asap",
  nouns:
    "service services app apps application applications database databases db dbs function functions instance instances server " +
    "servers vm vms machine machines host hosts box system systems backend frontend api workload component resource cluster " +
    "storage bucket table queue job",
  not: "no not never without non don't doesn't mustn't cannot neither nor isn't",
};
