import type { Lexicon } from "./lexicon.ts";

export const pt: Lexicon = {
  connect: "conecte conectar conecta ligue ligar liga interligar vincular",
  reach:
    "acessar acesse acessa aceder alcancar consultar consulta consulte chamar chama falar ler escrever usar comunicar chegar enviar",
  reached: "acessivel alcancavel disponivel acessada",
  need: "precisa precisam precisamos deve devem deveria quer queremos requer necessita pode possa tem",
  grant: "permita permitir permite autorize autorizar deixe deixar habilite libere liberar conceda ",
  expose: "abra abrir exponha",
  access: "acesso conexao ligacao trafego conectividade",
  move: "replique replicar sincronize sincronizar copie migrar",
  to: "a ao aos para ate",
  from: "desde de do da dos das",
  with: "com",
  and: "e",
  between: "entre",
  by: "por pelo pela",
  end: "cujo sem mediante via sob antes sobre",
  clause: "porque mas quando",
  noise:
    "que um uma o os as nosso nossa nossos meu minha este esta obrigado ola equipe nos ser seja sao em no na nos nas " +
    "chamada chamado regiao conta assinatura projeto nuvem hospedado hospedada nova novo criar crie dados so favor",
  nouns: "servico aplicacao aplicativo app banco funcao instancia servidor maquina sistema api armazenamento",
  not: "nao sem nunca nenhum nenhuma",
};
