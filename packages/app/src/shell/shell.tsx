/** The frame around every page: who we are, where one can go, how fresh what is shown is, and the virtual lock. */

import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso/router";
import { useRef } from "preact/hooks";
import { AlarmBanner } from "../alarms/alarm-banner.tsx";
import { home, isAdministrator, session } from "../api/session.ts";
import { defineTexts } from "../text/define-texts.ts";
import { Announcements } from "../ui/announce.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { HomeSwitch } from "./home-switch.tsx";
import { InstallHint } from "./install-hint.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { isPaneOpen, VirtualLockButton, VirtualLockPane } from "./virtual-lock.tsx";

const t = defineTexts({
  en: {
    skip: "To the page",
    navigation: "Pages",
    home: "Home",
    people: "People",
    history: "History",
    care: "Care",
    settings: "Settings",
  },
  it: {
    skip: "Alla pagina",
    navigation: "Pagine",
    home: "Casa",
    people: "Persone",
    history: "Cronologia",
    care: "Cura",
    settings: "Impostazioni",
  },
});

export function Shell({ children }: { readonly children: ComponentChildren }) {
  const isIn = session.value.state === "signedIn" && home.value !== null;
  const { path } = useLocation();
  const hasNavigation = isIn && !isWithoutNavigation(path);
  const main = useRef<HTMLElement>(null);
  // The guest's page is for the phone of somebody at the door.
  const isBeside = isPaneOpen.value && path !== "/guest";
  const look = ["shell", !hasNavigation && "plain", isBeside && "beside"].filter(Boolean).join(" ");
  return (
    <div class={look}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          // What stands behind the # of the address may be a guest's token.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t("skip")}
      </a>
      <header class="top">
        <a class="brand" href="/">
          <img src="/icon.svg" alt="" />
          <span>{(hasNavigation && home.value?.name) || "Catenaccio"}</span>
        </a>
        {isIn && <HomeSwitch />}
        {path !== "/guest" && <VirtualLockButton />}
        <LanguageSwitch />
      </header>
      <main class="main" id="main" ref={main} tabIndex={-1}>
        <div class="banners">
          <ConnectionBanner />
          {hasNavigation && <AlarmBanner />}
          {hasNavigation && <InstallHint />}
        </div>
        {children}
      </main>
      {hasNavigation && <Navigation path={path} />}
      {isBeside && <VirtualLockPane />}
      <Announcements />
    </div>
  );
}

/** Pages of people who may have no account here. */
function isWithoutNavigation(path: string): boolean {
  return ["/guest", "/invitation", "/sign-in", "/start", "/claim"].includes(path);
}

interface Place {
  readonly href: string;
  readonly icon: IconName;
  readonly text: "home" | "people" | "history" | "care" | "settings";
  /** Others may not look there. */
  readonly isForAdministrators?: true;
}

const places: readonly Place[] = [
  { href: "/", icon: "home", text: "home" },
  { href: "/people", icon: "people", text: "people", isForAdministrators: true },
  { href: "/history", icon: "history", text: "history", isForAdministrators: true },
  { href: "/care", icon: "care", text: "care" },
  { href: "/settings", icon: "settings", text: "settings" },
];

function Navigation({ path }: { readonly path: string }) {
  const here = placeOf(path);
  return (
    <nav class="nav" aria-label={t("navigation")}>
      <ul>
        {places
          .filter((place) => place.isForAdministrators !== true || isAdministrator.value)
          .map((place) => (
            <li key={place.href}>
              <a href={place.href} aria-current={here === place.href ? "page" : undefined}>
                <Icon name={place.icon} size={22} />
                {t(place.text)}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

/** To which place a page below it belongs. */
function placeOf(path: string): string {
  const [, first = ""] = path.split("/");
  if (first === "guests" || first === "who") return "/people";
  if (first === "alarms") return "/history";
  if (first === "notices") return "/settings";
  return places.some(({ href }) => href === `/${first}`) ? `/${first}` : "/";
}
