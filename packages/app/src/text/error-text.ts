/** What went wrong, in the person's language. */

import type { OrderError } from "@catenaccio/protocol";
import type { ApiError } from "../api/call.ts";
import { defineTexts } from "./define-texts.ts";
import { language } from "./language.ts";

const t = defineTexts({
  en: {
    offline: "There is no connection to your home. What you typed is still here: try again in a moment.",
    failed: "Something went wrong in the server. Nothing is known to have changed; try again.",
    invalid: "This is not understood.",
    unauthenticated: "Please sign in again.",
    wrongCredentials: "That does not match. Check it and try again.",
    proofRefused: "That took too long. Prove once more who you are.",
    proofUsed: "That was used already. Prove once more who you are.",
    forbidden: "Your role in this home does not allow that. Ask the owner.",
    paused: "Your own access to this lock is paused. Whoever looks after the people here can end that.",
    foreignOrigin: "This page was opened under an address that the server does not know.",
    notLocal: "That works only from the home’s own network.",
    notFound: "There is nothing here (any more).",
    alreadyClaimed: "This gateway belongs to somebody already. Sign in, or reset it: hold its button for 10 seconds.",
    duplicate: "That is there already.",
    easyPin: "This PIN is too easy to guess. Choose another one.",
    full: "There is no more room. Remove something first.",
    noCommonPinLength: "These locks have no PIN length in common. Choose fewer locks.",
    conflict: "That does not go together with how things are now.",
    tooLarge: "That is too long.",
    blocked: "There were too many wrong tries. Wait {minutes, plural, one {a minute} other {# minutes}} and try again.",
    tooMany: "That was too often. Wait a moment and try again.",
    orderFailed: "The lock could not do it. Is it within reach, and are its batteries good?",
    noGateway: "There is no gateway here.",
  },
  it: {
    offline: "Non c’è collegamento con la casa. Quello che hai scritto è ancora qui: riprova tra un momento.",
    failed: "Qualcosa è andato storto nel server. Per quanto si sa non è cambiato niente; riprova.",
    invalid: "Questo non si capisce.",
    unauthenticated: "Accedi di nuovo, per favore.",
    wrongCredentials: "Non corrisponde. Controlla e riprova.",
    proofRefused: "Ci è voluto troppo. Dimostra ancora una volta chi sei.",
    proofUsed: "Era già stato usato. Dimostra ancora una volta chi sei.",
    forbidden: "Il tuo ruolo in questa casa non lo permette. Chiedi al proprietario.",
    paused: "Il tuo accesso a questa serratura è sospeso. Chi gestisce le persone può riattivarlo.",
    foreignOrigin: "Questa pagina è stata aperta a un indirizzo che il server non conosce.",
    notLocal: "Funziona solo dalla rete di casa.",
    notFound: "Qui non c’è (più) niente.",
    alreadyClaimed: "Questo gateway è già di qualcuno. Accedi, oppure azzeralo: tieni premuto il tasto per 10 secondi.",
    duplicate: "C’è già.",
    easyPin: "Questo PIN è troppo facile da indovinare. Scegline un altro.",
    full: "Non c’è più posto. Prima togli qualcosa.",
    noCommonPinLength: "Queste serrature non hanno una lunghezza di PIN in comune. Scegline meno.",
    conflict: "Non va d’accordo con la situazione attuale.",
    tooLarge: "È troppo lungo.",
    blocked:
      "Ci sono stati troppi tentativi sbagliati. Aspetta {minutes, plural, one {un minuto} other {# minuti}} e riprova.",
    tooMany: "Troppo spesso. Aspetta un momento e riprova.",
    orderFailed: "La serratura non ci è riuscita. È raggiungibile, e le batterie sono buone?",
    noGateway: "Qui non c’è nessun gateway.",
  },
});
type ErrorKey = Parameters<typeof t>[0];

const known: ReadonlySet<string> = new Set<ErrorKey>([
  "offline",
  "failed",
  "invalid",
  "unauthenticated",
  "wrongCredentials",
  "proofRefused",
  "proofUsed",
  "forbidden",
  "paused",
  "foreignOrigin",
  "notLocal",
  "notFound",
  "alreadyClaimed",
  "duplicate",
  "easyPin",
  "full",
  "noCommonPinLength",
  "conflict",
  "tooLarge",
  "blocked",
  "tooMany",
  "orderFailed",
  "noGateway",
]);
/** Here the server's sentence says more than the word. */
const isToldBetterByServer: ReadonlySet<string> = new Set(["conflict", "duplicate", "full", "orderFailed", "invalid"]);

/** Of `orderFailed`: what the gateway or the lock answered. In English the server has its own sentences. */
const italianOfReason: Readonly<Record<OrderError, string>> = {
  unknownLock: "Il gateway non conosce questa serratura.",
  badCode: "Questo non è il codice di una serratura.",
  alreadyAdded: "Questa serratura è già stata aggiunta.",
  notFound: "Nessuna serratura ha risposto. È vicina, e pronta per essere aggiunta?",
  wrongPasscode: "Il codice non è di questa serratura.",
  unreachable: "La serratura non risponde. È vicina al gateway, e le batterie sono buone?",
  expired: "Non è stato possibile in tempo, e non si farà più tardi. Riprova.",
  busy: "La serratura sta facendo altro. Riprova tra un minuto.",
  invalid: "La serratura non lo accetta. Ricarica la pagina e riprova.",
  brokerUnreachable: "Il broker non risponde. Controlla indirizzo, nome utente e password.",
  full: "La serratura non ha più posto. Prima togli qualcosa.",
  duplicate: "A questa serratura qualcuno ha già lo stesso.",
  pinLength: "Questa serratura vuole PIN di un’altra lunghezza.",
  easyPin: "Per la serratura questo PIN è troppo facile da indovinare.",
  longerPinNeeded: "Con tanti PIN la serratura ne vuole di più lunghi.",
  notSupported: "Questa serratura non sa farlo.",
  schedulesNotSupported: "Questa serratura non sa tenere questi orari.",
  secretForgotten: "Per sicurezza era già cancellato: dai di nuovo il PIN o la scheda.",
  enrolAtReader: "Il dito va registrato a quella serratura.",
  lastAdministrator: "L’ultimo amministratore di una serratura non si può togliere.",
  otherHome: "Appartiene a un altro sistema di casa, e solo quello può cambiarlo.",
  batteryCritical: "Le batterie sono troppo scariche. Cambiale e riprova.",
  refused: "La serratura ha detto di no, senza dire perché.",
};

function isKnownReason(reason: string | undefined): reason is OrderError {
  return reason !== undefined && Object.hasOwn(italianOfReason, reason);
}

/** @returns a sentence for a person; in English the server's own where it says more. */
export function errorText(error: ApiError): string {
  const { code, sentence, reason, retryAfterSeconds } = error;
  if (language.value === "en" && isToldBetterByServer.has(code)) return sentence;
  if (language.value === "it" && isKnownReason(reason)) return italianOfReason[reason];
  if (!known.has(code)) return language.value === "en" ? sentence : t("failed");
  return t(code as ErrorKey, { minutes: Math.max(1, Math.ceil((retryAfterSeconds ?? 60) / 60)) });
}
