/** Whose user is it: somebody of the list, or a new person. */

import { useState } from "preact/hooks";
import type { FoundUser } from "@catenaccio/protocol";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { announce } from "../ui/announce.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ChoiceField, Form, SelectField, TextField, type FieldProblem, type FormValues } from "../ui/form.tsx";
import { t } from "./texts.ts";

interface AdoptUserProps {
  readonly user: FoundUser;
  readonly lockId: string;
  readonly onClose: () => void;
}

/** `personName` of the protocol. */
const nameLengthMax = 64;

export function AdoptUser({ user, lockId, onClose }: AdoptUserProps) {
  const people = useLive("GET /api/homes/{homeId}/people", { on: ["people", "wanted"], isKept: true });
  const list = people.value?.people ?? [];
  const [chosenWay, setWay] = useState<string | null>(null);
  const [personId, setPersonId] = useState("");
  const way = list.length === 0 ? "new" : (chosenWay ?? "somebody");
  const adopt = async (values: FormValues): Promise<ApiError | FieldProblem | null> => {
    const name = values.text("name");
    if (way === "new" && name === "") return { field: "name", text: t("found.adopt.name.empty") };
    const owner = way === "new" ? { name } : { personId: personId === "" ? (list[0]?.personId ?? "") : personId };
    const params = { lockId, userIndex: user.userIndex };
    const answer = await call("POST /api/homes/{homeId}/locks/{lockId}/found-users/{userIndex}/adopt", {
      params,
      body: owner,
    });
    if (!answer.ok) return answer.error;
    const known = list.find((person) => person.personId === answer.value.personId);
    announce(t("found.adopt.done", { name: known?.name ?? name }), "good");
    onClose();
    return null;
  };
  return (
    <Dialog title={t("found.adopt.title")} isOpen onClose={onClose}>
      <Form submit={t("found.adopt.confirm")} onSubmit={adopt}>
        {list.length > 0 && (
          <ChoiceField
            name="way"
            label={t("found.adopt.title")}
            value={way}
            options={[
              { value: "somebody", text: t("found.adopt.somebody") },
              { value: "new", text: t("found.adopt.new") },
            ]}
            onChange={setWay}
          />
        )}
        {way === "new" ? (
          <TextField
            name="name"
            label={t("found.adopt.name")}
            defaultValue={user.name}
            maxLength={nameLengthMax}
            required
          />
        ) : (
          <SelectField
            name="personId"
            label={t("found.adopt.choose")}
            value={personId === "" ? (list[0]?.personId ?? "") : personId}
            options={list.map((person) => ({ value: person.personId, text: person.name }))}
            onChange={setPersonId}
          />
        )}
      </Form>
    </Dialog>
  );
}
