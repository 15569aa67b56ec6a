/** The time zone of the home, by its IANA name, with this device's own at hand. */

import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/form.tsx";
import { t } from "./texts.ts";

interface TimeZoneFieldProps {
  readonly value: string;
  readonly onChange: (timeZone: string) => void;
}

export function TimeZoneField({ value, onChange }: TimeZoneFieldProps) {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", here, value])].toSorted();
  return (
    <div class="stack">
      <SelectField
        name="timeZone"
        label={t("house.timeZone")}
        hint={t("house.timeZone.help")}
        value={value}
        options={zones.map((zone) => ({ value: zone, text: zone.replaceAll("_", " ") }))}
        onChange={onChange}
      />
      {here !== value && (
        <div class="row">
          <Button isSmall icon="clock" onClick={() => onChange(here)}>
            {t("house.timeZone.here", { zone: here })}
          </Button>
        </div>
      )}
    </div>
  );
}
