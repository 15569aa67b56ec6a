/**
 * Forms: what is wrong stands beside the field, in the person's language, and the first such field gets the focus. The
 * browser judges first (`required`, `type`, `pattern`, …), then the server; what was typed stays whatever happens.
 *
 *     <Form submit={t("save")} onSubmit={async (values) => {
 *       const answer = await call("PATCH …", { body: { name: values.text("name") } });
 *       return answer.ok ? null : answer.error;
 *     }}>
 *       <TextField name="name" label={t("name")} required maxLength={64} />
 *     </Form>
 */

import { createContext, type ComponentChildren } from "preact";
import { useContext, useId, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api/call.ts";
import { common } from "../text/common.ts";
import { errorText } from "../text/error-text.ts";
import { Button } from "./button.tsx";
import { Notice } from "./card.tsx";
import { validityText } from "./validity-text.ts";

/** What is wrong with one field: beside it. `field` null: with all of it. */
export interface FieldProblem {
  readonly field: string | null;
  readonly text: string;
}

export class FormValues {
  readonly #data: FormData;
  constructor(form: HTMLFormElement) {
    this.#data = new FormData(form);
  }
  /** Without spaces around it. */
  text(name: string): string {
    const value = this.#data.get(name);
    return typeof value === "string" ? value.trim() : "";
  }
  /** As it was typed. */
  secret(name: string): string {
    const value = this.#data.get(name);
    return typeof value === "string" ? value : "";
  }
  isChecked(name: string): boolean {
    return this.#data.get(name) !== null;
  }
  all(name: string): readonly string[] {
    return this.#data.getAll(name).filter((value) => typeof value === "string");
  }
}

interface FormState {
  readonly problems: Readonly<Record<string, string>>;
  readonly clear: (name: string) => void;
}
const FormContext = createContext<FormState>({ problems: {}, clear: () => undefined });

interface FormProps {
  /** @returns null: done; or why not: an error of the API, or a problem of our own. */
  readonly onSubmit: (values: FormValues) => Promise<ApiError | FieldProblem | null>;
  /** On the button; absent: `children` has a submit button of its own. */
  readonly submit?: string;
  readonly submitTone?: "primary" | "danger";
  /** Beside the button. */
  readonly more?: ComponentChildren;
  /** The server's name of a field → the form's, where they differ. */
  readonly fieldNames?: Readonly<Record<string, string>>;
  readonly children?: ComponentChildren;
  readonly class?: string;
}

export function Form(props: FormProps) {
  const { onSubmit, submit, submitTone = "primary", more, fieldNames = {}, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [whole, setWhole] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const show = (found: Readonly<Record<string, string>>): void => {
    setProblems(found);
    const first = Object.keys(found)[0];
    if (first !== undefined) controlOf(form.current, first)?.focus();
  };
  const send = async (element: HTMLFormElement): Promise<void> => {
    setWhole(null);
    const found = problemsOf(element);
    show(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const refused = await onSubmit(new FormValues(element));
    setBusy(false);
    if (refused === null) return;
    const text = "text" in refused ? refused.text : errorText(refused);
    const field = fieldNames[refused.field ?? ""] ?? refused.field ?? "";
    if (controlOf(form.current, field) !== null) show({ [field]: text });
    else setWhole(text);
  };
  return (
    <form
      ref={form}
      class={`form ${props.class ?? ""}`.trim()}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void send(event.currentTarget);
      }}
    >
      <FormContext.Provider
        value={{ problems, clear: (name) => name in problems && setProblems(without(problems, name)) }}
      >
        {children}
      </FormContext.Provider>
      {whole !== null && (
        <Notice tone="bad" role="alert">
          {whole}
        </Notice>
      )}
      {(submit !== undefined || more !== undefined) && (
        <div class="form-foot">
          {submit !== undefined && (
            <Button type="submit" tone={submitTone} isBusy={isBusy}>
              {submit}
            </Button>
          )}
          {more}
        </div>
      )}
    </form>
  );
}

interface FieldParts {
  readonly name: string;
  readonly label: string;
  /** Below the label, before anything went wrong. */
  readonly hint?: ComponentChildren;
}

type Control = Pick<
  preact.JSX.IntrinsicElements["input"],
  | "required"
  | "minLength"
  | "maxLength"
  | "min"
  | "max"
  | "step"
  | "pattern"
  | "autoComplete"
  | "inputMode"
  | "placeholder"
  | "defaultValue"
  | "value"
  | "onInput"
  | "onBlur"
  | "spellcheck"
  | "autoFocus"
  | "autoCapitalize"
  | "disabled"
  | "readOnly"
  | "enterKeyHint"
>;

interface TextFieldProps extends FieldParts, Control {
  readonly type?:
    | "text"
    | "email"
    | "url"
    | "tel"
    | "search"
    | "number"
    | "password"
    | "date"
    | "time"
    | "datetime-local";
  /** What is wrong when `pattern` does not fit. */
  readonly patternText?: string;
  /** Beside the field: a button. */
  readonly beside?: ComponentChildren;
}

export function TextField({ name, label, hint, patternText, beside, ...control }: TextFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} isOptional={control.required !== true}>
      {(wiring) => (
        <div class="field-row">
          <input
            {...(control as preact.JSX.IntrinsicElements["input"])}
            {...wiring}
            class="input"
            data-pattern-text={patternText}
          />
          {beside}
        </div>
      )}
    </Field>
  );
}

