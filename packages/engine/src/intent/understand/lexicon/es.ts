import type { Lexicon } from "./lexicon.ts";

export const es: Lexicon = {
  connect:
    "conectes conecteis conecta conectar conecte conecten enlaza enlazar enlace une unir vincula vincular conectad",
  reach:
    "acceder accede accedan acceda alcanzar alcanza consultar consulta consulte llamar llama hablar habla leer lee escribir escribe " +
    "usar usa comunicarse comunica llegar llega llegue enviar envia conectarse",
  reached: "accesible alcanzable disponible consultada accedida",
  need: "necesita necesitan necesitamos debe deben deberia quiere queremos requiere tiene puede pueda poder hace",
  grant: "permite permitir permita permitan autoriza autorizar deja dejar habilita habilitar da dar concede",
  expose: "abre abrir abra expon exponer",
  access: "acceso conexion conexiones trafico conectividad",
  move: "replica replicar sincroniza sincronizar copia copiar migra migrar",
  to: "a al hacia hasta",
  from: "desde de del",
  with: "con",
  and: "y e",
  between: "entre",
  by: "por",
  for: "para",
  end: "cuyo sin mediante bajo antes sobre via",
  clause: "porque pero cuando",
  noise:
    "que un una unos unas el la los las lo nuestro nuestra nuestros mi su este esta estos favor gracias hola equipo nosotros es son " +
    "esta estan ser sea sean en llamada llamado region cuenta suscripcion proyecto nube alojada alojado ubicada ubicado corre nueva nuevo " +
    "crear crea establecer establece se datos falta me nos solo",
  nouns: "servicio aplicacion app base bd funcion instancia servidor maquina sistema api almacenamiento",
  not: "no sin nunca ningun ninguna ni",
};
