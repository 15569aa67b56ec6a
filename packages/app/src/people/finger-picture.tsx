/** A print that fills in, line by line, as the reader learns it. */

interface FingerPictureProps {
  /** 0 to 5. */
  readonly captures: number;
  readonly mood: "idle" | "waiting" | "again" | "done" | "failed";
}

const ridges = [
  "M60 74 V106",
  "M47 96 V74 a13 13 0 0 1 26 0 V100",
  "M37 92 V74 a23 23 0 0 1 46 0 V92",
  "M28 86 V72 a32 32 0 0 1 64 0 V86",
  "M19 78 V70 a41 41 0 0 1 82 0 V78",
] as const;

export function FingerPicture({ captures, mood }: FingerPictureProps) {
  return (
    <svg class={`finger-picture ${mood}`} viewBox="0 0 120 130" aria-hidden="true">
      <rect class="finger-reader" x="4" y="4" width="112" height="122" rx="26" />
      {ridges.map((path, index) => (
        <path key={path} class={index < captures ? "ridge kept" : "ridge"} d={path} />
      ))}
    </svg>
  );
}
