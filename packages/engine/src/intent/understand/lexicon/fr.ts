import type { Lexicon } from "./lexicon.ts";

export const fr: Lexicon = {
  connect: "connecter connectez connecte relier reliez relie raccorder raccordez lier liez brancher interconnecter",
  reach:
    "lise ecrive accedent lisent acceder accede joindre joint atteindre atteint interroger interroge appeler appelle parler parle lire lit ecrire ecrit " +
    "utiliser utilise communiquer communique contacter contacte consulter consulte envoyer envoie",
  reached: "joignable accessible disponible atteignable interrogee appelee",
  need: "doit doivent devrait veut souhaite besoin necessite peut puisse pouvoir faut",
  grant: "autoriser autorisez autorise permettre permettez permet permets laisser laissez donner donnez donne ",
  expose: "ouvrir ouvrez exposer exposez",
  access: "acces connexion connexions liaison trafic flux connectivite lien",
  move: "repliquer repliquez synchroniser synchronisez copier copiez migrer replication",
  to: "a au aux vers ",
  from: "depuis de du des",
  with: "avec",
  and: "et",
  between: "entre",
  by: "par",
  for: "pour",
  end: "dont sans via sous sur avant",
  clause: "car parce puisque mais quand afin lorsque",
  noise:
    "que qui un une le la les l d s qu n c j m notre nos votre mon ma mes ce cette ces svp merci bonjour equipe s'il vous plait nous je il elle on " +
    "est sont etre soit dans en chez appelee appele nomme nommee region compte abonnement projet cloud hebergee heberge " +
    "heberges tourne situe situee nouvelle nouveau etablir etablissez creer creez mettre place mise cote se leur donnees seul seule ne pas y",
  nouns: "service application appli base fonction instance serveur machine hote systeme api stockage bdd",
  not: "pas sans aucun aucune jamais non ni",
};
