/**
 * Alarms that nobody has seen to, above every page. Of an opening under duress it says nothing: whoever forces somebody may
 * stand beside the phone; those who may know hear of it by a notification.
 */

import type { AlarmView } from "@catenaccio/protocol/api";
import { useLocation } from "preact-iso/router";
import { useLive } from "../api/live.ts";
import { hasRole } from "../api/session.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { alarmNames } from "./alarm-names.ts";
import "./alarm-banner.css";

export function AlarmBanner() {
  return hasRole("owner", "administrator", "member") ? <OpenAlarms /> : null;
}

function OpenAlarms() {
  const { path } = useLocation();
  const open = useLive("GET /api/homes/{homeId}/alarms", { query: { isOpen: "true" }, on: ["alarm"], isKept: true });
  const alarms = open.value?.alarms.filter(({ code }) => code !== "forcedUser") ?? [];
  const [first] = alarms;
  // The page of alarms shows them itself. The region stays, or nothing new in it would be read.
  return (
    <div role="status">
      {first !== undefined && path !== "/alarms" && (
        <Notice tone="bad" icon="alarm">
          <div class="spread alarm-banner">
            <p>{bannerText(first, alarms.length)}</p>
            <ButtonLink href="/alarms" isSmall>
              {alarmNames("alarms.banner.look")}
            </ButtonLink>
          </div>
        </Notice>
      )}
    </div>
  );
}

function bannerText({ code, lockName }: AlarmView, count: number): string {
  return count === 1
    ? alarmNames("alarms.banner.one", { what: alarmNames(`alarms.what.${code}`), lock: lockName })
    : alarmNames("alarms.banner.many", { count });
}
