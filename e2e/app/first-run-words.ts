/** What the first run says, as the test waits for it: its buttons, labels and headings in both languages. */

export interface Words {
  readonly welcome: string;
  readonly code: string;
  readonly missing: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly claim: string;
  readonly lockCode: string;
  readonly lockCodeLabel: string;
  readonly reset: string;
  readonly flashes: string;
  readonly lockName: string;
  readonly lockNameLabel: string;
  readonly givenName: string;
  readonly finger: string;
  readonly addFinger: string;
  readonly begin: string;
  readonly putFinger: RegExp;
  readonly fingerDone: RegExp;
  readonly try: string;
  readonly works: string;
  readonly toHome: string;
}

export const words: Readonly<Record<"en" | "it", Words>> = {
  en: {
    welcome: "Welcome",
    code: "Code",
    missing: "Please fill this in.",
    name: "Your name",
    email: "E-mail address",
    password: "Password",
    claim: "Make it mine",
    lockCode: "The lock’s code",
    lockCodeLabel: "Code of the lock",
    reset: "Make the lock ready",
    flashes: "The 5 flashes",
    lockName: "What is it called?",
    lockNameLabel: "Name of the lock",
    givenName: "Garden door",
    finger: "Your first finger",
    addFinger: "Add my finger",
    begin: "Begin",
    putFinger: /Put the finger on the reader/,
    fingerDone: /This finger opens/,
    try: "Try the door",
    works: "It works",
    toHome: "To my home",
  },
  it: {
    welcome: "Benvenuto",
    code: "Codice",
    missing: "Compila questo campo, per favore.",
    name: "Il tuo nome",
    email: "Indirizzo e-mail",
    password: "Password",
    claim: "È mio",
    lockCode: "Il codice della serratura",
    lockCodeLabel: "Codice della serratura",
    reset: "Prepara la serratura",
    flashes: "Il 5 lampeggia",
    lockName: "Come si chiama?",
    lockNameLabel: "Nome della serratura",
    givenName: "Porta del giardino",
    finger: "Il tuo primo dito",
    addFinger: "Aggiungi il mio dito",
    begin: "Comincia",
    putFinger: /Posa ora il dito/,
    fingerDone: /Questo dito apre/,
    try: "Prova la porta",
    works: "Funziona",
    toHome: "Alla mia casa",
  },
};
