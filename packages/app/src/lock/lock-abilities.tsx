/** What a lock can do, and what it cannot: locks of other makers differ. */

import type { LockView } from "@catenaccio/protocol/api";
import { Card } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";
import { t } from "./texts.ts";

type Abilities = NonNullable<NonNullable<LockView["report"]>["abilities"]>;

interface Ability {
  readonly can: boolean;
  readonly text: string;
}

export function LockAbilities({ lock }: { readonly lock: LockView }) {
  const abilities = lock.report?.abilities ?? null;
  return (
    <Card title={t("able.title")} icon="info">
      {abilities === null ? <p>{t("able.unknown")}</p> : <List abilities={abilities} />}
    </Card>
  );
}

function List({ abilities }: { readonly abilities: Abilities }) {
  const { isCatenaccio, vendor, product, softwareVersion: version, serialNumber } = abilities;
  return (
    <>
      <p class="small">{isCatenaccio ? t("able.own") : t("able.foreign")}</p>
      <ul class="abilities">
        {abilitiesOf(abilities).map(({ can, text }) => (
          <li key={text} class={can ? "can" : "cannot"}>
            <Icon name={can ? "check" : "close"} />
            <span>
              {!can && <span class="unseen">{t("able.no")} </span>}
              {text}
            </span>
          </li>
        ))}
      </ul>
      <p class="small">
        {t("able.maker", { product: product.startsWith(vendor) ? product : `${vendor} ${product}`, version })}
        {serialNumber !== null && (
          <>
            <br />
            {t("able.serial", { serial: serialNumber })}
          </>
        )}
      </p>
    </>
  );
}

function abilitiesOf(abilities: Abilities): readonly Ability[] {
  const { isCatenaccio, users, pins, cards, fingerprints, pinLength } = abilities;
  const hasPassage = abilities.operatingModes.includes("passage");
  const { min, max } = pinLength ?? { min: 0, max: 0 };
  return [
    { can: users > 0, text: t("able.people", { count: users }) },
    ability(pins > 0, t("able.pins", { count: pins, min, max }), t("able.pins.none")),
    ability(cards > 0, t("able.cards", { count: cards }), t("able.cards.none")),
    ability(fingerprints > 0, t("able.fingers", { count: fingerprints }), t("able.fingers.none")),
    ability(isCatenaccio, t("able.fingers.afar"), t("able.fingers.afar.none")),
    ability(abilities.weekDaySchedulesPerUser > 0, t("able.week"), t("able.week.none")),
    ability(abilities.dateSchedulesPerUser > 0, t("able.dates"), t("able.dates.none")),
    ability(hasPassage, t("able.passage"), t("able.passage.none")),
    ability(isCatenaccio, t("able.log"), t("able.log.none")),
  ];
}

function ability(can: boolean, yes: string, no: string): Ability {
  return { can, text: can ? yes : no };
}
