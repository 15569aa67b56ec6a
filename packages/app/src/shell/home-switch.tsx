/** In which home one is: for those who belong to several. */

import { account, chooseHome, home } from "../api/session.ts";
import { defineTexts } from "../text/define-texts.ts";

const t = defineTexts({ en: { home: "Home to show" }, it: { home: "Casa da mostrare" } });

export function HomeSwitch() {
  const homes = account.value?.homes ?? [];
  if (homes.length < 2) return null;
  return (
    <select
      class="input home-switch"
      aria-label={t("home")}
      value={home.value?.homeId}
      onChange={(event) => chooseHome(event.currentTarget.value)}
    >
      {homes.map(({ homeId, name }) => (
        <option key={homeId} value={homeId}>
          {name}
        </option>
      ))}
    </select>
  );
}
