/**
 * The lock's sounds: its prompts through the browser's own voice, tones and siren from oscillators. Browsers let a page
 * sound only after a first click or key, so nothing is heard before.
 */

import { find, setAttribute } from "./dom.ts";
import type { PageMessage, Tone, Volume } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";
import { readStored, writeStored } from "./stored.ts";

const storedName = "sound";
const gainOf: Readonly<Record<Volume, number>> = { high: 0.16, low: 0.06, silent: 0.06 };
/** An alarm is as loud in every volume setting. */
const alarmGain = 0.16;
const sirenGain = 0.09;

interface Note {
  readonly hertz: number;
  readonly atMs: number;
  readonly forMs: number;
  readonly wave: OscillatorType;
}

const notesOf: Readonly<Record<Tone, readonly Note[]>> = {
  key: [{ hertz: 1320, atMs: 0, forMs: 45, wave: "sine" }],
  success: [
    { hertz: 880, atMs: 0, forMs: 110, wave: "sine" },
    { hertz: 1320, atMs: 120, forMs: 190, wave: "sine" },
  ],
  failure: [
    { hertz: 260, atMs: 0, forMs: 150, wave: "triangle" },
    { hertz: 208, atMs: 190, forMs: 260, wave: "triangle" },
  ],
  alarm: [0, 260, 520].flatMap((atMs) => [
    { hertz: 1000, atMs, forMs: 120, wave: "square" as const },
    { hertz: 760, atMs: atMs + 125, forMs: 120, wave: "square" as const },
  ]),
};

/** A spoken sentence is shown as sounding for so long when no voice tells when it ends. */
const speakingMsPerLetter = 55;
const speakingMsMin = 1200;

/** @returns hears each live message. */
export function setUpSound({ store, translator }: PageContext): (message: PageMessage) => void {
  const button = find("#sound", HTMLButtonElement);
  let isWanted = readStored(storedName) !== false;
  let context: AudioContext | null = null;
  let siren: OscillatorNode | null = null;

  const isOn = (): boolean => isWanted && context !== null;
  const follow = (): void => {
    setAttribute(button, "aria-pressed", String(isOn()));
    if (isWanted && context === null) setAttribute(button, "title", translator.say("sound.waiting"));
    else button.removeAttribute("title");
    const isSirenHeard = isOn() && store.view.isSirenOn;
    if (isSirenHeard && siren === null && context !== null) siren = startSiren(context);
    if (!isSirenHeard) {
      siren?.stop();
      siren = null;
    }
    if (!isOn() && "speechSynthesis" in window) speechSynthesis.cancel();
  };
  const wake = (): void => {
    context ??= new AudioContext();
    void context.resume();
    follow();
  };

  button.addEventListener("click", () => {
    isWanted = !isOn();
    writeStored(storedName, isWanted);
    wake();
  });
  for (const type of ["pointerup", "keydown"])
    document.addEventListener(type, (event) => {
      const isOnButton = event.target instanceof Element && button.contains(event.target);
      if (context === null && !isOnButton) wake();
    });
  store.add(follow);

  return (message) => {
    if ("say" in message) showSpeaking(message.text);
    if (!isOn() || context === null) return;
    if ("tone" in message) {
      const gain = message.tone === "alarm" ? alarmGain : gainOf[store.view.state?.volume ?? "high"];
      playNotes(context, notesOf[message.tone], gain);
    }
    if ("say" in message) speak(message.text, message.lang);
  };
}

function speak(text: string, lang: string): void {
  if (!("speechSynthesis" in window)) return;
  // The newest prompt is the one that counts; the lock too breaks off the one before.
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = lang;
  const voice = speechSynthesis.getVoices().find((known) => known.lang.toLowerCase().startsWith(lang.toLowerCase()));
  if (voice !== undefined) utterance.voice = voice;
  speechSynthesis.speak(utterance);
}

let speakingTimer: ReturnType<typeof setTimeout> | undefined;

function showSpeaking(text: string): void {
  const drawing = find("svg.front", SVGSVGElement);
  const strip = find(".captions", HTMLElement);
  const show = (isSpeaking: boolean): void => {
    setAttribute(drawing, "data-speaking", String(isSpeaking));
    strip.classList.toggle("is-speaking", isSpeaking);
  };
  clearTimeout(speakingTimer);
  show(true);
  speakingTimer = setTimeout(() => show(false), Math.max(speakingMsMin, text.length * speakingMsPerLetter));
}

function playNotes(context: AudioContext, notes: readonly Note[], gain: number): void {
  for (const { hertz, atMs, forMs, wave } of notes) {
    const start = context.currentTime + atMs / 1000;
    const end = start + forMs / 1000;
    const oscillator = new OscillatorNode(context, { type: wave, frequency: hertz });
    const level = new GainNode(context, { gain: 0 });
    level.gain.setValueAtTime(0, start);
    level.gain.linearRampToValueAtTime(gain, start + 0.008);
    level.gain.setValueAtTime(gain, Math.max(start + 0.008, end - 0.03));
    level.gain.linearRampToValueAtTime(0, end);
    oscillator.connect(level).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(end);
  }
}

function startSiren(context: AudioContext): OscillatorNode {
  const siren = new OscillatorNode(context, { type: "sawtooth", frequency: 900 });
  const sweep = new OscillatorNode(context, { type: "triangle", frequency: 1.4 });
  sweep.connect(new GainNode(context, { gain: 320 })).connect(siren.frequency);
  siren.connect(new GainNode(context, { gain: sirenGain })).connect(context.destination);
  siren.addEventListener("ended", () => sweep.stop());
  sweep.start();
  siren.start();
  return siren;
}
