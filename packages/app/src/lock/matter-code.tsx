/** A Matter code as a QR code for a camera. Black on white in any theme: that is what cameras find. */

import { useEffect, useState } from "preact/hooks";
import { Loading } from "../ui/waiting.tsx";
import { t } from "./texts.ts";

/** Modules of white on each side, without which a camera does not find the code (ISO/IEC 18004). */
const quietModules = 4;

interface Drawing {
  readonly size: number;
  readonly path: string;
}

export function MatterCode({ text }: { readonly text: string }) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    void draw(text).then(setDrawing);
  }, [text]);
  if (drawing === null) return <Loading />;
  return (
    <svg class="matter-code" viewBox={`0 0 ${drawing.size} ${drawing.size}`} role="img" aria-label={t("share.qr")}>
      <rect width="100%" height="100%" fill="#fff" />
      <path d={drawing.path} fill="#000" />
    </svg>
  );
}

/** The encoder is loaded only by whoever shares a lock. */
async function draw(text: string): Promise<Drawing> {
  const { encode } = await import("uqr");
  const { data, size } = encode(text, { ecc: "M", border: quietModules });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { size, path };
}
