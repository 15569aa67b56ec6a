/**
 * One of some, which nothing is told of until its button is pressed: an arrow key on a closed list chooses as well, and on
 * the way to a choice may stand one that makes somebody owner or leaves a door open.
 */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { common } from "../text/common.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/form.tsx";

interface SelectToSaveProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** What holds now. */
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  /** Below the field: what the shown choice means. */
  readonly note?: (shown: string) => ComponentChildren;
  readonly onSave: (chosen: string) => Promise<unknown>;
}

export function SelectToSave({ name, label, hint, value, options, note, onSave }: SelectToSaveProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => setChosen(null), [value]);
  const save = async (wanted: string): Promise<void> => {
    setBusy(true);
    await onSave(wanted);
    setBusy(false);
    // The button goes.
    place.current?.querySelector("select")?.focus();
  };
  const shown = chosen ?? value;
  return (
    <div class="stack" ref={place}>
      <SelectField
        name={name}
        label={label}
        {...(hint !== undefined && { hint })}
        value={shown}
        options={options}
        onChange={setChosen}
      />
      {note?.(shown)}
      {(shown !== value || isBusy) && (
        <div class="row">
          <Button tone="primary" isSmall isBusy={isBusy} onClick={() => void save(shown)}>
            {common("save")}
            <span class="unseen">: {label}</span>
          </Button>
        </div>
      )}
    </div>
  );
}
