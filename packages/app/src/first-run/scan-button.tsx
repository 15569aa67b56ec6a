/** Reads a QR code with the camera, where the browser has one and lets us; everywhere else the code is typed. */

import { useEffect, useRef, useState } from "preact/hooks";
import { isSecure } from "../shell/secure.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { openReader } from "./qr-reader.ts";
import { t } from "./texts.ts";
import "./scan.css";

const lookMs = 200;

export function ScanButton({ onText }: { readonly onText: (text: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  // A browser's library says that it is always there; over plain http it is not.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!isSecure || devices === undefined) return null;
  return (
    <>
      <Button icon="camera" onClick={() => setOpen(true)}>
        {t("scan.button")}
      </Button>
      <Dialog title={t("scan.title")} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Camera
          onText={(text) => {
            setOpen(false);
            onText(text);
          }}
        />
      </Dialog>
    </>
  );
}

type Sight = "starting" | "looking" | "denied" | "none";

function Camera({ onText }: { readonly onText: (text: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [sight, setSight] = useState<Sight>("starting");
  useEffect(() => {
    const ending = new AbortController();
    void look(video.current, { signal: ending.signal, onText, onSight: setSight });
    return () => ending.abort();
  }, []);
  if (sight === "denied" || sight === "none")
    return (
      <Notice tone="warn" role="alert">
        {t(sight === "denied" ? "scan.denied" : "scan.none")}
      </Notice>
    );
  return (
    <>
      <p role="status">{t(sight === "starting" ? "scan.starting" : "scan.hint")}</p>
      <video ref={video} class="scan-picture" muted playsInline autoplay />
    </>
  );
}

interface Looking {
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
  readonly onSight: (sight: Sight) => void;
}

async function look(video: HTMLVideoElement | null, { signal, onText, onSight }: Looking): Promise<void> {
  if (video === null) return;
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (cause) {
    onSight(cause instanceof DOMException && cause.name === "NotAllowedError" ? "denied" : "none");
    return;
  }
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
  };
  signal.addEventListener("abort", stop);
  if (signal.aborted) return stop();
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  onSight("looking");
  const read = await openReader();
  while (!signal.aborted) {
    const text = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await read(video) : null;
    if (text !== null && !signal.aborted) {
      stop();
      onText(text);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
