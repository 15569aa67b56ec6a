/** Who is it: the password once more, or a passkey. With it the PIN that some locks ask for, and what must be understood. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { LockView, ProofAction } from "@catenaccio/protocol/api";
import { call, type ApiError } from "../api/call.ts";
import { account } from "../api/session.ts";
import { errorText } from "../text/error-text.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { CheckField, Form, PasswordField, TextField, type FieldProblem, type FormValues } from "../ui/form.tsx";
import { needsPin } from "./lock-condition.ts";
import { orderApiWords } from "./order-words.ts";
import { hasPasskey, proveByPasskey, type PasskeyProof } from "./passkey-proof.ts";
import { t } from "./texts.ts";

export interface Proven {
  readonly proof: string;
  readonly pin: string | null;
}

interface ProveFormProps {
  readonly lock: LockView;
  readonly action: ProofAction;
  readonly submit: string;
  /** What must be ticked first. */
  readonly condition?: string;
  readonly onProven: (proven: Proven) => void;
  /** Above the password: what the person has to know. */
  readonly children?: ComponentChildren;
}

export function ProveForm({ lock, action, submit, condition, onProven, children }: ProveFormProps) {
  const [canSign, setCanSign] = useState(false);
  const [pin, setPin] = useState("");
  const [isUnderstood, setUnderstood] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSigning, setSigning] = useState(false);
  useEffect(() => {
    void hasPasskey().then(setCanSign);
  }, []);
  const asksPin = action === "unlock" && needsPin(lock);
  const isMissing = (asksPin && !isPinOf(lock, pin)) || (condition !== undefined && !isUnderstood);
  const succeed = (proof: string): void => onProven({ proof, pin: asksPin ? pin : null });

  const sign = async (): Promise<void> => {
    setProblem(null);
    setSigning(true);
    const proven = await proveByPasskey(lock.lockId, action);
    setSigning(false);
    if (proven.ok) succeed(proven.proof);
    else setProblem(passkeyProblem(proven.error));
  };
  const prove = async (values: FormValues): Promise<ApiError | FieldProblem | null> => {
    const body = { action, password: values.secret("password") };
    const made = await call("POST /api/homes/{homeId}/locks/{lockId}/proofs", {
      params: { lockId: lock.lockId },
      body,
    });
    if (!made.ok) return passwordProblem(made.error);
    succeed(made.value.proof);
    return null;
  };

  return (
    <Form onSubmit={prove} class="prove">
      {children}
      {condition !== undefined && (
        <CheckField name="understood" label={condition} required isChecked={isUnderstood} onChange={setUnderstood} />
      )}
      <p class="hint">{t("prove.why")}</p>
      {asksPin && <PinField lock={lock} value={pin} onInput={setPin} />}
      {canSign && (
        <>
          <Button
            tone="primary"
            icon="key"
            isWide
            isBusy={isSigning}
            isDisabled={isMissing}
            onClick={() => void sign()}
          >
            {t("prove.passkey")}
          </Button>
          {problem !== null && (
            <Notice tone="bad" role="alert">
              {problem}
            </Notice>
          )}
          <p class="or">{t("prove.or")}</p>
        </>
      )}
      {/* A password manager looks for whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={account.value?.email ?? ""} readOnly hidden />
      <PasswordField
        name="password"
        label={t("prove.password")}
        showText={t("prove.show")}
        autoComplete="current-password"
        enterKeyHint="go"
        autoFocus={condition === undefined}
        required
      />
      <Button type="submit" tone={canSign ? "plain" : "primary"} icon="unlock" isWide>
        {submit}
      </Button>
    </Form>
  );
}

interface PinFieldProps {
  readonly lock: LockView;
  readonly value: string;
  readonly onInput: (pin: string) => void;
}

export function PinField({ lock, value, onInput }: PinFieldProps) {
  const { min, max } = pinLengthOf(lock);
  return (
    <TextField
      name="pin"
      label={t("prove.pin")}
      hint={t("prove.pin.why")}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
      required
      inputMode="numeric"
      autoComplete="off"
      pattern={`\\d{${min},${max}}`}
      patternText={t("prove.pin.wrong", { min, max })}
    />
  );
}

function pinLengthOf({ report }: LockView): { readonly min: number; readonly max: number } {
  return report?.abilities?.pinLength ?? { min: 4, max: 10 };
}

function isPinOf(lock: LockView, pin: string): boolean {
  const { min, max } = pinLengthOf(lock);
  return /^\d+$/.test(pin) && pin.length >= min && pin.length <= max;
}

function passkeyProblem(error: Extract<PasskeyProof, { readonly ok: false }>["error"]): string {
  if (error === "cancelled") return t("prove.passkey.cancelled");
  if (error.code === "conflict") return t("prove.passkey.none");
  return error.code === "proofRefused" ? t("prove.passkey.refused") : (orderApiWords(error) ?? errorText(error));
}

function passwordProblem(error: ApiError): ApiError | FieldProblem {
  return error.code === "proofRefused" ? { field: "password", text: t("prove.wrong") } : error;
}
