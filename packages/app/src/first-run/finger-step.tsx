/** The first finger, with the guidance of the pages of people; or, without a reader, a PIN there. */

import type { LockView, PersonView } from "@catenaccio/protocol/api";
import { useEffect, useState } from "preact/hooks";
import type { ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { FingerDialog } from "../people/finger-dialog.tsx";
import "../people/people.css";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Loading, Waiting } from "../ui/waiting.tsx";
import { letOwnPersonIn } from "./own-person.ts";
import { t } from "./texts.ts";

interface FingerStepProps {
  readonly lock: LockView;
  readonly onDone: () => void;
}

export function FingerStep({ lock, onDone }: FingerStepProps) {
  const [personId, setPersonId] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const prepare = async (): Promise<void> => {
    const person = await letOwnPersonIn(lock.lockId);
    if (person.ok) setPersonId(person.value.personId);
    setError(person.ok ? null : person.error);
  };
  useEffect(() => void prepare(), [lock.lockId]);
  return (
    <Card title={t("add.finger.title")} icon="finger">
      {personId === null ? (
        <Waiting live={{ error, refresh: prepare }} />
      ) : (
        <OwnFinger lock={lock} personId={personId} onDone={onDone} />
      )}
    </Card>
  );
}

function OwnFinger({ lock, personId, onDone }: FingerStepProps & { readonly personId: string }) {
  const [isOpen, setOpen] = useState(false);
  const person = useLive("GET /api/homes/{homeId}/people/{personId}", {
    params: { personId },
    on: ["people", "wanted", "enrolment"],
  });
  if (person.value === null) return <Loading />;
  const canEnrol = lock.report?.abilities?.isCatenaccio !== false && lock.report?.abilities?.fingerprints !== 0;
  const close = async (): Promise<void> => {
    setOpen(false);
    await person.refresh();
  };
  return (
    <>
      {canEnrol ? <p>{t("add.finger.text")}</p> : <Notice>{t("add.finger.unable")}</Notice>}
      <div class="form-foot">
        {canEnrol && (
          <Button tone="primary" icon="finger" onClick={() => setOpen(true)}>
            {t("add.finger.button")}
          </Button>
        )}
        <ButtonLink href={`/people/${personId}`}>{t("add.finger.pin")}</ButtonLink>
        <Button tone="quiet" onClick={onDone}>
          {t("add.finger.later")}
        </Button>
      </div>
      {isOpen && (
        <FingerDialog
          person={person.value}
          locks={[lock]}
          credential={null}
          lockId={lock.lockId}
          onClose={() => void close()}
        />
      )}
      <GoOnWithFinger person={person.value} lockId={lock.lockId} isWaiting={isOpen} onDone={onDone} />
    </>
  );
}

/** Once a finger is at the lock, the next step is to try it. */
function GoOnWithFinger(props: {
  readonly person: PersonView;
  readonly lockId: string;
  readonly isWaiting: boolean;
  readonly onDone: () => void;
}) {
  const { person, lockId, isWaiting, onDone } = props;
  const hasFinger = person.credentials.some(
    ({ kind, locks }) =>
      kind === "fingerprint" && locks.some((at) => at.lockId === lockId && at.status.status === "confirmed"),
  );
  useEffect(() => {
    if (hasFinger && !isWaiting) onDone();
  }, [hasFinger, isWaiting]);
  return null;
}
