/** What the browser found wrong with a field, in the app's language: the browser itself speaks its own. */

import { defineTexts } from "../text/define-texts.ts";

const t = defineTexts({
  en: {
    missing: "Please fill this in.",
    missingChoice: "Please choose.",
    email: "An e-mail address looks like anna@example.org.",
    url: "An address begins with https:// or http://.",
    tooShort: "At least {min} characters, please: there {now, plural, one {is one} other {are #}}.",
    tooLong: "At most {max} characters, please.",
    tooSmall: "At least {min}, please.",
    tooLarge: "At most {max}, please.",
    pattern: "This does not look right.",
    other: "This is not understood.",
  },
  it: {
    missing: "Compila questo campo, per favore.",
    missingChoice: "Scegli, per favore.",
    email: "Un indirizzo e-mail si scrive come anna@example.org.",
    url: "Un indirizzo comincia con https:// o http://.",
    tooShort: "Almeno {min} caratteri, per favore: {now, plural, one {ce n’è uno} other {ce ne sono #}}.",
    tooLong: "Al massimo {max} caratteri, per favore.",
    tooSmall: "Almeno {min}, per favore.",
    tooLarge: "Al massimo {max}, per favore.",
    pattern: "Così non sembra giusto.",
    other: "Questo non si capisce.",
  },
});

export function validityText(control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement): string {
  const { validity } = control;
  const input = control instanceof HTMLInputElement ? control : null;
  if (validity.customError) return control.validationMessage;
  if (validity.valueMissing) return t(isChoice(control.type) ? "missingChoice" : "missing");
  if (validity.typeMismatch) return t(input?.type === "url" ? "url" : "email");
  if (validity.tooShort) return t("tooShort", { min: Number(input?.minLength), now: control.value.length });
  if (validity.tooLong) return t("tooLong", { max: Number(input?.maxLength) });
  if (validity.rangeUnderflow) return t("tooSmall", { min: input?.min ?? "" });
  if (validity.rangeOverflow) return t("tooLarge", { max: input?.max ?? "" });
  if (validity.patternMismatch) return control.dataset["patternText"] ?? t("pattern");
  return t("other");
}

function isChoice(type: string): boolean {
  return type.startsWith("select") || type === "checkbox" || type === "radio" || type === "date" || type === "time";
}