/** A password, which can be looked at. */
export function PasswordField(props: Omit<TextFieldProps, "type" | "beside"> & { readonly showText: string }) {
  const { showText, ...field } = props;
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      {...field}
      type={isShown ? "text" : "password"}
      spellcheck={false}
      autoCapitalize="none"
      beside={
        <Button tone="quiet" isPressed={isShown} onClick={() => setShown(!isShown)}>
          {showText}
        </Button>
      }
    />
  );
}

interface SelectFieldProps extends FieldParts {
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly value?: string;
  readonly defaultValue?: string;
  readonly required?: boolean;
  readonly onChange?: (value: string) => void;
}

export function SelectField(props: SelectFieldProps) {
  const { name, label, hint, options, value, defaultValue, required, onChange } = props;
  const [chosen, setChosen] = useState(defaultValue ?? options[0]?.value);
  return (
    <Field name={name} label={label} hint={hint} isOptional={false}>
      {(wiring) => (
        <select
          {...wiring}
          class="input"
          required={required}
          value={value ?? chosen}
          onChange={(event) => {
            setChosen(event.currentTarget.value);
            onChange?.(event.currentTarget.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckFieldProps extends FieldParts {
  readonly value?: string;
  readonly isChecked: boolean;
  readonly required?: boolean;
  readonly onChange?: (isChecked: boolean) => void;
}

export function CheckField(props: CheckFieldProps) {
  const { name, label, hint, value, isChecked, required, onChange } = props;
  const { problems, clear } = useContext(FormContext);
  const id = useId();
  const problem = problems[name];
  return (
    <div class="check-field">
      <label class="check">
        <input
          type="checkbox"
          name={name}
          value={value}
          checked={isChecked}
          required={required}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={describedBy(id, { hint, problem })}
          onChange={(event) => {
            clear(name);
            onChange?.(event.currentTarget.checked);
          }}
        />
        <span>{label}</span>
      </label>
      <HintAndProblem id={id} hint={hint} problem={problem} />
    </div>
  );
}

interface ChoiceFieldProps extends FieldParts {
  readonly options: readonly { readonly value: string; readonly text: string; readonly hint?: ComponentChildren }[];
  readonly value?: string;
  readonly defaultValue?: string;
  readonly onChange?: (value: string) => void;
}

/** One of few, all seen at once. */
export function ChoiceField({ name, label, hint, options, value, defaultValue, onChange }: ChoiceFieldProps) {
  const { problems } = useContext(FormContext);
  const [chosen, setChosen] = useState(defaultValue);
  const id = useId();
  return (
    <fieldset class="choices" aria-describedby={describedBy(id, { hint, problem: problems[name] })}>
      <legend>{label}</legend>
      <HintAndProblem id={id} hint={hint} problem={problems[name]} />
      {options.map((option) => (
        <label class="choice" key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={(value ?? chosen) === option.value}
            onChange={() => {
              setChosen(option.value);
              onChange?.(option.value);
            }}
          />
          <span>
            <span class="choice-text">{option.text}</span>
            {option.hint !== undefined && <span class="hint">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface Wiring {
  readonly id: string;
  readonly name: string;
  readonly "aria-invalid": true | undefined;
  readonly "aria-describedby": string | undefined;
  readonly onInputCapture: () => void;
}

interface FieldProps extends FieldParts {
  readonly isOptional?: boolean;
  readonly children: (wiring: Wiring) => ComponentChildren;
}

/** Label, hint and problem around a control of any kind. */
export function Field({ name, label, hint, isOptional = false, children }: FieldProps) {
  const { problems, clear } = useContext(FormContext);
  const id = useId();
  const problem = problems[name];
  return (
    <div class="field">
      <label for={id}>
        {label}
        {isOptional && <span class="optional"> {common("optional")}</span>}
      </label>
      <HintAndProblem id={id} hint={hint} problem={undefined} />
      {children({
        id,
        name,
        "aria-invalid": problem !== undefined || undefined,
        "aria-describedby": describedBy(id, { hint, problem }),
        // After the control's own listener: drawing between the two would put the value from before back into the field.
        onInputCapture: () => void setTimeout(() => clear(name)),
      })}
      <HintAndProblem id={id} hint={undefined} problem={problem} />
    </div>
  );
}

interface Said {
  readonly hint: ComponentChildren;
  readonly problem: string | undefined;
}

function HintAndProblem({ id, hint, problem }: Said & { readonly id: string }) {
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </>
  );
}

function describedBy(id: string, { hint, problem }: Said): string | undefined {
  const ids = [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(" ");
}

type FormControl = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function problemsOf(form: HTMLFormElement): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const control of form.elements) {
    if (!("validity" in control) || !("name" in control)) continue;
    const field = control as FormControl;
    if (field.name !== "" && !field.validity.valid) found[field.name] ??= validityText(field);
  }
  return found;
}

function controlOf(form: HTMLFormElement | null, name: string): FormControl | null {
  if (name === "") return null;
  return (
    [...(form?.elements ?? [])].find((control): control is FormControl => "name" in control && control.name === name) ??
    null
  );
}

function without(problems: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(problems).filter(([key]) => key !== name));
}
